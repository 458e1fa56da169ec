import type {LessonId} from '../../domain/lesson-id.ts';
import type {Pool} from '../../sql/client.ts';
import {addViews} from '../../sql/queries/learner-lessons.ts';

const FLUSH_MS = 1_000;

export type ViewCounter = {
  /** Costs a read nothing: what was counted is written once a second, in one statement. */
  count(lessonId: LessonId): void;
  /** Writes what is left. */
  stop(): Promise<void>;
};

/** Counts views of lessons. Where the database is away, they are kept and written later. */
export function startViewCounter(pool: Pool, log: (line: string) => void): ViewCounter {
  let pending = new Map<LessonId, number>();
  let writing: Promise<void> = Promise.resolve();

  const flush = async () => {
    if (pending.size === 0) return;
    const views = pending;
    pending = new Map();
    try {
      await addViews(pool, views);
    } catch (error) {
      for (const [id, count] of views) pending.set(id, (pending.get(id) ?? 0) + count);
      log(`Views are not counted at the moment: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  // One statement at a time, however long it takes.
  const flushInTurn = () => (writing = writing.then(flush));
  const timer = setInterval(() => void flushInTurn(), FLUSH_MS);
  timer.unref();
  return {
    count: lessonId => {
      pending.set(lessonId, (pending.get(lessonId) ?? 0) + 1);
    },
    stop: () => {
      clearInterval(timer);
      return flushInTurn();
    },
  };
}
