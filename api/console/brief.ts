import {
  type BriefFacts,
  headlineOf,
  type Need,
  NEEDS,
  needsOf,
  spentVerdict,
  stoppedForGood,
} from '../../domain/brief.ts';
import {limitsInForce} from '../../domain/limits.ts';
import {causeText} from '../../domain/outcomes.ts';
import type {RunProgress} from '../../domain/runs.ts';
import {missedNight} from '../../domain/schedules.ts';
import {shutdownOf} from '../../domain/shutdowns.ts';
import {briefCounts, type WorstLesson, worstOfRun} from '../../sql/queries/brief.ts';
import {readLimits} from '../../sql/queries/limits.ts';
import {errorGroups, type ErrorGroup} from '../../sql/queries/run-details.ts';
import {runProgress} from '../../sql/queries/runs.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {StyleEnum} from './enums.ts';
import {breakerOf} from './limits.ts';
import {RunType} from './run-types.ts';
import {RunErrorGroup} from './runs.ts';
import {readSchedule} from './schedule.ts';

const MAX_WORST = 10;
const MAX_ERROR_GROUPS = 10;

type Brief = {
  nowMs: number;
  run: RunProgress | null;
  errorGroups: ErrorGroup[];
  worst: WorstLesson[];
  view: Awaited<ReturnType<typeof readSchedule>>;
  needs: Need[];
};

const NeedKindEnum = builder.enumType('NeedKind', {
  description: 'What may need a person, the most urgent first.',
  values: NEEDS,
});

const NeedType = builder.objectRef<Need>('BriefNeed').implement({
  description: 'Something that needs a person.',
  fields: t => ({
    kind: t.expose('kind', {type: NeedKindEnum}),
    count: t.exposeInt('count', {description: 'At least 1.'}),
    text: t.exposeString('text', {description: 'What it is, and what to do.'}),
  }),
});

const WorstLessonType = builder.objectRef<WorstLesson>('WorstLesson').implement({
  description: 'A lesson of a run that still waits for a review, with what is expected of one.',
  fields: t => ({
    lessonId: t.expose('lessonId', {type: 'LessonId'}),
    cellId: t.exposeInt('cellId'),
    stepTitle: t.exposeString('stepTitle'),
    lessonNumber: t.exposeInt('lessonNumber'),
    style: t.expose('style', {type: StyleEnum}),
    title: t.exposeString('title'),
    state: t.exposeString('state', {description: 'live, parked or retired.'}),
    warningCount: t.exposeInt('warningCount'),
    upvotes: t.exposeInt('upvotes'),
    downvotes: t.exposeInt('downvotes'),
    pBad: t.exposeFloat('pBad', {description: 'The probability that a mentor finds fault with it.'}),
    harm: t.exposeFloat('harm', {description: 'How much good a review is expected to do.'}),
  }),
});

const NextRunType = builder.objectRef<Brief['view']>('NextRun').implement({
  description: 'When the schedule starts the next run.',
  fields: t => ({
    at: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Null where there is no schedule, where it is paused, or where nothing is known of it.',
      resolve: ({schedule}) => (schedule?.isPaused ? null : (schedule?.nextRuns[0] ?? null)),
    }),
    isPaused: t.boolean({resolve: ({schedule}) => schedule?.isPaused ?? false}),
    note: t.string({
      nullable: true,
      description: 'Why it was paused.',
      resolve: ({schedule}) => (schedule?.isPaused ? schedule.note : null),
    }),
    message: t.exposeString('message', {
      description: 'Why nothing is known of the schedule; empty where the Temporal server answered.',
    }),
  }),
});

