import type {CellKey} from '../../domain/cell-key.ts';
import {lessonById, type LessonRow, servedLesson} from '../../sql/queries/learner-lessons.ts';
import {cellKeyOf, findCell, makingOf, versionSince} from '../../sql/queries/lesson-tickets.ts';
import type {ApiContext} from '../graphql/context.ts';
import {readTicket, type Ticket, ticketText} from './ticket.ts';

export type LessonAnswer = {
  success: boolean;
  message: string;
  lesson: LessonRow | null;
  wasCached: boolean;
  /** Where the lesson is still being made. */
  ticket: string | null;
};

const NONE_CAN_BE_MADE = 'This lesson is not there yet, and none can be made at the moment.';

const failed = (message: string, ticket: string | null = null): LessonAnswer => ({
  success: false,
  message,
  lesson: null,
  wasCached: false,
  ticket,
});

/** The lesson of a cell: the one that is served, else one that is made now, for which the caller waits a while. */
export async function getOrGenerate(
  context: ApiContext,
  {cell, researched}: {cell: CellKey; researched: boolean},
): Promise<LessonAnswer> {
  const {pool, serving, views, metrics} = context;
  const wanted = {cell, researched, emulated: serving.emulated};
  const cached = await servedLesson(pool, wanted);
  if (cached) {
    views.count(cached.id);
    metrics.countLesson('cached');
    return {
      success: true,
      message: 'Lesson retrieved from cache',
      lesson: cached,
      wasCached: true,
      ticket: null,
    };
  }
  const answer = await makeNow(context, wanted);
  metrics.countLesson(answer.success ? 'made' : answer.ticket === null ? 'refused' : 'ticket');
  return answer;
}

async function makeNow(
  {pool, viewer, lessons, views}: ApiContext,
  wanted: {cell: CellKey; researched: boolean; emulated: boolean},
): Promise<LessonAnswer> {
  const {cell} = wanted;
  const found = await findCell(pool, cell);
  if (found === null) {
    return failed(
      `No roadmap has the step "${cell.stepTitle}" with a lesson ${cell.lessonNumber} in the style ${cell.style}. Upper and lower case count.`,
    );
  }
  if (viewer.kind === 'anonymous' || !viewer.scopes.includes('learner'))
    return failed('This lesson is not there yet. Sign in to have it made.');
  if (!lessons.canMake) return failed(NONE_CAN_BE_MADE);
  const {cellId, now} = found;
  const issuedMs = now.getTime();
  const waited = await lessons.make({
    cellId,
    userId: viewer.user.userId,
    isThere: async () => (await servedLesson(pool, wanted)) !== null,
  });
  if (waited.kind === 'too_many') {
    return failed(
      `You had many lessons made. The next one can be asked for at ${waited.retryAt.toISOString()}.`,
    );
  }
  if (waited.kind === 'unavailable') return failed(NONE_CAN_BE_MADE);
  const lesson = await servedLesson(pool, wanted);
  if (lesson) {
    views.count(lesson.id);
    return {success: true, message: 'Lesson generated and saved', lesson, wasCached: false, ticket: null};
  }
  if (waited.kind === 'waiting')
    return failed(
      'The lesson is being generated. Ask for its ticket in some seconds.',
      ticketText({cellId, issuedMs, isAnew: false}),
    );
  return failed(await whyNot(pool, {cellId, issuedMs}));
}

/** Why a cell has no lesson though the work on it is over. */
async function whyNot(
  pool: ApiContext['pool'],
  {cellId, issuedMs}: {cellId: number; issuedMs: number},
): Promise<string> {
  const {message, isQuarantined} = await makingOf(pool, {cellId, sinceMs: issuedMs});
  if (isQuarantined)
    return 'The drafts of this lesson did not pass the checks. Somebody has to look at them first.';
  return `The lesson could not be generated. ${message ?? 'Try again later.'}`;
}

export type TicketAnswer = {state: 'READY' | 'MAKING' | 'FAILED'; message: string; lesson: LessonRow | null};

/** Without a sign of the work for so long, nobody is at it. */
const UNSEEN_MS = 10 * 60 * 1000;

/** What became of a lesson that was being made when the ticket was given; null for what is no ticket. */
export async function lookAtTicket(context: ApiContext, text: string): Promise<TicketAnswer | null> {
  const {pool, views} = context;
  const ticket = readTicket(text);
  const cell = ticket && (await cellKeyOf(pool, ticket.cellId));
  if (ticket === null || cell === null) return null;
  const lesson = await lessonOf(context, ticket, cell);
  if (lesson) {
    views.count(lesson.id);
    return {state: 'READY', message: 'Lesson generated and saved', lesson};
  }
  const {cellId, issuedMs} = ticket;
  const {isUnderWay, isOver, isQuarantined} = await makingOf(pool, {cellId, sinceMs: issuedMs});
  // Before a worker opens the run, nothing tells of it.
  const isYoung = !isOver && !isQuarantined && Date.now() - issuedMs < UNSEEN_MS;
  if (isUnderWay || isYoung)
    return {state: 'MAKING', message: 'The lesson is being generated.', lesson: null};
  return {state: 'FAILED', message: await whyNot(pool, ticket), lesson: null};
}

async function lessonOf(
  {pool, serving: {emulated}}: ApiContext,
  {cellId, issuedMs, isAnew}: Ticket,
  cell: CellKey,
): Promise<LessonRow | null> {
  if (!isAnew) return servedLesson(pool, {cell, researched: true, emulated});
  const id = await versionSince(pool, {cellId, sinceMs: issuedMs});
  return id === null ? null : lessonById(pool, {id, anyState: false, emulated});
}
