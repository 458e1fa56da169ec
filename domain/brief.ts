import type {Cause} from './outcomes.ts';
import type {RunProgress} from './runs.ts';
import {type Quote, verdictOn} from './quotes.ts';

/** What may need a person, the most urgent first. */
export const NEEDS = [
  'night_missed',
  'temporal_away',
  'run_stopped',
  'run_paused',
  'breaker_open',
  'model_shutdown',
  'quarantined_drafts',
  'weak_lessons',
  'opinions_differ',
  'reviews_waiting',
  'learnt_limits',
  'coverage_old',
] as const;

type NeedKind = (typeof NEEDS)[number];

/** Something that needs a person, `count` times (at least once), in a sentence or two that say what to do. */
export type Need = {kind: NeedKind; count: number; text: string};

/** What the list of needs is made from. */
export type BriefFacts = {
  /** When a night was due that did not begin; null where none is missing. */
  missedNight: Date | null;
  /** Why nothing is known of the schedule; null where the Temporal server answered. */
  temporalAway: string | null;
  /** The run of the brief, where it stopped before its end for something that a person has to mend. */
  stoppedRun: {runId: number; cause: Cause; text: string} | null;
  pausedRunIds: number[];
  /** What keeps calls back, until when. */
  breaker: {text: string; until: Date} | null;
  /** Warnings of models whose end is near. */
  shutdowns: string[];
  quarantinedCount: number;
  weakCount: number;
  differingCount: number;
  waitingCount: number;
  /** In the words of people: "300 requests a minute". */
  learntLimits: string[];
  coverageCountedAt: Date | null;
};

/** What ends a run before its end, and will end the next one too until somebody does something about it. */
const NEED_A_PERSON: ReadonlySet<Cause> = new Set(['auth', 'config', 'budget', 'internal']);

/** Whether a run ended in a way that a person has to look after. */
export function stoppedForGood({state, cause}: Pick<RunProgress, 'state' | 'cause'>): boolean {
  return state === 'stopped' && cause !== null && NEED_A_PERSON.has(cause);
}

const OLD_AFTER_MS = 24 * 60 * 60 * 1000;

/** What needs a person, the most urgent first; empty where all is well. */
export function needsOf(facts: BriefFacts, nowMs: number): Need[] {
  const {missedNight, temporalAway, stoppedRun, pausedRunIds, breaker, shutdowns} = facts;
  const {quarantinedCount, weakCount, differingCount, waitingCount, learntLimits, coverageCountedAt} = facts;
  const isOld = coverageCountedAt !== null && coverageCountedAt.getTime() < nowMs - OLD_AFTER_MS;
  const needs: Record<NeedKind, [count: number, text: string]> = {
    night_missed: [
      missedNight === null ? 0 : 1,
      `The run that was due at ${timeOf(missedNight)} has not begun. Is a worker running? The schedule can be run now.`,
    ],
    temporal_away: [
      temporalAway === null ? 0 : 1,
      `${temporalAway ?? ''} No run starts or goes on until it answers.`,
    ],
    run_stopped: [
      stoppedRun === null ? 0 : 1,
      `Run ${stoppedRun?.runId} stopped before its end: ${stoppedRun?.text ?? ''}`,
    ],
    run_paused: [
      pausedRunIds.length,
      `${counted(pausedRunIds.length, 'run is', 'runs are')} paused (${pausedRunIds.join(', ')}): resume or cancel.`,
    ],
    breaker_open: [
      breaker === null ? 0 : 1,
      `Nothing is sent to the model before ${timeOf(breaker?.until ?? null)}: ${breaker?.text ?? ''}`,
    ],
    model_shutdown: [shutdowns.length, shutdowns.join(' ')],
    quarantined_drafts: [
      quarantinedCount,
      `${counted(quarantinedCount, 'draft is', 'drafts are')} in quarantine: have the lessons made anew, or release what is good.`,
    ],
    weak_lessons: [
      weakCount,
      `${counted(weakCount, 'lesson was', 'lessons were')} voted down by learners: look at the comments, regenerate with them.`,
    ],
    opinions_differ: [
      differingCount,
      `${counted(differingCount, 'lesson has', 'lessons have')} verdicts of this week that differ: decide which one holds.`,
    ],
    reviews_waiting: [
      waitingCount,
      `${counted(waitingCount, 'lesson waits', 'lessons wait')} for a mentor's review.`,
    ],
    learnt_limits: [
      learntLimits.length,
      `The provider named lower limits than are set, which hold for a day: ${learntLimits.join(', ')}.`,
    ],
    coverage_old: [
      isOld ? 1 : 0,
      `Coverage was counted last at ${timeOf(coverageCountedAt)}: no run has ended since. Count it anew.`,
    ],
  };
  return NEEDS.map(kind => ({kind, count: needs[kind][0], text: needs[kind][1]})).filter(
    ({count}) => count > 0,
  );
}

const timeOf = (time: Date | null): string => (time ? `${time.toISOString().slice(0, 16)}Z` : '');

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** A run against what it was quoted, in one line for people. */
export function headlineOf(run: RunProgress): string {
  const made = `${count(run.publishedCount)} of ${counted(run.wantedCount, 'lesson', 'lessons')} made`;
  const spent = `for ${usd(run.spentUsd)}${quoted(run.quote)}`;
  const parts = [`Run ${run.runId}: ${made} ${spent}`];
  if (run.quarantinedCount > 0) parts.push(`${count(run.quarantinedCount)} in quarantine`);
  if (run.failedCount > 0) parts.push(`${count(run.failedCount)} failed`);
  if (run.pendingCount > 0) parts.push(`${count(run.pendingCount)} left`);
  return `${parts.join(', ')}; ${endOf(run)}.`;
}

function endOf({state, cause, openedAt, endedAt}: RunProgress): string {
  const because = cause === null ? '' : ` (${cause})`;
  if (endedAt === null) return `${state}${because} since ${timeOf(openedAt)}`;
  const minutes = Math.round((endedAt.getTime() - openedAt.getTime()) / 60_000);
  return `${state}${because} after ${counted(minutes, 'minute', 'minutes')}`;
}

const count = (value: number): string => value.toLocaleString('en-US');
const usd = (value: number): string => `$${value.toFixed(2)}`;
const quoted = (quote: Quote | null): string =>
  quote === null ? '' : ` (quoted ${usd(quote.usd.low)} to ${usd(quote.usd.high)})`;

/** Whether a run that has ended took the dollars that it was quoted; null where that cannot be said. */
export function spentVerdict({quote, endedAt, spentUsd}: RunProgress): 'below' | 'within' | 'above' | null {
  return quote === null || endedAt === null ? null : verdictOn(quote.usd, spentUsd);
}