const BriefType = builder.objectRef<Brief>('Brief').implement({
  description: 'The morning brief: what last night did, and what needs a person.',
  fields: t => ({
    asOf: t.field({type: 'DateTime', resolve: ({nowMs}) => new Date(nowMs)}),
    run: t.expose('run', {
      type: RunType,
      nullable: true,
      description: 'The newest nightly run; before there is one, the newest other run. Null before any.',
    }),
    headline: t.string({
      description: 'The run in one line: made, spent, why it stopped.',
      resolve: ({run}) => (run === null ? 'There was no run yet.' : headlineOf(run)),
    }),
    spentVerdict: t.string({
      nullable: true,
      description: 'below, within or above what was quoted; null before its end, and without a quote.',
      resolve: ({run}) => run && spentVerdict(run),
    }),
    errorGroups: t.expose('errorGroups', {
      type: [RunErrorGroup],
      description: 'What kept cells of the run from being served, the largest first, at most 10.',
    }),
    worstLessons: t.field({
      type: [WorstLessonType],
      description: 'Of the run, at most 10: those that a review would do most good to.',
      resolve: ({worst}) => worst,
    }),
    nextRun: t.field({type: NextRunType, resolve: ({view}) => view}),
    needsYou: t.field({
      type: [NeedType],
      description: 'The most urgent first; empty where all is well.',
      resolve: ({needs}) => needs,
    }),
  }),
});

/** What the configuration and the limits say that a person should know. */
async function modelFacts(
  {pool, commands}: ApiContext,
  nowMs: number,
): Promise<Pick<BriefFacts, 'breaker' | 'shutdowns' | 'learntLimits'>> {
  if (commands === null) return {breaker: null, shutdowns: [], learntLimits: []};
  const {name, emulated, alternative, limits} = commands.model;
  const row = (await readLimits(pool)).find(({model}) => model === name) ?? null;
  const breaker = breakerOf(row, nowMs);
  const inForce = limitsInForce(limits, row, nowMs);
  const named = [
    {model: name, setting: 'GEMINI_MODEL'},
    {model: alternative, setting: 'GEMINI_QUALITY_MODEL'},
  ];
  return {
    breaker:
      breaker?.row.blockedUntil && breaker.row.blockedUntil.getTime() > nowMs
        ? {
            text: breaker.row.blockedCause === null ? '' : causeText(breaker.row.blockedCause),
            until: breaker.row.blockedUntil,
          }
        : null,
    // The emulator is not shut down.
    shutdowns: emulated
      ? []
      : named.flatMap(({model, setting}) => {
          const shutdown = model === null ? null : shutdownOf({model, setting}, nowMs);
          return shutdown?.isNear ? [shutdown.warning] : [];
        }),
    learntLimits: inForce.learnt.map(limit => `${inForce[limit]?.toLocaleString('en-US')} ${UNITS[limit]}`),
  };
}

const UNITS = {
  requestsPerMinute: 'requests a minute',
  inputTokensPerMinute: 'input tokens a minute',
  requestsPerDay: 'requests a day',
} as const;

async function brief(context: ApiContext): Promise<Brief> {
  const {pool, serving, limits} = context;
  const nowMs = Date.now();
  const [counts, view, model] = await Promise.all([
    briefCounts(pool, {emulated: serving.emulated}),
    readSchedule(context),
    modelFacts(context, nowMs),
  ]);
  const {runId, nightlyUntil, scheduleResumedAt: resumedAt} = counts;
  const [run, groups, worst] =
    runId === null
      ? [null, [], []]
      : await Promise.all([
          runProgress(pool, runId, limits),
          errorGroups(pool, {runId, limit: MAX_ERROR_GROUPS}),
          worstOfRun(pool, {runId, limit: MAX_WORST}),
        ]);
  const facts: BriefFacts = {
    ...counts,
    ...model,
    missedNight: view.schedule && missedNight(view.schedule, {resumedAt, nightlyUntil, nowMs}),
    temporalAway: view.isReachable || context.commands === null ? null : view.message,
    stoppedRun: run && stoppedRun(run),
  };
  return {nowMs, run, errorGroups: groups, worst, view, needs: needsOf(facts, nowMs)};
}

function stoppedRun(run: RunProgress): BriefFacts['stoppedRun'] {
  const {runId, cause, causeMessage} = run;
  if (!stoppedForGood(run) || cause === null) return null;
  return {runId, cause, text: causeMessage ?? causeText(cause)};
}

/** What the night did and what needs a person. */
export function addBrief(): void {
  builder.queryField('brief', t =>
    t.field({
      type: BriefType,
      authScopes: {moderator: true},
      description: 'The morning brief: what last night did, and what needs a person.',
      resolve: async (_root, _args, context) => brief(context),
    }),
  );
}
