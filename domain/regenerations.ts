import {WANTED_BY_DEFAULT} from './cells.ts';
import type {Answers} from './feedback/feedback.ts';
import type {LessonId} from './lesson-id.ts';
import {wilsonBounds} from './ranking.ts';
import type {RunFilter} from './runs.ts';

/**
 * Why a lesson is made anew though the cell has one: somebody asks for it; a mentor's latest word on the live lesson is
 * `needs_improvement`; learners' votes collapsed; or a mentor rejected what there was, and the run that fills the cell
 * again is told why.
 */
export type RegenerationTrigger = 'person' | 'needs_improvement' | 'vote_collapse' | 'rejected';

/**
 * How a regeneration ended. `live` and `challenger` as the serving rule had it at the publication; `not_reached`: its run
 * ended first, or could not be started, and nothing was tried; `handed_to_mentor`: nothing was made, people must decide.
 */
export type RegenerationOutcome =
  | 'live'
  | 'challenger'
  | 'quarantined'
  | 'failed'
  | 'served'
  | 'archived'
  | 'not_reached'
  | 'handed_to_mentor';

/** A regeneration as people see it. */
export type Regeneration = {
  regenerationId: number;
  cellId: number;
  stepTitle: string;
  lessonNumber: number;
  style: string;
  /** Null until a run has taken it. */
  runId: number | null;
  parentLessonId: LessonId | null;
  trigger: RegenerationTrigger;
  requestedBy: string;
  requestedRole: string;
  requestedAt: Date;
  instructions: string;
  /** Which reviews and votes the prompt carries. */
  answers: Answers;
  /** What it published: one row for each variant of the cell's key. */
  lessonIds: LessonId[];
  /** Null while it is under way. */
  outcome: RegenerationOutcome | null;
  message: string | null;
  endedAt: Date | null;
};

/** What Preheat regenerates by itself, each night. */
export type RegenerationPolicy = {
  automatic: boolean;
  /** After a regeneration of a cell has ended, learners and mentors have so many days to judge its lesson. */
  coolDownDays: number;
};

export const DEFAULT_REGENERATION: RegenerationPolicy = {automatic: true, coolDownDays: 7};

/** Then a mentor decides: a model that failed twice with the same remarks will most likely fail again. */
export const MAX_AUTOMATIC_TRIES = 2;

/**
 * A vote counts for a collapse only where its account had this age when it was cast: a crowd of accounts made for
 * voting a lesson down has no say.
 */
export const MIN_ACCOUNT_AGE_DAYS = 7;

/** Fewer votes are a mood. */
export const MIN_COLLAPSE_VOTES = 20;

/**
 * Collapsed: even the upper Wilson bound of the share of upvotes at 80 % (z = 1.2816, as Reddit's ranking takes it) lies
 * below this. Of 20 votes that is 5 upvotes or fewer, of 100 it is 33: most learners were not helped, by any reading.
 */
const COLLAPSE_LINE = 0.4;
const COLLAPSE_Z = 1.2816;

/** Whether learners are done with a lesson; the votes are those that count (`MIN_ACCOUNT_AGE_DAYS`). */
export function isCollapsed(votes: {upvotes: number; downvotes: number}): boolean {
  return (
    votes.upvotes + votes.downvotes >= MIN_COLLAPSE_VOTES &&
    wilsonBounds(votes, COLLAPSE_Z).upper < COLLAPSE_LINE
  );
}

/**
 * Whether the regenerations that are due join a nightly run: not one that leaves out a state that is wanted by default, or
 * that wants only so many cells. Naming all of those states leaves none out: the console does so in each plan that it
 * saves. One that is narrowed to roadmaps or styles takes those of its part.
 */
export function takesDue({only, limit, cellIds, failedInRunId}: RunFilter): boolean {
  const isNarrowed = [limit, cellIds, failedInRunId].some(part => part !== undefined);
  return !isNarrowed && WANTED_BY_DEFAULT.every(state => only?.includes(state) ?? true);
}

/** What the automatic rule asks of a cell with a live lesson. */
export type CellStanding = {
  /** Votes on the live lesson, of accounts that count. */
  upvotes: number;
  downvotes: number;
  /** The latest word of at least one mentor on the live lesson. */
  needsImprovement: boolean;
  /** A mentor verified the live lesson, or a person promoted it. */
  isBacked: boolean;
  /** A newer version waits for a mentor's word on it. */
  hasChallenger: boolean;
  isUnderWay: boolean;
  /** When the last try at it ended, epoch milliseconds; null where there was none. */
  lastEndedAtMs: number | null;
  /** By Preheat itself since a person last did something about the cell: reviewed, promoted, regenerated… */
  automaticTryCount: number;
  /** Since then as well. */
  isHandedToMentor: boolean;
};

export type AutomaticStep =
  {kind: 'none'} | {kind: 'regenerate' | 'hand_to_mentor'; trigger: 'needs_improvement' | 'vote_collapse'};

const DAY_MS = 86_400_000;

/**
 * What Preheat does about a cell by itself. Nothing while something is under way, or waits for a person, or is still new.
 * A lesson that a person backs is never replaced by a machine: where another mentor says `needs_improvement`, one
 * challenger is made, which waits for a mentor; where learners vote it down, a mentor looks at it again.
 */
export function automaticStep(
  standing: CellStanding,
  {coolDownDays, automatic}: RegenerationPolicy,
  nowMs: number,
): AutomaticStep {
  const trigger = triggerOf(standing);
  if (!automatic || trigger === null) return {kind: 'none'};
  const {isUnderWay, hasChallenger, isHandedToMentor, lastEndedAtMs} = standing;
  if (isUnderWay || hasChallenger || isHandedToMentor) return {kind: 'none'};
  const isHopeless = standing.automaticTryCount >= MAX_AUTOMATIC_TRIES;
  if (isHopeless || (standing.isBacked && trigger === 'vote_collapse'))
    return {kind: 'hand_to_mentor', trigger};
  const isNew = lastEndedAtMs !== null && nowMs < lastEndedAtMs + coolDownDays * DAY_MS;
  return isNew ? {kind: 'none'} : {kind: 'regenerate', trigger};
}

/** A mentor says what is wrong; votes only that something is. */
function triggerOf(standing: CellStanding): 'needs_improvement' | 'vote_collapse' | null {
  if (standing.needsImprovement) return 'needs_improvement';
  return isCollapsed(standing) ? 'vote_collapse' : null;
}
