import type {Actor} from '../../domain/actor.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Pool} from '../../sql/client.ts';
import {attempt, type AttemptLimit} from '../../sql/queries/attempts.ts';
import type {OpenRegeneration, RegenerationTarget} from '../../sql/queries/regenerations.ts';

/** Work that was asked for: `ended` resolves when it is over, whatever became of it. */
type Work = {ended: Promise<unknown>};

/** Has a lesson made for a cell, before all other work; one that is being made already is joined. */
export type RequestLesson = (cellId: number) => Promise<Work>;

/**
 * Has another version made of a lesson; one that is being made already is joined.
 *
 * @throws CommandRefused where it cannot be started; nothing is under way then
 */
export type Regenerate = (request: {cellId: number; lessonId: LessonId; actor: Actor}) => Promise<Work>;

/**
 * Has new versions made of several lessons in one run, one a cell; cells of which one is being made already keep that
 * one. Comes back as soon as they are asked for.
 *
 * @throws CommandRefused where the run cannot be started; nothing that was asked for is under way then
 */
export type RegenerateLessons = (request: {
  targets: readonly RegenerationTarget[];
  /** What they should do better; may be empty. */
  instructions: string;
  actor: Actor;
}) => Promise<OpenRegeneration[]>;

const HOUR_SECONDS = 60 * 60;

/** Lessons that one account has made by asking for what is not there. Joining what is under way costs nothing. */
export const LESSONS_OF_ACCOUNT: AttemptLimit = {
  kind: 'lesson_request',
  maxCount: 60,
  windowSeconds: HOUR_SECONDS,
};

/** Other versions that one account has made. */
export const REGENERATIONS_OF_ACCOUNT: AttemptLimit = {
  kind: 'regeneration',
  maxCount: 10,
  windowSeconds: HOUR_SECONDS,
};

type Waited =
  /** Over, whatever became of it. */
  | {kind: 'ended'}
  /** Still under way when the time was over, or when the server stopped. */
  | {kind: 'waiting'}
  /** What makes lessons cannot be reached. */
  | {kind: 'unavailable'}
  | {kind: 'too_many'; retryAt: Date};

type LessonRequest = {cellId: number; userId: string; isThere: () => Promise<boolean>};

export type LessonRequests = {
  /** Whether there is anything that makes lessons. */
  canMake: boolean;
  /**
   * Has the lesson of a cell made and waits for it. All callers wait for the same work; who comes when it is just over
   * finds by `isThere` that nothing has to be made.
   */
  make(request: LessonRequest): Promise<Waited>;
  /** Waits for work for as long as callers wait. */
  wait(work: Work): Promise<Waited>;
};

type Started = {kind: 'started'; work: Work} | {kind: 'unavailable'} | {kind: 'too_many'; retryAt: Date};

/**
 * Requests for lessons that are not there. In this process a cell is asked for once at a time, however many callers
 * wait; among processes `requestLesson` sees to that.
 */
export function createLessonRequests({
  pool,
  requestLesson,
  waitMs,
  stopping,
  log,
}: {
  pool: Pool;
  requestLesson: RequestLesson | null;
  waitMs: number;
  stopping: AbortSignal;
  log: (line: string) => void;
}): LessonRequests {
  const underWay = new Map<number, {userId: string; started: Promise<Started>}>();

  const start = async (
    request: RequestLesson,
    {cellId, userId, isThere}: LessonRequest,
  ): Promise<Started> => {
    if (await isThere()) return {kind: 'started', work: {ended: Promise.resolve()}};
    const retryAt = await attempt(pool, LESSONS_OF_ACCOUNT, userId);
    if (retryAt !== null) return {kind: 'too_many', retryAt};
    try {
      return {kind: 'started', work: await request(cellId)};
    } catch (error) {
      log(`No lesson can be asked for: ${error instanceof Error ? error.message : String(error)}`);
      return {kind: 'unavailable'};
    }
  };

  const begin = (request: RequestLesson, asked: LessonRequest) => {
    const {cellId, userId} = asked;
    const entry = {userId, started: start(request, asked)};
    underWay.set(cellId, entry);
    const over = () => {
      if (underWay.get(cellId) === entry) underWay.delete(cellId);
    };
    entry.started.then(
      started => (started.kind === 'started' ? started.work.ended.then(over, over) : over()),
      over,
    );
    return entry;
  };

  const isOver = (): Waited => ({kind: 'ended'});

  const wait = async ({ended}: Work): Promise<Waited> => {
    const {promise: over, resolve} = Promise.withResolvers<Waited>();
    const giveUp = () => resolve({kind: 'waiting'});
    const timer = setTimeout(giveUp, waitMs);
    stopping.addEventListener('abort', giveUp);
    if (stopping.aborted) giveUp();
    try {
      return await Promise.race([ended.then(isOver, isOver), over]);
    } finally {
      clearTimeout(timer);
      stopping.removeEventListener('abort', giveUp);
    }
  };

  return {
    canMake: requestLesson !== null,
    wait,
    async make(asked) {
      const {cellId, userId} = asked;
      if (requestLesson === null) throw new Error('There is nothing that makes lessons.');
      for (;;) {
        const entry = underWay.get(cellId) ?? begin(requestLesson, asked);
        const started = await entry.started;
        if (started.kind === 'started') return wait(started.work);
        // Another one's limit is not this caller's.
        if (started.kind === 'unavailable' || entry.userId === userId) return started;
      }
    },
  };
}
