import {z} from 'zod';
import type {Quote} from '../../domain/quotes.ts';
import {RUN_ORDERS, type RunFilter, type RunProgress} from '../../domain/runs.ts';
import type {Pool} from '../../sql/client.ts';
import {storeSelection} from '../../sql/queries/cell-selections.ts';
import {changeBudget} from '../../sql/queries/run-control.ts';
import {runProgress} from '../../sql/queries/runs.ts';
import type {Viewer} from '../access/viewer.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {MAX_SELECTED_CELLS, selectedCells, TEXT} from './cell-filter.ts';
import {type CommandedRun, CommandRefused, type ConsoleCommands, type WantedRun} from './commands.ts';
import {CellStateEnum, StyleEnum} from './enums.ts';
import {QuoteType, RunType} from './run-types.ts';

const RUN_ID = z.int().min(1, 'must be at least 1.');
const USD = z.number().gt(0, 'must be above 0.').max(100_000, 'must be at most 100000.');
const KEY = z.string().regex(/^[\w-]{1,100}$/, 'must be 1 to 100 letters, digits, _ or -.');
const REASON = textUpTo(500);
const MAX_IDS_IN_FILTER = 100;

export const RunOrderEnum = builder.enumType('RunOrder', {
  description: 'Which cells a run takes first: as the roadmaps list them, or what learners ask for most.',
  values: RUN_ORDERS,
});

export const RunFilterInput = builder.inputType('RunFilter', {
  description: 'Which cells a run may fill; what is left out does not narrow.',
  fields: t => ({
    roadmapKeys: t.stringList({validate: z.array(textUpTo(255)).max(100, 'must be at most 100.')}),
    styles: t.field({type: [StyleEnum]}),
    states: t.field({
      type: [CellStateEnum],
      description: 'Default: missing, placeholder, rejected and stale.',
    }),
    text: t.string({description: "Anywhere in the step's title.", validate: TEXT}),
    cellIds: t.intList({
      description: `A selection by hand; at most ${MAX_SELECTED_CELLS}. Cells that are served are left out.`,
      validate: selectedCells,
    }),
    limit: t.int({validate: z.int().min(1, 'must be at least 1.')}),
    order: t.field({type: RunOrderEnum}),
  }),
});

/** The filter without what was left out, or sent as null. */
export const runFilterOf = (filter: typeof RunFilterInput.$inferInput | null | undefined): RunFilter => {
  const {roadmapKeys, styles, states, text, cellIds, limit, order} = filter ?? {};
  return {
    ...(roadmapKeys && {roadmapKeys}),
    ...(styles && {styles}),
    ...(states && {only: states}),
    ...(text && {text}),
    ...(cellIds && {cellIds}),
    ...(limit != null && {limit}),
    ...(order && {order}),
  };
};

type Acted = {success: boolean; message: string; run: RunProgress | null};

const RunActPayload = builder.objectRef<Acted>('RunActPayload').implement({
  description: 'What became of a command. Nothing has changed where `success` is false.',
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    run: t.expose('run', {type: RunType, nullable: true}),
  }),
});

type Quoted = {success: boolean; message: string; quote: Quote | null};

const QuotePayload = builder.objectRef<Quoted>('QuotePayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message', {description: 'Why there is no quote; else empty.'}),
    quote: t.expose('quote', {type: QuoteType, nullable: true}),
  }),
});

const refused = (message: string): Acted => ({success: false, message, run: null});

/** @throws CommandRefused where there is nothing that could follow a command */
function commandsOf({commands}: ApiContext): ConsoleCommands {
  if (commands) return commands;
  throw new CommandRefused('This server starts and steers no runs.');
}

/** What the commands refuse, people are told. */
async function told(act: () => Promise<Acted>): Promise<Acted> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CommandRefused) return refused(error.message);
    throw error;
  }
}

async function start(
  context: ApiContext,
  {
    key,
    expectedCellCount,
    retryOf = null,
    ...run
  }: WantedRun & {key: string; expectedCellCount: number; retryOf?: number | null},
): Promise<Acted> {
  const commands = commandsOf(context);
  const known = await commands.runOfKey(key);
  if (known)
    return {success: true, message: `Run ${known.runId} was started with this key before.`, run: known};
  const {cellCount} = await commands.quote(run);
  if (cellCount === 0) return refused('There is nothing to do: no cell is wanted.');
  if (cellCount !== expectedCellCount)
    return refused(
      `The run would take ${cellCount} cells now, not ${expectedCellCount}. Look at the quote again, then start it.`,
    );
  const filter = await withoutManyIds(context.pool, run.filter);
  const started = await commands.startRun({...run, filter, key, retryOf, actor: actorIn(context)});
  return started
    ? {success: true, message: `Run ${started.runId} is started.`, run: started}
    : {success: true, message: 'The run is started; no worker has opened it yet.', run: null};
}

/** A selection of many cells is stored, and named: ids by the thousand do not belong into a workflow's history. */
async function withoutManyIds(pool: Pool, filter: RunFilter): Promise<RunFilter> {
  const {cellIds, ...rest} = filter;
  if (cellIds === undefined || cellIds.length <= MAX_IDS_IN_FILTER) return filter;
  return {...rest, selectionId: await storeSelection(pool, cellIds)};
}

const nameOf = (viewer: Viewer): string => (viewer.kind === 'user' ? viewer.user.username : '');

