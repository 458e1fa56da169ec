import {beforeEach, expect, test} from 'vitest';
import type {Quote} from '../../../domain/quotes.ts';
import type {Style} from '../../../domain/styles.ts';
import type {NewDraft} from '../../../sql/queries/drafts.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {openRun, runProgress} from '../../../sql/queries/runs.ts';
import {
  cellsOfRun,
  cellsToQuote,
  quoteCalibration,
  quoteHistory,
  storeQuote,
} from '../../../sql/queries/quotes.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenLesson, givenRun, newDraft, roadmap, step} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const PRICE = {inputUsdPerMillion: 1, cachedInputUsdPerMillion: 0.5, outputUsdPerMillion: 10};

const history = (changes: Partial<Parameters<typeof quoteHistory>[1]> = {}) =>
  quoteHistory(sql, {model: 'gemini', emulated: false, price: PRICE, ...changes});

type Status = 'drafted' | 'repairing' | 'published' | 'quarantined' | 'superseded';

/** A draft as a run left it. */
async function givenDraft(
  runId: number,
  cellId: number,
  {status = 'published', ...changes}: Partial<NewDraft> & {status?: Status} = {},
): Promise<void> {
  const callNumber = changes.callNumber ?? 0;
  const requestId = `run:${runId}/cell:${cellId}/call:${callNumber}`;
  const {draftId} = await storeDraft(sql, newDraft({requestId, cellId, runId, ...changes}));
  await sql`update preheat.draft set status = ${status} where draft_id = ${draftId}`;
}

/** Cells 1 to `titles` of `reading`, and a run of the model `gemini` over them. */
async function givenOpenRun(...titles: string[]): Promise<number> {
  await givenCells(sql, ...titles);
  return givenRun(sql);
}

test('a lesson is the sum of its calls, with the mean and the deviation over lessons', async () => {
  const runId = await givenOpenRun('A', 'B');
  await givenDraft(runId, 1, {promptTokens: 100, outputTokens: 200, thoughtTokens: 20, latencyMs: 3_000});
  await givenDraft(runId, 2, {
    status: 'superseded',
    promptTokens: 100,
    outputTokens: 200,
    thoughtTokens: 20,
    latencyMs: 3_000,
  });
  await givenDraft(runId, 2, {
    callNumber: 1,
    promptTokens: 300,
    outputTokens: 400,
    thoughtTokens: 0,
    latencyMs: 2_000,
  });

  const [reading, ...rest] = await history();
  expect(rest).toEqual([]);
  const figure = (mean: number, sd: number) => ({lessonCount: 2, mean, sd: expect.closeTo(sd, 6)});
  expect(reading).toEqual({
    style: 'reading',
    calls: figure(1.5, Math.SQRT1_2),
    inputTokens: figure(250, 300 * Math.SQRT1_2),
    outputTokens: figure(420, 400 * Math.SQRT1_2),
    usd: {lessonCount: 2, mean: expect.any(Number), sd: expect.any(Number)},
    latencyMs: figure(4_000, 2_000 * Math.SQRT1_2),
  });
});

test('one lesson has no deviation yet', async () => {
  await givenDraft(await givenOpenRun('A'), 1, {latencyMs: 5});
  const [reading] = await history();
  expect(reading?.calls).toEqual({lessonCount: 1, mean: 1, sd: 0});
  expect(reading?.latencyMs).toEqual({lessonCount: 1, mean: 5, sd: 0});
});

test('the model’s calls count at today’s price, those of another model as they were paid', async () => {
  const runId = await givenOpenRun('A');
  const usage = {promptTokens: 1_000, cachedTokens: 400, outputTokens: 2_000, thoughtTokens: 500};
  await givenDraft(runId, 1, {...usage, status: 'superseded', costUsd: 99});
  await givenDraft(runId, 1, {...usage, callNumber: 1, model: 'gemini-quality', costUsd: 0.5});

  const [reading] = await history();
  expect(reading?.usd.mean).toBeCloseTo((600 * 1 + 400 * 0.5 + 2_500 * 10) / 1e6 + 0.5, 9);
});

