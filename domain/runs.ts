import type {CellState} from './cells.ts';
import type {Cause} from './outcomes.ts';
import type {Quote} from './quotes.ts';
import type {Style} from './styles.ts';

/** Before the model's name, wherever it is stored or shown, when the emulator stood in for it. */
export const EMULATED = 'emulator:';

export type RunKind = 'start' | 'manual' | 'nightly' | 'regeneration';

/** Which cells a run may fill; an absent field does not narrow. */
export type RunFilter = {
  /** Keys of roadmaps (`roadmap_key`). */
  roadmapKeys?: string[];
  styles?: Style[];
  /** States that are wanted; default `WANTED_BY_DEFAULT`. */
  only?: CellState[];
  /** Anywhere in the step's title, in any case. */
  text?: string;
  /** Only these cells. */
  cellIds?: number[];
  /** Only the cells of a stored selection: many ids do not travel through a workflow's history. */
  selectionId?: string;
  /** All of `cellIds`, though they are served: each gets a new version. */
  regenerate?: boolean;
  /** Only the cells that failed in this run. */
  failedInRunId?: number;
  /** At most so many cells, in the run's order. */
  limit?: number;
  /** Which cells come first: default `walk`, as the roadmaps list them. */
  order?: RunOrder;
};

export const RUN_ORDERS = ['walk', 'demand'] as const;

export type RunOrder = (typeof RUN_ORDERS)[number];

export type RunState = 'running' | 'waiting' | 'paused' | 'finished' | 'stopped' | 'lost';

/** How a run ended: every wanted cell was tried, or something hopeless stopped it. */
export type RunEnd = {state: 'finished'} | {state: 'stopped'; cause: Cause; message: string};

/** How far a run is with some of its cells. */
export type PartProgress = {
  wantedCount: number;
  /** On which something was decided. */
  doneCount: number;
  quarantinedCount: number;
  failedCount: number;
};

export type StyleProgress = PartProgress & {style: Style};

export type RoadmapProgress = PartProgress & {roadmapKey: string; roadmapTitle: string};

/** A run with its parts, which take longer to count. */
export type RunDetails = RunProgress & {
  /** In the order of `STYLES`, those that it wants. */
  byStyle: StyleProgress[];
  /** By title. A cell that several roadmaps share counts in each of them; one that none wants any more, in none. */
  byRoadmap: RoadmapProgress[];
};

/** The one view of a run that the CLI, the HTTP server and the tests share. */
export type RunProgress = {
  runId: number;
  workflowId: string;
  kind: RunKind;
  state: RunState;
  model: string;
  /** What it waits for, or why it stopped. */
  cause: Cause | null;
  causeMessage: string | null;
  waitingUntil: Date | null;
  openedAt: Date;
  endedAt: Date | null;
  wantedCount: number;
  pendingCount: number;
  publishedCount: number;
  /** Found served when their turn came. */
  servedCount: number;
  quarantinedCount: number;
  failedCount: number;
  /** Removed from every roadmap while the run was under way. */
  archivedCount: number;
  inFlightCount: number;
  /** Milliseconds to its end at the rate of the last five minutes; null where that is not known, and while it stands still. */
  etaMs: number | null;
  /** Why it is slow or stands still, in a sentence; null at full speed and after its end. */
  slowReason: string | null;
  /** The rate of the last 60 seconds (of its last 60, where it ended). */
  lessonsPerMinute: number;
  /** With what the calls of `lostUsd` had reserved. */
  spentUsd: number;
  /** Calls that were sent and never answered: the provider may bill them. */
  lostCallCount: number;
  lostUsd: number;
  reservedUsd: number;
  maxUsd: number | null;
  /** What it was expected to take; null for runs without a cell, and for those from before there were quotes. */
  quote: Quote | null;
};
