import type {Actor} from '../../domain/actor.ts';
import {
  type RoadmapChange,
  roadmapChange,
  type StoredRoadmap,
  touchedTitles,
} from '../../domain/roadmaps/changes.ts';
import {
  type CellChanges,
  hasChanges,
  importPreview,
  type ImportPreview,
} from '../../domain/roadmaps/import-preview.ts';
import type {Roadmap, RoadmapStep} from '../../domain/roadmaps/roadmap.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {auditRoadmaps} from './roadmap-audit.ts';
import {stepsOf} from './roadmap-pages.ts';
import {type ImportOutcome, lockRoadmaps, storeRoadmaps} from './roadmaps.ts';
import {EMULATOR_AUTHOR} from './servable.ts';
import {isStale} from './staleness.ts';

/** What an import of these roadmaps would do now. Nothing is written, and nobody kept waiting. */
export async function previewImport(
  db: Db,
  {roadmaps, policy}: {roadmaps: readonly Roadmap[]; policy: ServingPolicy},
): Promise<ImportPreview> {
  const changes = await changesOf(db, roadmaps);
  return importPreview(changes, await cellChanges(db, {roadmaps, changes, policy}));
}

export type ExpectedImport =
  | {kind: 'imported'; preview: ImportPreview; outcome: ImportOutcome}
  /** All is so already. */
  | {kind: 'unchanged'; preview: ImportPreview}
  /** The preview is another one than the person saw; nothing was changed. */
  | {kind: 'differs'; preview: ImportPreview};

/** Imports roadmaps where that does what was seen in a preview, in one transaction. Audited. */
export async function importExpected(
  pool: Pool,
  {
    roadmaps,
    policy,
    expectedDigest,
    actor,
  }: {roadmaps: readonly Roadmap[]; policy: ServingPolicy; expectedDigest: string; actor: Actor},
): Promise<ExpectedImport> {
  return inTransaction(pool, async db => {
    await lockRoadmaps(db);
    const preview = await previewImport(db, {roadmaps, policy});
    if (!hasChanges(preview.roadmaps)) return {kind: 'unchanged', preview};
    if (preview.digest !== expectedDigest) return {kind: 'differs', preview};
    const outcome = await storeRoadmaps(db, roadmaps);
    await auditRoadmaps(db, {changes: preview.roadmaps, actor});
    return {kind: 'imported', preview, outcome};
  });
}

/** Imports roadmaps, whatever that changes. Audited. */
export async function importAudited(
  pool: Pool,
  {roadmaps, actor}: {roadmaps: readonly Roadmap[]; actor: Actor},
): Promise<{outcome: ImportOutcome; changes: RoadmapChange[]}> {
  return inTransaction(pool, async db => {
    await lockRoadmaps(db);
    const changes = await changesOf(db, roadmaps);
    const outcome = await storeRoadmaps(db, roadmaps);
    await auditRoadmaps(db, {changes, actor});
    return {outcome, changes};
  });
}

async function changesOf(db: Db, roadmaps: readonly Roadmap[]): Promise<RoadmapChange[]> {
  const stored = await storedRoadmaps(
    db,
    roadmaps.map(({id}) => id),
  );
  return roadmaps.map(roadmap => roadmapChange(stored.get(roadmap.id) ?? null, roadmap));
}

/** Roadmaps as they are stored, with their steps in order, by key. */
export async function storedRoadmaps(db: Db, keys: readonly string[]): Promise<Map<string, StoredRoadmap>> {
  const rows = await db<(Omit<Roadmap, 'steps'> & {isArchived: boolean; steps: RoadmapStep[]})[]>`
    select r.roadmap_key as id, r.title, r.description, r.category, r.archived_at is not null as is_archived,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'title', s.title, 'description', s.description, 'difficulty', s.difficulty, 'firstLesson', s.first_lesson,
          'lessonCount', s.lesson_count, 'styles', s.styles
        ) order by s.position, s.roadmap_step_id)
        from ${stepsOf(db, db`r.roadmap_id`)} s
      ), '[]') as steps
    from preheat.roadmap r where r.roadmap_key = any(${[...keys]}::text[])
  `;
  return new Map(rows.map(({isArchived, ...roadmap}) => [roadmap.id, {roadmap, isArchived}]));
}

