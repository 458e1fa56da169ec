import type {CellState} from '../../domain/cells.ts';
import type {RunFilter, RunState} from '../../domain/runs.ts';
import type {NightlySchedule, ScheduleAction} from '../../domain/schedules.ts';
import {runsOfKeys} from '../../sql/queries/run-pages.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {CellStateEnum, StyleEnum} from './enums.ts';
import {RunOrderEnum} from './run-acts.ts';

/** Regenerations are asked for one by one: a schedule's filter has none. */
const isState = (state: CellState): state is Exclude<CellState, 'regenerate'> => state !== 'regenerate';

const RunFilterValuesType = builder.objectRef<RunFilter>('RunFilterValues').implement({
  description: 'Which cells a run fills; null does not narrow. As `RunFilter` takes them.',
  fields: t => ({
    roadmapKeys: t.stringList({nullable: true, resolve: ({roadmapKeys}) => roadmapKeys ?? null}),
    styles: t.field({type: [StyleEnum], nullable: true, resolve: ({styles}) => styles ?? null}),
    states: t.field({
      type: [CellStateEnum],
      nullable: true,
      resolve: ({only}) => only?.filter(isState) ?? null,
    }),
    limit: t.int({nullable: true, resolve: ({limit}) => limit ?? null}),
    order: t.field({type: RunOrderEnum, nullable: true, resolve: ({order}) => order ?? null}),
  }),
});

/** `runState` null: no worker has opened the run, or it wanted nothing. */
type Action = ScheduleAction & {runId: number | null; runState: RunState | null};

const ScheduleActionType = builder.objectRef<Action>('ScheduleAction').implement({
  description: 'A time at which the schedule started a run.',
  fields: t => ({
    scheduledAt: t.expose('scheduledAt', {type: 'DateTime'}),
    takenAt: t.expose('takenAt', {
      type: 'DateTime',
      description: 'Later than scheduled where the server was away.',
    }),
    runId: t.exposeInt('runId', {
      nullable: true,
      description: 'Null where no worker has opened it, or where it wanted nothing.',
    }),
    runState: t.exposeString('runState', {nullable: true, description: 'As of `Run`.'}),
  }),
});

/** The actions with their runs, looked up at once. */
async function withRuns({pool}: ApiContext, actions: readonly ScheduleAction[]): Promise<Action[]> {
  const keys = actions.map(({workflowId}) => workflowId);
  const runs = await runsOfKeys(pool, keys);
  return actions.map(action => {
    const run = runs.find(({workflowId}) => workflowId === action.workflowId);
    return {...action, runId: run?.runId ?? null, runState: run?.state ?? null};
  });
}

const ScheduleType = builder.objectRef<NightlySchedule>('Schedule').implement({
  description: 'The nightly run.',
  fields: t => ({
    cron: t.exposeString('cron', {
      nullable: true,
      description: 'Five fields; null where the schedule was made with something that is no cron expression.',
    }),
    timeZone: t.exposeString('timeZone', {description: 'An IANA name, in which the cron fields are read.'}),
    nextRuns: t.expose('nextRuns', {type: ['DateTime'], description: 'The next five; none while paused.'}),
    isPaused: t.exposeBoolean('isPaused'),
    note: t.exposeString('note', {nullable: true, description: 'Why it was paused or resumed last.'}),
    filter: t.expose('filter', {type: RunFilterValuesType}),
    maxUsd: t.exposeFloat('maxUsd', {nullable: true, description: 'Dollars a night; null: no cap.'}),
    setAt: t.expose('setAt', {type: 'DateTime', description: 'When it was set last.'}),
    missedCount: t.exposeInt('missedCount', {
      description: 'Nights that nobody made up for: the server was away for too long.',
    }),
    skippedCount: t.exposeInt('skippedCount', {
      description: 'Nights at whose time the run before was still under way.',
    }),
    recentActions: t.field({
      type: [ScheduleActionType],
      description: 'The newest first, at most ten.',
      resolve: async ({recentActions}, _args, context) => withRuns(context, recentActions),
    }),
  }),
});

/** `message`: what people are told where the server does not answer; else empty. */
type View = {isReachable: boolean; message: string; schedule: NightlySchedule | null};

export const ScheduleViewType = builder.objectRef<View>('ScheduleView').implement({
  description: 'The nightly schedule, where the Temporal server that keeps it answers.',
  fields: t => ({
    isReachable: t.exposeBoolean('isReachable', {description: 'Whether the Temporal server answered.'}),
    message: t.exposeString('message', {
      description: 'Why nothing is known of the schedule; empty where the server answered.',
    }),
    schedule: t.expose('schedule', {
      type: ScheduleType,
      nullable: true,
      description: 'Null where there is none, and where the server did not answer.',
    }),
  }),
});

/** The schedule as it is now; never an error where the server does not answer. */
export async function readSchedule({commands}: Pick<ApiContext, 'commands'>): Promise<View> {
  if (commands === null)
    return {isReachable: false, message: 'This server starts and steers no runs.', schedule: null};
  const reading = await commands.schedule.read();
  return reading.kind === 'read'
    ? {isReachable: true, message: '', schedule: reading.schedule}
    : {isReachable: false, message: reading.message, schedule: null};
}

/** The nightly schedule. */
export function addSchedule(): void {
  builder.queryField('schedule', t =>
    t.field({
      type: ScheduleViewType,
      authScopes: {moderator: true},
      description: 'The nightly schedule. Answered within some seconds, also where Temporal is away.',
      resolve: async (_root, _args, context) => readSchedule(context),
    }),
  );
}