test('a lesson with a call that nobody timed has no time, and the others have theirs', async () => {
  const runId = await givenOpenRun('A', 'B', 'C');
  await givenDraft(runId, 1, {latencyMs: 1_000});
  await givenDraft(runId, 2, {status: 'superseded', latencyMs: 1_000});
  await givenDraft(runId, 2, {callNumber: 1, latencyMs: null});
  await givenDraft(runId, 3);
  const [reading] = await history();
  expect(reading?.latencyMs).toEqual({lessonCount: 1, mean: 1_000, sd: 0});
  expect(reading?.calls.lessonCount).toBe(3);
});

test('without any time there is none', async () => {
  await givenDraft(await givenOpenRun('A'), 1);
  expect((await history())[0]?.latencyMs).toBeNull();
});

test.each<[string, Status[], number]>([
  ['published', ['published'], 1],
  ['quarantined', ['superseded', 'quarantined'], 1],
  ['replaced by a later one', ['superseded'], 1],
  ['not checked yet', ['drafted'], 0],
  ['being repaired', ['repairing'], 0],
  ['repaired and not checked yet', ['superseded', 'drafted'], 0],
])('a lesson that is %s counts or not', async (_, statuses, lessonCount) => {
  const runId = await givenOpenRun('A');
  for (const [callNumber, status] of statuses.entries()) await givenDraft(runId, 1, {callNumber, status});
  expect((await history())[0]?.calls.lessonCount ?? 0).toBe(lessonCount);
});

test('a lesson whose first call another run paid is no whole one', async () => {
  const runId = await givenOpenRun('A', 'B');
  await givenDraft(runId, 1, {callNumber: 1});
  await givenDraft(runId, 2);
  expect((await history())[0]?.calls.lessonCount).toBe(1);
});

test('a cell that two runs made has two lessons', async () => {
  const runId = await givenOpenRun('A');
  const other = await givenRun(sql, {workflowId: 'other'});
  await givenDraft(runId, 1);
  await givenDraft(other, 1);
  expect((await history())[0]?.calls).toEqual({lessonCount: 2, mean: 1, sd: 0});
});

test('only runs of this model tell, whoever wrote in them', async () => {
  const runId = await givenOpenRun('A', 'B');
  const other = await givenRun(sql, {workflowId: 'other', model: 'gemini-other'});
  await givenDraft(runId, 1, {model: 'gemini-quality'});
  await givenDraft(other, 2);
  expect((await history())[0]?.calls.lessonCount).toBe(1);
  expect((await history({model: 'gemini-other'}))[0]?.calls.lessonCount).toBe(1);
  expect(await history({model: 'gemini-quality'})).toEqual([]);
});

test('the emulator’s drafts tell of the emulator only', async () => {
  const runId = await givenOpenRun('A', 'B');
  await givenDraft(runId, 1, {emulated: true, promptTokens: 7});
  await givenDraft(runId, 2, {promptTokens: 5});
  expect((await history())[0]?.inputTokens).toMatchObject({lessonCount: 1, mean: 5});
  expect((await history({emulated: true}))[0]?.inputTokens).toMatchObject({lessonCount: 1, mean: 7});
});

