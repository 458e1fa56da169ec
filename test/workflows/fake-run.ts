import {activityInfo} from '@temporalio/activity';
import type {Activities} from '../../activities/index.ts';
import type {LessonOutcome} from '../../domain/outcomes.ts';
import type {RunEnd} from '../../domain/runs.ts';
import type {WarmUpInput} from '../../workflows/messages.ts';

type Opening = Parameters<Activities['openRun']>[0];
type Announcement = Parameters<Activities['markRunWaiting']>[0]['wait'];

type MakeCall = {cellId: number; attempt: number; atMs: number};

export type FakeRun = ReturnType<typeof createFakeRun>;

/** What the database would be in order to be the run's: all that the workflow asked of it, and a fake model. */
export function createFakeRun(options: {
  cellCount: number;
  /** What becomes of a cell; `nth` counts its calls from 1. Without it, every cell is published. */
  make?: (cellId: number, nth: number) => LessonOutcome | Promise<LessonOutcome>;
  /** The clock of the server: in skipped time it is not the machine's. */
  nowMs: () => Promise<number>;
  /** Called before the run is opened, and before each page is given. */
  onOpening?: () => Promise<void>;
  onPage?: (afterCellId: number) => Promise<void>;
  /** Called with each announcement before it is made. */
  onAnnouncement?: (wait: Announcement) => Promise<void>;
  /** Called when the upkeep is asked for the nth time. */
  onUpkeep?: (nth: number) => Promise<void>;
}) {
  const pending = new Set(Array.from({length: options.cellCount}, (_, index) => index + 1));
  const callCounts = new Map<number, number>();
  const log = {
    openings: [] as Opening[],
    pages: [] as number[],
    calls: [] as MakeCall[],
    announcements: [] as Announcement[],
    failures: new Map<number, string>(),
    /** With the number of cells that were in work then. */
    ends: [] as {end: RunEnd; atMs: number; inFlightCount: number}[],
    /** One for each time that the upkeep was asked for, from 1. */
    upkeeps: [] as number[],
  };
  let inFlightCount = 0;
  const activities: Activities = {
    async openRun(run) {
      await options.onOpening?.();
      log.openings.push(run);
      return {runId: RUN_ID, wantedCount: options.cellCount};
    },
    async nextCells({afterCellId, limit}) {
      await options.onPage?.(afterCellId);
      log.pages.push(afterCellId);
      return [...pending].filter(cellId => cellId > afterCellId).slice(0, limit);
    },
    async makeLesson({cellId}) {
      const nth = (callCounts.get(cellId) ?? 0) + 1;
      callCounts.set(cellId, nth);
      log.calls.push({cellId, attempt: activityInfo().attempt, atMs: await options.nowMs()});
      inFlightCount += 1;
      try {
        const outcome = (await options.make?.(cellId, nth)) ?? ({kind: 'published'} as const);
        if (!['busy', 'wait', 'stop'].includes(outcome.kind)) pending.delete(cellId);
        return outcome;
      } finally {
        inFlightCount -= 1;
      }
    },
    async markRunWaiting({wait}) {
      await options.onAnnouncement?.(wait);
      log.announcements.push(wait);
    },
    async recordFailedCell({cellId, message}) {
      pending.delete(cellId);
      log.failures.set(cellId, message);
    },
    async closeRun({end}) {
      log.ends.push({end, atMs: await options.nowMs(), inFlightCount});
    },
    async upkeep() {
      log.upkeeps.push(log.upkeeps.length + 1);
      await options.onUpkeep?.(log.upkeeps.length);
    },
  };
  return {
    ...log,
    activities,
    /** The cells in the order in which they were given to the model, repetitions included. */
    madeCells: () => log.calls.map(({cellId}) => cellId),
    /** The same in the order of their ids, for runs with several lanes. */
    madeInAnyOrder: () => log.calls.map(({cellId}) => cellId).toSorted((a, b) => a - b),
    callsOf: (cellId: number) => log.calls.filter(call => call.cellId === cellId),
    pendingCells: () => [...pending],
  };
}

export const RUN_ID = 7;

/** The arguments of a small run. */
export function sampleInput(changes: Partial<WarmUpInput> = {}): WarmUpInput {
  return {
    kind: 'manual',
    filter: {styles: ['video']},
    maxUsd: 2,
    laneCount: 2,
    attemptTimeoutMs: 15 * 60_000,
    pageSize: 10,
    cellsPerExecution: 1000,
    ...changes,
  };
}
