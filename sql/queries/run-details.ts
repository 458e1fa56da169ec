import type {Db} from '../client.ts';

/**
 * How far the run `r` of the statement around it is with each style and each roadmap, as JSON. The cells are looked up once
 * for both.
 */
export function partsOfRun(db: Db) {
  const counts = db`
    count(*) as wanted_count, count(*) filter (where status <> 'pending') as done_count,
    count(*) filter (where status = 'quarantined') as quarantined_count, count(*) filter (where status = 'failed') as failed_count`;
  const asJson = db`
    'wantedCount', wanted_count, 'doneCount', done_count, 'quarantinedCount', quarantined_count, 'failedCount', failed_count`;
  return db`
    with own as materialized (
      select c.step_title, c.lesson_number, c.style, rc.status
      from preheat.run_cell rc join preheat.cell c using (cell_id)
      where rc.run_id = r.run_id
    ),
    style as (select style, ${counts} from own group by style),
    roadmap as (
      select s.roadmap_id, ${counts}
      from own join preheat.roadmap_step s
        on s.title = own.step_title and own.lesson_number between s.first_lesson and s.lesson_count and own.style = any(s.styles)
      group by s.roadmap_id
    )
    select
      (
        select coalesce(jsonb_agg(jsonb_build_object('style', style, ${asJson})
          order by array_position(array['hands_on', 'video', 'reading', 'mixed'], style)), '[]')
        from style
      ) as by_style,
      (
        select coalesce(jsonb_agg(jsonb_build_object('roadmapKey', m.roadmap_key, 'roadmapTitle', m.title, ${asJson})
          order by m.title, m.roadmap_key), '[]')
        from roadmap join preheat.roadmap m using (roadmap_id)
      ) as by_roadmap
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
