import type {Db} from '../client.ts';

export type RoadmapProgress = {
  roadmapKey: string;
  roadmapTitle: string;
  wantedCount: number;
  doneCount: number;
  quarantinedCount: number;
  failedCount: number;
};

/** How far a run is with each roadmap, by title. A cell that several roadmaps share counts in each of them. */
export async function progressByRoadmap(db: Db, runId: number): Promise<RoadmapProgress[]> {
  return db<RoadmapProgress[]>`
    select r.roadmap_key, r.title as roadmap_title, count(*) as wanted_count,
      count(*) filter (where rc.status <> 'pending') as done_count,
      count(*) filter (where rc.status = 'quarantined') as quarantined_count,
      count(*) filter (where rc.status = 'failed') as failed_count
    from preheat.run_cell rc
    join preheat.cell c using (cell_id)
    join preheat.roadmap_step s
      on s.title = c.step_title and c.lesson_number <= s.lesson_count and c.style = any(s.styles)
    join preheat.roadmap r using (roadmap_id)
    where rc.run_id = ${runId}
    group by r.roadmap_id
    order by r.title, r.roadmap_key
  `;
}

export type ErrorGroup = {status: 'quarantined' | 'failed'; message: string | null; cellCount: number};

/** What kept cells of a run from being served, in the words that were recorded: the most frequent first. */
export async function errorGroups(
  db: Db,
  {runId, limit}: {runId: number; limit: number},
): Promise<ErrorGroup[]> {
  return db<ErrorGroup[]>`
    select status, cause_message as message, count(*) as cell_count
    from preheat.run_cell
    where run_id = ${runId} and status in ('quarantined', 'failed')
    group by status, cause_message
    order by count(*) desc, status, cause_message
    limit ${limit}
  `;
}
