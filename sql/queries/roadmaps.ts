import type {Roadmap} from '../../domain/roadmaps/roadmap.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {refreshCells} from './refresh-cells.ts';
import {noteStepWords} from './staleness.ts';

export type ImportOutcome = {
  createdCount: number;
  changedCount: number;
  unchangedCount: number;
  addedCellCount: number;
  revivedCellCount: number;
  archivedCellCount: number;
};

/** Two imports at once wait for each other, so that each refreshes the cells from a whole set of steps. */
const IMPORT_LOCK = 7_243_302;

/**
 * Stores roadmaps (a known key is updated, its steps replaced; an archived one is left as it is), refreshes the cells and
 * marks the lessons whose step says something else now, in one transaction and a fixed number of statements. The same
 * import again changes nothing.
 */
export async function importRoadmaps(pool: Pool, roadmaps: readonly Roadmap[]): Promise<ImportOutcome> {
  return inTransaction(pool, async db => {
    await lockRoadmaps(db);
    return storeRoadmaps(db, roadmaps);
  });
}

/** Waits for other imports; until the transaction ends nobody else changes what is wanted. */
export async function lockRoadmaps(db: Db): Promise<void> {
  await db`select pg_advisory_xact_lock(${IMPORT_LOCK})`;
}

/** What `importRoadmaps` does, in a transaction that holds the lock (`lockRoadmaps`). */
export async function storeRoadmaps(db: Db, given: readonly Roadmap[]): Promise<ImportOutcome> {
  const archivedKeys = await archivedAmong(
    db,
    given.map(({id}) => id),
  );
  const roadmaps = given.filter(({id}) => !archivedKeys.has(id));
  const own = db.json(roadmaps.map(({steps: _steps, ...roadmap}) => roadmap));
  const counts = await upsertRoadmaps(db, own);
  const changedSteps = await replaceSteps(db, roadmaps);
  const cells = await refreshSteps(
    db,
    changedSteps.map(({title}) => title),
  );
  // A roadmap whose own fields stayed but whose steps changed is a changed one too.
  const changedKeys = new Set([
    ...counts.changedKeys,
    ...changedSteps.map(({roadmapKey}) => roadmapKey).filter(key => !counts.createdKeys.includes(key)),
  ]);
  await db`update preheat.roadmap set updated_at = now() where roadmap_key = any(${[...changedKeys]}::text[])`;
  return {
    createdCount: counts.createdKeys.length,
    changedCount: changedKeys.size,
    unchangedCount: given.length - counts.createdKeys.length - changedKeys.size,
    addedCellCount: cells.addedCount,
    revivedCellCount: cells.revivedCount,
    archivedCellCount: cells.archivedCount,
  };
}

/** Brings the cells and the words of these steps to what the roadmaps say now. */
export async function refreshSteps(db: Db, titles: readonly string[]): ReturnType<typeof refreshCells> {
  const cells = await refreshCells(db, titles);
  await noteStepWords(db, titles);
  return cells;
}

async function archivedAmong(db: Db, keys: readonly string[]): Promise<Set<string>> {
  const rows = await db<{roadmapKey: string}[]>`
    select roadmap_key from preheat.roadmap where roadmap_key = any(${[...keys]}::text[]) and archived_at is not null
  `;
  return new Set(rows.map(({roadmapKey}) => roadmapKey));
}

export async function countRoadmaps(db: Db): Promise<number> {
  const [{roadmapCount}] = await db<
    [{roadmapCount: number}]
  >`select count(*) as roadmap_count from preheat.roadmap`;
  return roadmapCount;
}

/** Which of these keys name no roadmap of which anything is wanted: it is archived, or there is none. */
export async function unusableRoadmaps(
  db: Db,
  keys: readonly string[],
): Promise<{key: string; isArchived: boolean}[]> {
  return db<{key: string; isArchived: boolean}[]>`
    select k.key, r.roadmap_id is not null as is_archived
    from unnest(${[...keys]}::text[]) with ordinality k (key, place)
    left join preheat.roadmap r on r.roadmap_key = k.key
    where r.roadmap_id is null or r.archived_at is not null
    order by k.place
  `;
}

async function upsertRoadmaps(db: Db, given: ReturnType<Db['json']>) {
  const rows = await db<{roadmapKey: string; created: boolean}[]>`
    insert into preheat.roadmap as r (roadmap_key, title, description, category)
    select id, title, description, category
    from jsonb_to_recordset(${given}) as g(id text, title text, description text, category text)
    on conflict (roadmap_key) do update
    set title = excluded.title, description = excluded.description, category = excluded.category, updated_at = now()
    where (r.title, r.description, r.category) is distinct from (excluded.title, excluded.description, excluded.category)
    -- xmax is 0 only for a row that was inserted, not updated.
    returning roadmap_key, xmax = 0 as created
  `;
  return {
    createdKeys: rows.filter(row => row.created).map(row => row.roadmapKey),
    changedKeys: rows.filter(row => !row.created).map(row => row.roadmapKey),
  };
}

/** Makes the stored steps those of the given roadmaps; returns those that are new, changed or gone. */
async function replaceSteps(
  db: Db,
  roadmaps: readonly Roadmap[],
): Promise<{roadmapKey: string; title: string}[]> {
  const given = roadmaps.flatMap(roadmap =>
    roadmap.steps.map((step, index) => ({roadmapKey: roadmap.id, position: index + 1, ...step})),
  );
  return db<{roadmapKey: string; title: string}[]>`
    with given as (
      select r.roadmap_id, r.roadmap_key, g.*
      from jsonb_to_recordset(${db.json(given)}) as g(
        "roadmapKey" text, position int, title text, description text, difficulty text, "firstLesson" int, "lessonCount" int, styles text[]
      )
      join preheat.roadmap r on r.roadmap_key = g."roadmapKey"
    ),
    stored as (
      insert into preheat.roadmap_step as s (
        roadmap_id, position, title, description, difficulty, first_lesson, lesson_count, styles
      )
      select roadmap_id, position, title, description, difficulty, coalesce("firstLesson", 1), "lessonCount", styles
      from given order by roadmap_id, position
      on conflict (roadmap_id, title) do update
      set position = excluded.position, description = excluded.description, difficulty = excluded.difficulty,
        first_lesson = excluded.first_lesson, lesson_count = excluded.lesson_count, styles = excluded.styles
      where (s.position, s.description, s.difficulty, s.first_lesson, s.lesson_count, s.styles) is distinct from
        (excluded.position, excluded.description, excluded.difficulty, excluded.first_lesson, excluded.lesson_count, excluded.styles)
      returning s.roadmap_id, s.title
    ),
    removed as (
      delete from preheat.roadmap_step s
      where s.roadmap_id in (select roadmap_id from preheat.roadmap where roadmap_key = any(${roadmaps.map(r => r.id)}))
        and not exists (select from given g where g.roadmap_id = s.roadmap_id and g.title = s.title)
      returning s.roadmap_id, s.title
    )
    select r.roadmap_key, s.title
    from (select roadmap_id, title from stored union select roadmap_id, title from removed) s
    join preheat.roadmap r using (roadmap_id)
  `;
}
