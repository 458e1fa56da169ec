import {MockActivityEnvironment} from '@temporalio/testing';
import {DefaultLogger, type LogEntry} from '@temporalio/worker';
import {expect, test} from 'vitest';
import {createActivities} from '../../activities/index.ts';
import {createDiagramParser} from '../../activities/diagrams/index.ts';
import type {QuoteDeps} from '../../activities/quote-run.ts';
import {runProgress} from '../../sql/queries/runs.ts';
import {storeDraft} from '../../sql/queries/drafts.ts';
import {testDatabase} from '../support/postgres.ts';
import {givenCells, newDraft} from '../sql/givens.ts';
import {fakeModel, PRICE} from './lesson-givens.ts';

const {sql} = await testDatabase();
await givenCells(sql, 'A', 'B');

const model = fakeModel([]);
const logged: LogEntry[] = [];
const logger = new DefaultLogger('WARN', entry => logged.push(entry));

/** Opens a run as the workflow does; returns the quote that it has then. */
async function openedQuote(
  run: {workflowId: string; maxUsd?: number | null; filter?: object},
  deps: Partial<QuoteDeps> = {},
) {
  const {openRun} = createActivities({
    pool: sql,
    model,
    youtube: null,
    diagrams: createDiagramParser(),
    ...deps,
  } as Parameters<typeof createActivities>[0]);
  const asked = {kind: 'manual' as const, filter: {}, maxUsd: null, ...run};
  await new MockActivityEnvironment({}, {logger}).run(openRun, asked);
  return (await runProgress(sql, run.workflowId))?.quote;
}

test('a run is quoted over the cells that it wrote down, by the history of its model', async () => {
  const first = await openedQuote({workflowId: 'first', maxUsd: 0.01});
  expect(first).toMatchObject({
    model: 'fake-1',
    cellCount: 2,
    basis: {lessonCount: 0, priorStyles: ['reading']},
    maxUsd: 0.01,
    exceeds: {maxUsd: 2},
  });

  const usage = {
    promptTokens: 1_000,
    cachedTokens: 0,
    outputTokens: 2_000,
    thoughtTokens: 0,
    model: 'fake-1',
  };
  await storeDraft(sql, newDraft({...usage, requestId: 'a', cellId: 1, runId: 1}));
  await sql`update preheat.draft set status = 'published'`;
  const second = await openedQuote({workflowId: 'second', filter: {limit: 1}});
  expect(second).toMatchObject({cellCount: 1, basis: {lessonCount: 1, priorStyles: []}});
  expect(second?.usd.expected).toBeCloseTo(
    (1_000 * PRICE.inputUsdPerMillion + 2_000 * PRICE.outputUsdPerMillion) / 1e6,
  );
});

test('a run that is opened again keeps its quote', async () => {
  const quote = await openedQuote({workflowId: 'again'});
  expect(await openedQuote({workflowId: 'again', maxUsd: 5})).toEqual(quote);
});

test('limits in force are asked for where somebody knows them', async () => {
  const limitsNow = async () => ({
    requestsPerMinute: 1,
    inputTokensPerMinute: null,
    requestsLeftToday: 0,
    usdLeftToday: null,
    maxConcurrent: 4,
  });
  const quote = await openedQuote({workflowId: 'limits'}, {limitsNow});
  expect(quote?.exceeds.requestsToday).toBe(2);
  expect(quote?.minutes.low).toBeGreaterThanOrEqual(2);
});

test('the configured limits bound it otherwise', async () => {
  const slow = {...model, limits: {...model.limits, requestsPerMinute: 1}};
  const quote = await openedQuote({workflowId: 'configured'}, {model: slow});
  expect(quote?.minutes.low).toBeGreaterThanOrEqual(2);
});

test('videos are watched only with a key for YouTube', async () => {
  await sql`update preheat.cell set style = 'video' where step_title = 'B'`;
  const without = await openedQuote({workflowId: 'no youtube'});
  const withKey = await openedQuote({workflowId: 'youtube'}, {youtube: {}});
  expect(withKey?.inputTokens.high).toBeGreaterThan(10 * (without?.inputTokens.high ?? 0));
});

test('a run without cells has no quote', async () => {
  expect(await openedQuote({workflowId: 'empty', filter: {styles: ['mixed']}})).toBeNull();
});

test('what cannot be quoted does not hold up the run, and the log says why', async () => {
  expect(await openedQuote({workflowId: 'no budget', maxUsd: 0})).toBeNull();
  expect(logged.map(({message, meta}) => [message, (meta as {fault?: string}).fault])).toEqual([
    ['The run has no quote.', expect.stringContaining('The budget of the run is $0: it must be above 0.')],
  ]);
});
