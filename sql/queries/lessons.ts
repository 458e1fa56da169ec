import type {Lesson} from '../../domain/content/index.ts';
import type {Finding} from '../../domain/findings.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';

/** `created_by` of the emulator's lessons: how they are told from lessons once a real key is there. */
export const EMULATOR_AUTHOR = 'gemini-emulator';

/** `created_by` of the model's lessons, the value that the reader's application writes itself. */
const MODEL_AUTHOR = 'gemini-ai';

/**
 * A condition on rows of `lessons_lessoncontent` (named `l`): the reader may go on serving the row. The reader
 * would serve a rejected row too, and before any other; that is why such rows are parked when a lesson comes.
 */
export function servable(db: Db, {emulated}: {emulated: boolean}) {
  return db`(l.approval_status <> 'rejected' ${emulated ? db`` : db`and l.created_by <> ${EMULATOR_AUTHOR}`})`;
}

export type Publication = {
  cellId: number;
  /** Who holds the cell's claim; without it nothing is published. */
  claimedBy: string;
  runId: number;
  draftId: number;
  requestId: string;
  promptVersion: string;
  prompt: string;
  model: string;
  emulated: boolean;
  /** The warnings that the lesson goes out with. */
  findings: readonly Finding[];
  lesson: Lesson;
};

/**
 * Publishes a lesson in one statement: parks whatever unservable row held the cell's key, inserts the row (all 22
 * columns of the contract) and its version, settles draft and ledger, and releases the claim. Running it again
 * changes nothing: the claim is gone then.
 *
 * @returns the lesson's id; null where the claim was lost or somebody else's servable row holds the key
 */
export async function publishLesson(
  db: Db,
  p: Publication,
): Promise<{lessonId: number | null; held: boolean}> {
  const {lesson} = p;
  const [row] = await db<[{lessonId: number | null; held: boolean}]>`
    with cell as (
      select cell_id, step_title, lesson_number, style, cache_key from preheat.cell
      where cell_id = ${p.cellId} and claimed_by = ${p.claimedBy} and archived_at is null
      for update
    ),
    place as (
      select * from cell where not exists (
        select from lessons_lessoncontent l where l.cache_key = cell.cache_key and ${servable(db, p)}
      )
    ),
    displaced as (
      update lessons_lessoncontent l set cache_key = 'parked:' || l.id from place where l.cache_key = place.cache_key
      returning l.id, place.cell_id, l.ai_model_version
    ),
    parked as (
      insert into preheat.lesson_version (lesson_id, cell_id, state, origin, model)
      select id, cell_id, 'parked', 'adopted', ai_model_version from displaced
      on conflict (lesson_id) do update set state = 'parked', since = now()
      returning lesson_id
    ),
    lesson as (
      insert into lessons_lessoncontent (
        roadmap_step_title, lesson_number, learning_style, content, title, description, estimated_duration,
        difficulty_level, generated_at, generation_prompt, ai_model_version, upvotes, downvotes, approval_status,
        view_count, completion_rate, average_quiz_score, cache_key, created_by, research_metadata, source_attribution,
        source_type
      )
      select step_title, lesson_number, style, ${db.json(lesson.content)}, ${lesson.title}, ${lesson.description},
        ${lesson.estimatedDurationMinutes}, ${lesson.difficulty}, now(), ${p.prompt}, ${p.model}, 0, 0, 'pending',
        0, 0, 0, cache_key, ${p.emulated ? EMULATOR_AUTHOR : MODEL_AUTHOR}, ${db.json(lesson.researchMetadata)},
        '{}', 'ai_only'
      from place
      returning id
    ),
    gone as (
      -- A live version whose row the application deleted, or gave another key, must make room as well.
      update preheat.lesson_version v set since = now(),
        state = case when exists (select from lessons_lessoncontent l where l.id = v.lesson_id) then 'parked' else 'retired' end
      from place
      where v.cell_id = place.cell_id and v.state = 'live' and v.lesson_id not in (select id from displaced)
      returning v.lesson_id
    ),
    version as (
      insert into preheat.lesson_version (
        lesson_id, cell_id, state, origin, request_id, draft_id, run_id, prompt_version, model
      )
      select id, ${p.cellId}, 'live', 'preheat', ${p.requestId}, ${p.draftId}, ${p.runId}, ${p.promptVersion}, ${p.model}
      -- The counts make Postgres move the old live version away before this one claims the place.
      from lesson where (select count(*) from parked) + (select count(*) from gone) >= 0
    ),
    -- Below, the ids stand as values and not as a join: planned while the tables are small, a join
    -- scans them, and each publication then costs as much as all before it (measured: 2.6 ms at 1,300 lessons).
    drafts as (
      update preheat.draft d set
        status = case when d.draft_id = ${p.draftId} and exists (select from lesson) then 'published' else 'superseded' end,
        findings = case when d.draft_id = ${p.draftId} then ${db.json(p.findings)} else d.findings end
      where d.cell_id = ${p.cellId} and d.emulated = ${p.emulated} and exists (select from cell)
        and d.status in ('drafted', 'repairing', 'quarantined')
    ),
    ledger as (
      update preheat.run_cell rc
      set status = case when exists (select from lesson) then 'published' else 'served' end, updated_at = now()
      where rc.run_id = ${p.runId} and rc.cell_id = ${p.cellId} and exists (select from cell)
    ),
    released as (
      update preheat.cell c set claimed_by = null, claimed_until = null,
        publication_count = publication_count + (select count(*) from lesson)
      where c.cell_id = ${p.cellId} and exists (select from cell)
    )
    select (select id from lesson) as lesson_id, exists (select from cell) as held
  `;
  return row;
}

/** The lesson that the unchanged reader would serve for a key, by its own order. Null where there is none. */
export async function readAsReader(
  db: Db,
  cacheKey: string,
): Promise<{id: number; title: string; learningStyle: Style; content: unknown} | null> {
  const [row] = await db<[{id: number; title: string; learningStyle: Style; content: unknown}?]>`
    select id, title, learning_style, content from lessons_lessoncontent
    where cache_key = ${cacheKey}
    order by upvotes desc, approval_status desc, generated_at desc
    limit 1
  `;
  return row ?? null;
}