test('each style has its last 200 lessons', async () => {
  const styles: Style[] = ['reading', 'mixed'];
  await importRoadmaps(sql, [roadmap('r', [step('A', {lessonCount: 50, styles})])]);
  const readingIds = await sql<{cellId: number}[]>`select cell_id from preheat.cell where style = 'reading'`;
  const [mixed] = await sql<{cellId: number}[]>`select cell_id from preheat.cell where style = 'mixed'`;
  // Old and dear, then 200 cheap ones.
  for (const [run, promptTokens] of [5_000, 10, 10, 10, 10].entries()) {
    const runId = await givenRun(sql, {workflowId: `run ${run}`});
    await sql`
      insert into preheat.draft (request_id, cell_id, run_id, call_number, prompt_version, prompt, model, emulated, answer_text,
        finish_reason, prompt_tokens, cached_tokens, output_tokens, thought_tokens, cost_usd, status)
      select ${runId}::text || '/' || id, id, ${runId}, 0, '', '', 'gemini', false, '', 'STOP', ${promptTokens}::int, 0, 1, 0, 0, 'published'
      from unnest(${readingIds.map(({cellId}) => cellId)}::bigint[]) id
    `;
    if (run === 0) await givenDraft(runId, mixed?.cellId ?? 0, {promptTokens: 3});
  }
  const found = await history();
  expect(found.map(({style, inputTokens}) => [style, inputTokens.lessonCount, inputTokens.mean])).toEqual([
    ['mixed', 1, 3],
    ['reading', 200, 10],
  ]);
});

test('a large run does not hide the one before it', async () => {
  const runId = await givenOpenRun('A');
  const large = await givenRun(sql, {workflowId: 'large'});
  await givenDraft(runId, 1);
  await sql`
    insert into preheat.draft (request_id, cell_id, run_id, call_number, prompt_version, prompt, model, emulated, answer_text,
      finish_reason, prompt_tokens, cached_tokens, output_tokens, thought_tokens, cost_usd, status)
    select n::text, 1, ${large}, 1, '', '', 'gemini', false, '', 'STOP', 1, 0, 1, 0, 0, 'published' from generate_series(1, 10500) n
  `;
  expect((await history())[0]?.calls.lessonCount).toBe(1);
});

test('the cells to quote are those that a run would take, by style and state', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('A', {lessonCount: 3, styles: ['reading']})]),
    roadmap('b', [step('B', {styles: ['reading', 'video']})]),
  ]);
  await givenLesson(sql, 1);
  await givenLesson(sql, 2, {approvalStatus: 'rejected'});
  const cells = (filter: object) => cellsToQuote(sql, {emulated: false, filter});
  const [rejected, missing, video] = [
    {style: 'reading', state: 'rejected', cellCount: 1},
    {style: 'reading', state: 'missing', cellCount: 2},
    {style: 'video', state: 'missing', cellCount: 1},
  ];
  expect(await cells({})).toEqual([missing, rejected, video]);
  expect(await cells({only: ['rejected']})).toEqual([rejected]);
  expect(await cells({styles: ['video']})).toEqual([video]);
  expect(await cells({roadmapKeys: ['b']})).toEqual([{...missing, cellCount: 1}, video]);
});

test('a limit takes the first cells in the run’s order, as the run itself does', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('A', {styles: ['reading']})]),
    roadmap('b', [step('B', {styles: ['video']})]),
    roadmap('c', [step('B', {styles: ['video']})]),
  ]);
  const first = async (workflowId: string, filter: object) => {
    const {runId} = await openRun(sql, {
      workflowId,
      kind: 'manual',
      filter,
      model: 'm',
      maxUsd: null,
      emulated: false,
    });
    return [await cellsToQuote(sql, {emulated: false, filter}), await cellsOfRun(sql, runId)];
  };
  const [reading, video] = [
    [{style: 'reading', state: 'missing', cellCount: 1}],
    [{style: 'video', state: 'missing', cellCount: 1}],
  ];
  expect(await first('walk', {limit: 1})).toEqual([reading, reading]);
  expect(await first('demand', {limit: 1, order: 'demand'})).toEqual([video, video]);
});

test('the cells of a run are those that it wrote down, whatever became of them since', async () => {
  const runId = await givenOpenRun('A', 'B');
  await givenCells(sql, 'A', 'B', 'C');
  await givenRun(sql, {workflowId: 'other'});
  await givenLesson(sql, 1);
  expect(await cellsOfRun(sql, runId)).toEqual([{style: 'reading', state: 'missing', cellCount: 2}]);
});

