import type {Lesson} from '../../domain/content/index.ts';
import type {Finding} from '../../domain/findings.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';

/** `created_by` of the emulator's lessons: how they are told from lessons once a real key is there. */
export const EMULATOR_AUTHOR = 'gemini-emulator';

/** `created_by` of the model's lessons, the value that the reader's application writes itself. */
const MODEL_AUTHOR = 'gemini-ai';

/**
 * What `research_metadata` says of the lessons that Preheat wrote: their content is not looked into. The row says it
 * itself, because a plan over a million cells takes more than twice as long where it asks `preheat.lesson_version`
 * (measured: 2.5 s against 1.1 s), and looking into a content takes 30 µs.
 */
const MADE_BY_PREHEAT = {generator: 'preheat'};

/** Keys of a content that stand around a lesson and are none. */
const AROUND_A_LESSON = [
  'type',
  'lesson_type',
  'title',
  'summary',
  'description',
  'estimated_duration',
  'difficulty',
  'research_metadata',
  'source_attribution',
  'sources',
  'hero_image',
];

/** Any text at all. Not a strict path: that would read on after it has found one. */
const ANY_TEXT = String.raw`$.** ? (@ like_regex "\\S")`;

/** Keys by which the application marks what it stores when its model fails. */
const MARKS = ['is_fallback', 'error', 'error_note'];

/** They say that it did: `error` may be blank, but neither null nor false. */
const MARKED_CONTENT = String.raw`$ ? (
  $.is_fallback == true
  || exists($.keyvalue() ? (
    @.key like_regex "^error(_note)?$" && (@.value == true || !(@.value.type() like_regex "^(null|boolean)$"))
  ))
)`;

/** What it says there, in the summary or in the text. */
const PLACEHOLDER_TEXT =
  '$ ? ($.* like_regex "placeholder lesson" flag "i" || $ like_regex "placeholder lesson" flag "i")';

/** A few sentences around a title of 255 characters are shorter; what is longer may well speak of placeholders. */
const MAX_PLACEHOLDER_BYTES = 4_000;

/**
 * A condition on rows of `lessons_lessoncontent` (named `l`): the reader may go on serving the row. All else is
 * parked when a lesson comes, as the reader itself would serve a rejected row before any other.
 *
 * A mentor's verification outweighs a mark: somebody read the lesson and answers for it, and a machine never replaces
 * what a person verified. It cannot give an empty lesson a text. Approval and upvotes outweigh nothing: ten upvotes
 * approve a row for good without anybody who answers for it, and the placeholder with most of them is met the most.
 */
export function servable(db: Db, {emulated}: {emulated: boolean}) {
  return db`(
    l.approval_status <> 'rejected'
    ${emulated ? db`` : db`and l.created_by <> ${EMULATOR_AUTHOR}`}
    and (l.research_metadata @> ${db.json(MADE_BY_PREHEAT)} or not ${isPlaceholder(db)})
  )`;
}

/**
 * A condition on rows that others wrote (named `l`): there is no lesson in the row. An object has none without a text
 * but around it, any other JSON value without a text; a string or a list with one may be a lesson in somebody's own
 * form, and stays.
 */
function isPlaceholder(db: Db) {
  return db`(
    not jsonb_path_exists(
      case when jsonb_typeof(l.content) = 'object' then l.content - ${AROUND_A_LESSON}::text[] else l.content end,
      ${ANY_TEXT}::jsonpath
    )
    or (
      l.approval_status <> 'mentor_verified'
      and (
        (l.content ?| ${MARKS}::text[] and l.content @? ${MARKED_CONTENT}::jsonpath)
        -- The size as stored: the content is not read for it.
        or (pg_column_size(l.content) < ${MAX_PLACEHOLDER_BYTES} and l.content @? ${PLACEHOLDER_TEXT}::jsonpath)
      )
    )
  )`;
}

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
  /** The warnings that the lesson goes out with. */
  findings: readonly Finding[];
  lesson: Lesson;
  /** By which later lessons of its step are compared with it. */
  fingerprint: readonly number[];
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
        0, 0, 0, cache_key, ${p.emulated ? EMULATOR_AUTHOR : MODEL_AUTHOR},
        ${db.json({...lesson.researchMetadata, ...MADE_BY_PREHEAT})},
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
        lesson_id, cell_id, state, origin, request_id, draft_id, run_id, prompt_version, model, fingerprint
      )
      select id, ${p.cellId}, 'live', 'preheat', ${p.requestId}, ${p.draftId}, ${p.runId}, ${p.promptVersion}, ${p.model},
        ${[...p.fingerprint]}::integer[]
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
