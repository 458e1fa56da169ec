import {z} from 'zod';
import type {RunDetails as Details} from '../../domain/runs.ts';
import {planTotals} from '../../sql/queries/cells.ts';
import {errorGroups, type ErrorGroup} from '../../sql/queries/run-details.ts';
import {runsPage} from '../../sql/queries/run-pages.ts';
import {runDetails} from '../../sql/queries/runs.ts';
import {builder} from '../graphql/builder.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {connectionOf, cursorOf, pageSize, placeOf} from './connection.ts';
import {suggestedFix} from './run-fixes.ts';
import {RoadmapProgressType, RunType, StyleProgressType} from './run-types.ts';

const FIRST = 20;
const MAX_ERROR_GROUPS = 50;

/** An id, as GraphQL has whole numbers. */
const RUN_ID = z.int().min(1, 'must be at least 1.');

const RunConnection = connectionOf('Run', RunType);

export const RunErrorGroup = builder.objectRef<ErrorGroup>('RunErrorGroup').implement({
  description: 'Cells of a run that are not served for the same reason.',
  fields: t => ({
    status: t.exposeString('status', {description: 'quarantined or failed.'}),
    message: t.exposeString('message', {nullable: true}),
    cellCount: t.exposeInt('cellCount'),
    suggestedFix: t.string({resolve: suggestedFix}),
  }),
});

const RunDetails = builder.objectRef<Details>('RunDetails').implement({
  description: 'A run with its parts.',
  fields: t => ({
    run: t.field({type: RunType, resolve: details => details}),
    byStyle: t.expose('byStyle', {type: [StyleProgressType]}),
    byRoadmap: t.expose('byRoadmap', {
      type: [RoadmapProgressType],
      description: 'By title. A cell that several roadmaps share counts in each.',
    }),
    retryableCount: t.int({
      description: 'Failed cells that are still to be made: what `retryRun` expects.',
      resolve: async ({runId, failedCount}, _args, {pool, serving}) => {
        if (failedCount === 0) return 0;
        const {unserved, stale} = await planTotals(pool, {...serving, filter: {failedInRunId: runId}});
        return [...unserved, ...stale].reduce((sum, {cellCount}) => sum + cellCount, 0);
      },
    }),
    errorGroups: t.field({
      type: [RunErrorGroup],
      description: 'The largest first, at most 50.',
      resolve: async ({runId}, _args, {pool}) => errorGroups(pool, {runId, limit: MAX_ERROR_GROUPS}),
    }),
  }),
});

/** Runs: the list, one in full, and one as it goes on. */
export function addRuns(): void {
  builder.queryField('runs', t =>
    t.field({
      type: RunConnection,
      authScopes: {moderator: true},
      description: 'Runs, the newest first.',
      args: {
        isOpen: t.arg.boolean({description: 'Only those that are under way, or that have ended.'}),
        first: t.arg.int({defaultValue: FIRST, validate: pageSize}),
        after: t.arg.string({validate: textUpTo(100)}),
      },
      resolve: async (_root, {isOpen, first, after}, {pool, limits}) => {
        const [beforeRunId = null] = placeOf(after, 1) ?? [];
        const page = {isOpen: isOpen ?? undefined, beforeRunId, limit: first ?? FIRST};
        const {runs, hasNextPage} = await runsPage(pool, page, limits);
        const last = runs.at(-1);
        return {nodes: runs, endCursor: last ? cursorOf(last.runId) : null, hasNextPage};
      },
    }),
  );

  builder.queryField('run', t =>
    t.field({
      type: RunDetails,
      nullable: true,
      authScopes: {moderator: true},
      description: 'One run in full; null where there is none.',
      args: {runId: t.arg.int({required: true, validate: RUN_ID})},
      resolve: async (_root, {runId}, {pool, limits}) => runDetails(pool, runId, limits),
    }),
  );

  builder.subscriptionField('runProgress', t =>
    t.field({
      type: RunType,
      authScopes: {moderator: true},
      description: 'A run as it is, then each second until it has ended. Nothing where there is no such run.',
      args: {runId: t.arg.int({required: true, validate: RUN_ID})},
      subscribe: (_root, {runId}, {runFeed}) => runFeed.follow(runId),
      resolve: run => run,
    }),
  );
}