const RANGE = {low: 1, expected: 2, high: 3.5};
const QUOTE: Quote = {
  model: 'gemini',
  cellCount: 2,
  byState: [{state: 'missing', cellCount: 2}],
  byStyle: [{style: 'reading', cellCount: 2}],
  calls: RANGE,
  inputTokens: RANGE,
  outputTokens: RANGE,
  usd: RANGE,
  minutes: RANGE,
  basis: {lessonCount: 0, priorStyles: ['reading']},
  maxUsd: null,
  exceeds: {maxUsd: 0, usdToday: 0, requestsToday: 0},
};

test('a run keeps its first quote, and its progress shows it', async () => {
  const runId = await givenOpenRun('A', 'B');
  await givenRun(sql, {workflowId: 'other'});
  expect(await runProgress(sql, 'w')).toMatchObject({quote: null});

  await storeQuote(sql, {runId, quote: QUOTE});
  await storeQuote(sql, {runId, quote: {...QUOTE, cellCount: 9}});

  expect((await runProgress(sql, 'w'))?.quote).toEqual(QUOTE);
  expect(await runProgress(sql, 'other')).toMatchObject({quote: null});
});

/** A run over the cells 1 and 2 that was quoted 1 to 3.5 dollars and minutes, and ended. */
async function givenQuotedRun(
  workflowId: string,
  {usd = 2, minutes = 2, model = 'gemini', state = 'finished', status = 'published', quoted = true} = {},
): Promise<void> {
  const runId = await givenRun(sql, {workflowId, model});
  if (quoted) await storeQuote(sql, {runId, quote: QUOTE});
  await sql`update preheat.run_cell set status = ${status} where run_id = ${runId} and cell_id = 1`;
  await sql`
    update preheat.run set state = ${state}, spent_usd = ${usd}, ended_at = opened_at + ${minutes} * interval '1 minute'
    where run_id = ${runId}
  `;
}

test('a quote held where the outcome lies in its range, ends included, in dollars and in minutes', async () => {
  await givenCells(sql, 'A', 'B');
  const calibration = () => quoteCalibration(sql, {model: 'gemini', limit: 4});
  expect(await calibration()).toEqual({runCount: 0, usdWithinCount: 0, minutesWithinCount: 0});
  await givenQuotedRun('low end', {usd: 1, minutes: 3.6});
  await givenQuotedRun('high end', {usd: 3.5, minutes: 3.5});
  await givenQuotedRun('below', {usd: 0.99, minutes: 1});
  await givenQuotedRun('above', {usd: 3.51, minutes: 0.9});
  expect(await calibration()).toEqual({runCount: 4, usdWithinCount: 2, minutesWithinCount: 2});
  // The last ones count.
  await givenQuotedRun('another');
  expect(await calibration()).toEqual({runCount: 4, usdWithinCount: 2, minutesWithinCount: 3});
});

test.each([
  ['of another model', {model: 'other'}],
  ['that stopped', {state: 'stopped'}],
  ['without a quote', {quoted: false}],
  ['that found a cell served', {status: 'served'}],
  ['of which a cell is gone', {status: 'archived'}],
])('a run %s says nothing of quotes', async (_, changes) => {
  await givenCells(sql, 'A', 'B');
  await givenQuotedRun('w', changes);
  expect(await quoteCalibration(sql, {model: 'gemini', limit: 9})).toMatchObject({runCount: 0});
});

test('a run with cells in quarantine or failed was paid for: it counts', async () => {
  await givenCells(sql, 'A', 'B');
  await givenQuotedRun('quarantined', {status: 'quarantined'});
  await givenQuotedRun('failed', {status: 'failed'});
  expect(await quoteCalibration(sql, {model: 'gemini', limit: 9})).toMatchObject({runCount: 2});
});