const STEERING = {
  pauseRun: ['paused', 'Pauses a run: calls in flight end and are stored, nothing new starts. Audited.'],
  resumeRun: ['resumed', 'Lets a paused run go on. Audited.'],
  cancelRun: ['cancelled', 'Ends a run: calls in flight end and are stored, nothing new starts. Audited.'],
} as const;

const steered = ({run, isTaken}: CommandedRun, participle: string): Acted => ({
  success: isTaken || run.endedAt === null,
  message: isTaken
    ? `Run ${run.runId} is ${participle}.`
    : run.endedAt
      ? `Run ${run.runId} ended before it could be ${participle}.`
      : `Run ${run.runId} will be ${participle} as soon as a worker takes the command.`,
  run,
});

async function budget(context: ApiContext, change: {runId: number; maxUsd: number}): Promise<Acted> {
  const {pool, limits} = context;
  const {runId} = change;
  const outcome = await changeBudget(pool, {...change, actor: actorIn(context)});
  switch (outcome.kind) {
    case 'changed':
      return {
        success: true,
        message: `Run ${runId} may spend $${change.maxUsd} now.`,
        run: await runProgress(pool, runId, limits),
      };
    case 'unknown':
      return refused(`There is no run ${runId}.`);
    case 'ended':
      return refused(`Run ${runId} has ended: its budget can no longer be changed.`);
    case 'below_spent':
      return refused(`Run ${runId} has spent $${outcome.spentUsd} already. Cancel it to end it.`);
  }
}

/** A quote, and what administrators do with runs. */
export function addRunActs(): void {
  builder.queryField('quote', t =>
    t.field({
      type: QuotePayload,
      authScopes: {moderator: true},
      description: 'What a run with this filter would take.',
      args: {filter: t.arg({type: RunFilterInput}), maxUsd: t.arg.float({validate: USD})},
      resolve: async (_root, {filter, maxUsd}, context) => {
        const run = {filter: runFilterOf(filter), maxUsd: maxUsd ?? null};
        try {
          return {success: true, message: '', quote: await commandsOf(context).quote(run)};
        } catch (error) {
          if (error instanceof CommandRefused) return {success: false, message: error.message, quote: null};
          throw error;
        }
      },
    }),
  );

  builder.mutationField('startRun', t =>
    t.field({
      type: RunActPayload,
      authScopes: {admin: true},
      description:
        'Starts a run. Refused where it would take another number of cells than was quoted. Audited.',
      args: {
        key: t.arg.string({
          required: true,
          description: 'Chosen by the caller: the same key again is the same run.',
          validate: KEY,
        }),
        filter: t.arg({type: RunFilterInput}),
        maxUsd: t.arg.float({description: 'Dollars that it may spend; default: no cap.', validate: USD}),
        expectedCellCount: t.arg.int({required: true, description: 'As quoted.'}),
      },
      resolve: (_root, {key, filter, maxUsd, expectedCellCount}, context) =>
        told(async () =>
          start(context, {key, filter: runFilterOf(filter), maxUsd: maxUsd ?? null, expectedCellCount}),
        ),
    }),
  );

  builder.mutationField('retryRun', t =>
    t.field({
      type: RunActPayload,
      authScopes: {admin: true},
      description:
        'Starts a run of the cells that failed in another one, with its budget unless told otherwise. Audited.',
      args: {
        runId: t.arg.int({required: true, validate: RUN_ID}),
        key: t.arg.string({required: true, validate: KEY}),
        maxUsd: t.arg.float({validate: USD}),
        expectedCellCount: t.arg.int({
          required: true,
          description:
            'How many failed cells are still to be made: `failedCount` unless some were made since.',
        }),
      },
      resolve: (_root, {runId, key, maxUsd, expectedCellCount}, context) =>
        told(async () => {
          const run = await runProgress(context.pool, runId);
          if (!run) return refused(`There is no run ${runId}.`);
          if (run.failedCount === 0) return refused(`No cell failed in run ${runId}.`);
          const filter = {failedInRunId: runId};
          return start(context, {
            key,
            filter,
            maxUsd: maxUsd ?? run.maxUsd,
            expectedCellCount,
            retryOf: runId,
          });
        }),
    }),
  );

  for (const name of ['pauseRun', 'resumeRun', 'cancelRun'] as const) {
    const [participle, description] = STEERING[name];
    builder.mutationField(name, t =>
      t.field({
        type: RunActPayload,
        authScopes: {admin: true},
        description,
        args: {
          runId: t.arg.int({required: true, validate: RUN_ID}),
          reason: t.arg.string({description: 'Shown to people.', validate: REASON}),
        },
        resolve: (_root, {runId, reason}, context) =>
          told(async () => {
            const command = {
              runId,
              by: nameOf(context.viewer),
              reason: reason?.trim() || null,
              actor: actorIn(context),
            };
            return steered(await commandsOf(context)[name](command), participle);
          }),
      }),
    );
  }

  builder.mutationField('changeRunBudget', t =>
    t.field({
      type: RunActPayload,
      authScopes: {admin: true},
      description: 'Sets the dollars that a run under way may spend; its next call sees it. Audited.',
      args: {
        runId: t.arg.int({required: true, validate: RUN_ID}),
        maxUsd: t.arg.float({required: true, validate: USD}),
      },
      resolve: async (_root, {runId, maxUsd}, context) => budget(context, {runId, maxUsd}),
    }),
  );
}