type GivenStep = RoadmapStep & {ordinal: number; roadmapKey: string; position: number};

/** What `refreshCells` and `noteStepWords` would do after the import, of the steps that it touches. */
async function cellChanges(
  db: Db,
  {
    roadmaps,
    changes,
    policy,
  }: {roadmaps: readonly Roadmap[]; changes: readonly RoadmapChange[]; policy: ServingPolicy},
): Promise<CellChanges> {
  const titles = touchedTitles(changes);
  const touched = new Set(titles);
  const replaced = new Set(
    changes.filter(({kind}) => kind === 'changed' || kind === 'new').map(({key}) => key),
  );
  const given = roadmaps
    .filter(({id}) => replaced.has(id))
    .flatMap(({id, steps}, ordinal) =>
      steps.map((step, index): GivenStep => ({...step, ordinal, roadmapKey: id, position: index + 1})),
    )
    .filter(({title}) => touched.has(title));
  const [row] = await db<[CellChanges]>`
    with titles as (select unnest(${titles}::text[]) as title),
    -- The steps of these titles as they are after the import.
    step as materialized (
      select s.title, s.description, s.difficulty, s.first_lesson, s.lesson_count, s.styles, s.roadmap_step_id,
        s.roadmap_id, 0 as ordinal, s.position
      from preheat.roadmap_step s join preheat.roadmap r using (roadmap_id)
      where s.title = any(${titles}::text[]) and r.roadmap_key <> all(${[...replaced]}::text[])
      union all
      select g.title, g.description, g.difficulty, coalesce(g."firstLesson", 1), g."lessonCount", g.styles,
        s.roadmap_step_id, r.roadmap_id, g.ordinal, g.position
      from jsonb_to_recordset(${db.json(given)}) as g(
        ordinal int, "roadmapKey" text, position int, title text, description text, difficulty text, "firstLesson" int,
        "lessonCount" int, styles text[]
      )
      left join preheat.roadmap r on r.roadmap_key = g."roadmapKey"
      left join preheat.roadmap_step s on s.roadmap_id = r.roadmap_id and s.title = g.title
    ),
    wanted as materialized (
      select distinct s.title as step_title, n as lesson_number, style
      from step s, generate_series(s.first_lesson, s.lesson_count) n, unnest(s.styles) style
    ),
    -- Of the first roadmap that has the step: a new one gets a higher id.
    words as (
      select distinct on (title) title, preheat.step_digest(description, difficulty) as step_digest
      from step order by title, roadmap_step_id nulls last, roadmap_id nulls last, ordinal, position
    ),
    known as materialized (
      select c.cell_id, c.step_title, c.archived_at, w.step_title is not null as is_wanted
      from titles t join preheat.cell c on c.step_title = t.title
      left join wanted w on w.step_title = c.step_title and w.lesson_number = c.lesson_number and w.style = c.style
    )
    select
      (select count(*) from wanted) - (select count(*) from known where is_wanted) as new_count,
      (select count(*) from known where is_wanted and archived_at is not null) as back_count,
      (select count(*) from known where not is_wanted and archived_at is null) as archived_count,
      (
        select count(distinct k.cell_id)
        from known k
        join words on words.title = k.step_title
        join preheat.lesson_version v on v.cell_id = k.cell_id
        join lessons_lessoncontent l on l.id = v.lesson_id
        where k.is_wanted and v.state = 'live' and v.origin = 'preheat' and v.step_digest <> words.step_digest
          -- As a run sees it: a person stands for it, or it is stale by now.
          and v.promoted_at is null and l.approval_status <> 'mentor_verified'
          ${policy.emulated ? db`and l.created_by = ${EMULATOR_AUTHOR}` : db``}
          and (k.archived_at is not null or not ${isStale(db, policy)})
      ) as stale_count
  `;
  return row;
}
