import type {Db} from '../client.ts';

/** `created_by` of the emulator's lessons: how they are told from lessons once a real key is there. */
export const EMULATOR_AUTHOR = 'gemini-emulator';

/**
 * What `research_metadata` says of the lessons that Preheat wrote: their content is not looked into. The row says it
 * itself, because a plan over a million cells takes more than twice as long where it asks `preheat.lesson_version`
 * (measured: 2.5 s against 1.1 s), and looking into a content takes 30 µs.
 */
export const MADE_BY_PREHEAT = {generator: 'preheat'};

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
