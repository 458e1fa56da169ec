import type {Lesson} from '../../domain/content/index.ts';
import type {Finding} from '../../domain/findings.ts';
import {type StalenessPolicy, stepWordsOf} from '../../domain/staleness.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {EMULATOR_AUTHOR, MADE_BY_PREHEAT} from './servable.ts';
import {keepsItsPlace} from './staleness.ts';

export {EMULATOR_AUTHOR, servable} from './servable.ts';

/** `created_by` of the model's lessons, the value that the reader's application writes itself. */
const MODEL_AUTHOR = 'gemini-ai';

export type Publication = {
  cellId: number;
  /** Who holds the cell's claim; without it nothing is published. */
  claimedBy: string;
  /** The run whose ledger follows; null where a person publishes. */
  runId: number | null;
  draftId: number;
  requestId: string;
  promptVersion: string;
  prompt: string;
  model: string;
  emulated: boolean;
  staleness?: StalenessPolicy | undefined;
  /** The warnings that the lesson goes out with. */
  findings: readonly Finding[];
  lesson: Lesson;
  /** By which later lessons of its step are compared with it. */
  fingerprint: readonly number[];
};

/**
 * Publishes a lesson in one statement: parks whatever unservable row held the cell's key, or the stale lesson that the
 * run replaces, inserts the row (all 22 columns of the contract) and its version, settles draft and ledger, and
 * releases the claim. Running it again changes nothing: the claim is gone then.
 *
 * @returns the lesson's id; null where the claim was lost or another servable row holds the key
 */
export async function publishLesson(
  db: Db,
  p: Publication,
): Promise<{lessonId: number | null; held: boolean}> {
  const {lesson} = p;
  const words = stepWordsOf(p.prompt);
  const [row] = await db<[{lessonId: number | null; held: boolean}]>`
    with cell as (
      select cell_id, step_title, lesson_number, style, cache_key, step_digest from preheat.cell
      where cell_id = ${p.cellId} and claimed_by = ${p.claimedBy} and archived_at is null
      for update
    ),
    -- Locked, so that a mentor's verdict comes before, and is heeded, or finds the lesson parked.
    holders as (
      select l.id, l.approval_status, l.created_by, l.research_metadata, l.content
      from lessons_lessoncontent l join cell using (cache_key)
      for update of l
    ),
    place as (
      select * from cell where not exists (select from holders l where ${keepsItsPlace(db, p)})
    ),
    displaced as (
      update lessons_lessoncontent l set cache_key = 'parked:' || l.id from place where l.cache_key = place.cache_key
      returning l.id, place.cell_id, l.ai_model_version, l.generated_at
    ),
    parked as (
      insert into preheat.lesson_version (lesson_id, cell_id, state, origin, model, generated_at)
      select id, cell_id, 'parked', 'adopted', ai_model_version, generated_at from displaced
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
        0, 0, 0, cache_key, ${p.emulated ? EMULATOR_AUTHOR : MODEL_AUTHOR},
        ${db.json({...lesson.researchMetadata, ...MADE_BY_PREHEAT})},
        '{}', 'ai_only'
      from place
      returning id, generated_at
    ),
    gone as (
      -- A live version whose row the application deleted, or gave another key, must make room as well.
      update preheat.lesson_version v set since = now(),
        state = case when exists (select from lessons_lessoncontent l where l.id = v.lesson_id) then 'parked' else 'retired' end
      from place
      where v.cell_id = place.cell_id and v.state = 'live' and v.lesson_id not in (select id from displaced)
      returning v.lesson_id
    ),
    made_from as (
      -- The words in the prompt, not those of now: a draft may be older than the step's text.
      select cell.step_digest as present,
        coalesce(preheat.step_digest(${words?.stepDescription ?? null}, ${words?.difficulty ?? null}), cell.step_digest) as step_digest
      from cell
    ),
    version as (
      insert into preheat.lesson_version (
        lesson_id, cell_id, state, origin, request_id, draft_id, run_id, prompt_version, model, fingerprint, generated_at,
        step_digest, stale_text_since
      )
      select id, ${p.cellId}, 'live', 'preheat', ${p.requestId}, ${p.draftId}, ${p.runId}, ${p.promptVersion}, ${p.model},
        ${[...p.fingerprint]}::integer[], generated_at, m.step_digest, case when m.step_digest <> m.present then now() end
      -- The counts make Postgres move the old live version away before this one claims the place.
      from lesson, made_from m where (select count(*) from parked) + (select count(*) from gone) >= 0
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
