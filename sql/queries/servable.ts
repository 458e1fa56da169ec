import type {Db} from '../client.ts';

/** `created_by` of the emulator's lessons: how they are told from lessons once a real key is there. */
export const EMULATOR_AUTHOR = 'gemini-emulator';

/**
 * What `research_metadata` says of the lessons that Preheat wrote: their content is not looked into. The row says it
 * itself, because a plan over a million cells takes more than twice as long where it asks `preheat.lesson_version`
 * (measured: 2.5 s against 1.1 s), and looking into a content takes 30 µs.
 */
export const MADE_BY_PREHEAT = {generator: 'preheat'};

/**
 * A condition on rows of `lessons_lessoncontent` (named `l`): the reader may go on serving the row. All else is
 * parked when a lesson comes, as the reader itself would serve a rejected row before any other.
 */
export function servable(db: Db, {emulated}: {emulated: boolean}) {
  return db`(
    l.approval_status <> 'rejected'
    ${emulated ? db`` : db`and l.created_by <> ${EMULATOR_AUTHOR}`}
    and preheat.has_lesson(l.content, l.approval_status, l.research_metadata)
  )`;
}
