import type {Difficulty, Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {KEY_PREFIX} from './application-roadmaps.ts';
import {containing} from './containing.ts';

/** A roadmap without its steps. */
export type RoadmapSummary = {
  roadmapId: number;
  key: string;
  title: string;
  description: string;
  category: string;
  /** The learning application's own, which is changed there. */
  isFromApplication: boolean;
  stepCount: number;
  lessonCount: number;
  /** Lessons times styles; those that other roadmaps share count too. */
  cellCount: number;
  updatedAt: Date;
  archivedAt: Date | null;
  archivedBy: string | null;
  archiveReason: string | null;
};

/**
 * Roadmaps by title, by keyset.
 *
 * @param text anywhere in the title or the key, in any case; null does not narrow
 * @param isArchived null: both
 * @param afterRoadmapId null: from the first one
 */
export async function roadmapsPage(
  db: Db,
  {
    text,
    isArchived,
    afterRoadmapId,
    limit,
  }: {text: string | null; isArchived: boolean | null; afterRoadmapId: number | null; limit: number},
): Promise<{roadmaps: RoadmapSummary[]; hasNextPage: boolean}> {
  const pattern = text === null ? null : containing(text);
  const found = await db<RoadmapSummary[]>`
    select ${summaryColumns(db)}
    from (
      select * from preheat.roadmap r
      where true
        ${isArchived === null ? db`` : db`and (r.archived_at is not null) = ${isArchived}`}
        ${pattern === null ? db`` : db`and (r.title ilike ${pattern} or r.roadmap_key ilike ${pattern})`}
        ${
          afterRoadmapId === null
            ? db``
            : db`and (r.title, r.roadmap_id) > (
                select a.title, a.roadmap_id from preheat.roadmap a where a.roadmap_id = ${afterRoadmapId}
              )`
        }
      order by r.title, r.roadmap_id
      limit ${limit + 1}
    ) r
    ${countsJoin(db)}
    order by r.title, r.roadmap_id
  `;
  return {roadmaps: found.slice(0, limit), hasNextPage: found.length > limit};
}

/** A roadmap; null where there is none. */
export async function roadmapByKey(db: Db, key: string): Promise<RoadmapSummary | null> {
  const [row] = await db<[RoadmapSummary?]>`
    select ${summaryColumns(db)} from preheat.roadmap r ${countsJoin(db)} where r.roadmap_key = ${key}
  `;
  return row ?? null;
}

function summaryColumns(db: Db) {
  return db`
    r.roadmap_id, r.roadmap_key as key, r.title, r.description, r.category,
    starts_with(r.roadmap_key, ${KEY_PREFIX}) as is_from_application, c.step_count, c.lesson_count, c.cell_count,
    r.updated_at, r.archived_at, r.archived_by, r.archive_reason
  `;
}

/** Counts of the steps of each roadmap (named `r`). */
function countsJoin(db: Db) {
  return db`
    cross join lateral (
      select count(*) as step_count, coalesce(sum(s.lesson_count - s.first_lesson + 1), 0) as lesson_count,
        coalesce(sum((s.lesson_count - s.first_lesson + 1) * cardinality(s.styles)), 0) as cell_count
      from ${stepsOf(db, db`r.roadmap_id`)} s
    ) c
  `;
}

/** The steps of a roadmap, archived or not. */
export function stepsOf(db: Db, roadmapId: ReturnType<Db>) {
  return db`(
    select * from preheat.roadmap_step where roadmap_id = ${roadmapId}
    union all
    select * from preheat.archived_step where roadmap_id = ${roadmapId}
  )`;
}

export type RoadmapPageStep = {
  position: number;
  title: string;
  description: string;
  difficulty: Difficulty;
  firstLesson: number;
  lessonCount: number;
  styles: Style[];
  /** How many other roadmaps have a step of this title, and the first of them by title. */
  sharedWithCount: number;
  sharedWith: {key: string; title: string}[];
};

/** Of a step that all roadmaps share nobody reads more. */
const MAX_SHARED_WITH = 20;

/** The steps of a roadmap in its order. */
export async function roadmapSteps(db: Db, roadmapId: number): Promise<RoadmapPageStep[]> {
  return db<RoadmapPageStep[]>`
    select s.position, s.title, s.description, s.difficulty, s.first_lesson, s.lesson_count, s.styles,
      o.shared_with_count, o.shared_with
    from ${stepsOf(db, db`${roadmapId}`)} s
    cross join lateral (
      select count(*) as shared_with_count,
        coalesce(
          jsonb_agg(jsonb_build_object('key', n.roadmap_key, 'title', n.title) order by n.title, n.roadmap_key)
            filter (where n.place <= ${MAX_SHARED_WITH}),
          '[]'
        ) as shared_with
      from (
        select r.roadmap_key, r.title, row_number() over (order by r.title, r.roadmap_key) as place
        from preheat.roadmap_step x join preheat.roadmap r using (roadmap_id)
        where x.title = s.title and x.roadmap_id <> ${roadmapId}
      ) n
    ) o
    order by s.position, s.roadmap_step_id
  `;
}

/** How many cells only this roadmap wants: what archiving it archives, and restoring it brings back. */
export async function ownCellCount(db: Db, roadmapId: number): Promise<number> {
  const [{cellCount}] = await db<[{cellCount: number}]>`
    select coalesce(sum(own.cell_count), 0) as cell_count
    from ${stepsOf(db, db`${roadmapId}`)} s
    -- Step by step, or all steps there are would be hashed (measured over a million cells: 1.2 s).
    cross join lateral (
      select count(*) as cell_count
      from generate_series(s.first_lesson, s.lesson_count) n, unnest(s.styles) style
      where not exists (
        select from preheat.roadmap_step o
        where o.title = s.title and o.roadmap_id <> ${roadmapId}
          and n between o.first_lesson and o.lesson_count and style = any(o.styles)
      )
    ) own
  `;
  return cellCount;
}
