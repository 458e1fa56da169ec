import {beforeEach, expect, test} from 'vitest';
import {inTransaction} from '../../../sql/client.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {setLimits} from '../../../sql/queries/limits.ts';
import {reserve} from '../../../sql/queries/reservations.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {errorGroups} from '../../../sql/queries/run-details.ts';
import {markRunWaiting, recentRuns, runDetails, runProgress} from '../../../sql/queries/runs.ts';
import {testDatabase} from '../../support/postgres.ts';
import {call, emptyTables, givenCells, givenRun, newDraft, roadmap, step} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

async function decide(runId: number, status: string, cellIds: number[], message: string | null = null) {
  await sql`
    update preheat.run_cell set status = ${status}, cause_message = ${message}, updated_at = now()
    where run_id = ${runId} and cell_id = any(${cellIds})
  `;
}

test('progress is told by style, in their order, for this run alone', async () => {
  await importRoadmaps(sql, [
    roadmap('r', [
      step('One', {lessonCount: 2, styles: ['mixed', 'hands_on']}),
      step('Two', {styles: ['video']}),
    ]),
  ]);
  const runId = await givenRun(sql);
  await givenRun(sql, {workflowId: 'other'});
  const cells = await sql<{cellId: number; style: string}[]>`select cell_id, style from preheat.cell`;
  const [mixed, handsOn] = ['mixed', 'hands_on'].map(style =>
    cells.filter(cell => cell.style === style).map(({cellId}) => cellId),
  );
  await decide(runId, 'quarantined', mixed!);
  await decide(runId, 'failed', [handsOn![0]!]);

  const run = await runDetails(sql, 'w');
  expect(run?.byStyle).toEqual([
    {style: 'hands_on', wantedCount: 2, doneCount: 1, quarantinedCount: 0, failedCount: 1},
    {style: 'video', wantedCount: 1, doneCount: 0, quarantinedCount: 0, failedCount: 0},
    {style: 'mixed', wantedCount: 2, doneCount: 2, quarantinedCount: 2, failedCount: 0},
  ]);
  // By its number it is the same run; the time to its end is another moment's.
  const {etaMs: _, ...same} = run!;
  expect(await runDetails(sql, runId)).toMatchObject(same);
  // A poll is told the same, less the parts.
  const {byStyle, byRoadmap, ...whole} = same;
  expect({byStyle: byStyle.length, byRoadmap: byRoadmap.length}).toEqual({byStyle: 3, byRoadmap: 1});
  const poll = await runProgress(sql, 'w');
  expect(poll).toMatchObject(whole);
  expect(poll).not.toHaveProperty('byStyle');
});

/** The ETA of a run of six cells, in a transaction: within one, now() stands still. */
async function etaMs({
  openedSecondsAgo = 3600,
  decidedSecondsAgo,
  state = 'running',
}: {
  openedSecondsAgo?: number;
  decidedSecondsAgo: number[];
  state?: string;
}): Promise<number | null | undefined> {
  await givenCells(sql, 'A', 'B', 'C', 'D', 'E', 'F');
  await givenRun(sql);
  return inTransaction(sql, async db => {
    await db`
      update preheat.run set opened_at = now() - ${openedSecondsAgo} * interval '1 second', state = ${state},
        ended_at = ${state === 'finished' ? db`now()` : null}
    `;
    await db`
      update preheat.run_cell rc set status = 'quarantined', updated_at = now() - seconds * interval '1 second'
      from unnest(${decidedSecondsAgo}::float8[]) with ordinality as given(seconds, cell_id)
      where given.cell_id = rc.cell_id
    `;
    return (await runProgress(db, 'w'))?.etaMs;
  });
}

test('the time to the end is that of the last five minutes’ rate, whatever was decided', async () => {
  // Two in five minutes, and three cells left: 450 s. The third one is too long ago.
  expect(await etaMs({decidedSecondsAgo: [0, 299, 301]})).toBe(450_000);
});

test('a run that opened since is measured over what there is of it', async () => {
  expect(await etaMs({openedSecondsAgo: 20, decidedSecondsAgo: [5, 10]})).toBe(40_000);
});

test.each([
  ['nothing was decided lately', {decidedSecondsAgo: [301]}, null],
  ['it waits', {decidedSecondsAgo: [1], state: 'waiting'}, null],
  ['it is paused', {decidedSecondsAgo: [1], state: 'paused'}, null],
  ['it has ended', {decidedSecondsAgo: [1], state: 'finished'}, null],
  ['all is decided', {decidedSecondsAgo: [301, 301, 301, 301, 301, 301]}, 0],
])('where %s, the time to the end is what can be known', async (_, given, expected) => {
  expect(await etaMs(given)).toBe(expected);
});

test('a pause and a cancellation are shown as what they are, with the sentence for people', async () => {
  const runId = await givenRun(sql);
  const by = (cause: 'paused' | 'cancelled') => ({cause, message: `By anna (${cause}).`, untilMs: null});
  await markRunWaiting(sql, {runId, wait: by('paused')});
  expect(await runProgress(sql, 'w')).toMatchObject({
    state: 'paused',
    cause: 'paused',
    waitingUntil: null,
    slowReason: 'By anna (paused).',
  });
  // Its calls in flight have not ended yet.
  await markRunWaiting(sql, {runId, wait: by('cancelled')});
  expect(await runProgress(sql, 'w')).toMatchObject({
    state: 'running',
    cause: 'cancelled',
    causeMessage: 'By anna (cancelled).',
    slowReason: 'It is being cancelled: 0 calls in flight end first.',
  });
  await markRunWaiting(sql, {runId, wait: null});
  expect(await runProgress(sql, 'w')).toMatchObject({state: 'running', cause: null, slowReason: null});
});

test('a list of runs tells of each why it is slow', async () => {
  const runId = await givenRun(sql);
  await markRunWaiting(sql, {runId, wait: {cause: 'paused', message: 'By anna.', untilMs: null}});
  expect(await recentRuns(sql, 1)).toMatchObject([{slowReason: 'By anna.'}]);
});

/** Two calls in flight, and drafts of this model that took so long: the last twenty count. */
async function givenPace(runId: number, latenciesMs: number[]): Promise<void> {
  for (const requestId of ['a', 'b']) await reserve(sql, call({requestId, runId, maxUsd: 0.01}));
  for (const [index, latencyMs] of latenciesMs.entries()) {
    await storeDraft(sql, newDraft({requestId: `d${index}`, cellId: 1, runId, latencyMs}));
  }
}

// Two calls of 12 s are 10 a minute.
const LATENCIES_MS = [999_000, ...Array<number>(19).fill(11_000), 31_000];

test('the limit in force sets the pace: the configured one, the one that is set, the one that was learnt', async () => {
  await givenCells(sql, 'One');
  const runId = await givenRun(sql);
  await givenPace(runId, LATENCIES_MS);
  const slow = async (requestsPerMinute: number | null, headroomShare = 0) =>
    (await runProgress(sql, 'w', {requestsPerMinute, headroomShare}))?.slowReason ?? null;
  const pace = (count: number) => `The limit of ${count} requests a minute sets the pace.`;

  expect(await slow(null)).toBeNull();
  expect(await slow(11)).toBe(pace(11));
  expect(await slow(12)).toBeNull();
  // A run leaves the share that is kept for people who wait.
  expect(await slow(12, 0.1)).toBe(pace(11));

  await setLimits(sql, {model: 'gemini', requestsPerMinute: 10, headroomShare: 0.5});
  expect(await slow(1000)).toBe(pace(5));
  await setLimits(sql, {model: 'gemini', requestsPerMinute: 100, headroomShare: 0});
  expect(await slow(1)).toBeNull();
  await sql`update preheat.model_limit set learnt_requests_per_minute = 9, learnt_at = now() - interval '23 hours'`;
  expect(await slow(1)).toBe(pace(9));
  await sql`update preheat.model_limit set learnt_at = now() - interval '25 hours'`;
  expect(await slow(1)).toBeNull();
  await sql`update preheat.model_limit set blocked_until = now(), blocked_cause = 'provider_down',
    blocked_message = 'Down.', ramp_limit = 3`;
  expect(await slow(1)).toContain('at most 3 calls at once');
  await sql`update preheat.model_limit set model = 'another'`;
  expect(await slow(null)).toBeNull();
});

test('a regeneration is interactive: nothing is kept from it', async () => {
  await givenCells(sql, 'One');
  const runId = await givenRun(sql, {kind: 'regeneration'});
  await givenPace(runId, LATENCIES_MS);
  const configured = {requestsPerMinute: 10, headroomShare: 0.5};
  expect((await runProgress(sql, 'w', configured))?.slowReason).toContain('10 requests');
});

test('progress by roadmap counts a shared cell in each that wants it, by title', async () => {
  await importRoadmaps(sql, [
    roadmap('b', [step('Shared'), step('Own')], {title: 'Beta'}),
    roadmap('a', [step('Shared', {lessonCount: 2})], {title: 'Alpha'}),
    roadmap('c', [step('Shared', {styles: ['video']})], {title: 'Gamma'}),
  ]);
  const runId = await givenRun(sql, {filter: {styles: ['reading']}});
  await givenRun(sql, {workflowId: 'other'});
  const cellOf = async (title: string, lesson: number) =>
    (
      await sql<[{cellId: number}]>`
        select cell_id from preheat.cell where step_title = ${title} and lesson_number = ${lesson} and style = 'reading'`
    )[0].cellId;
  await decide(runId, 'failed', [await cellOf('Shared', 1)]);
  await decide(runId, 'quarantined', [await cellOf('Own', 1)]);

  const none = {wantedCount: 2, quarantinedCount: 0, failedCount: 1};
  expect((await runDetails(sql, runId))?.byRoadmap).toEqual([
    {...none, roadmapKey: 'a', roadmapTitle: 'Alpha', doneCount: 1},
    {...none, roadmapKey: 'b', roadmapTitle: 'Beta', doneCount: 2, quarantinedCount: 1},
  ]);
});

test('a run without a cell has no parts; what no roadmap wants any more is in no roadmap', async () => {
  await givenRun(sql);
  expect(await runDetails(sql, 'w')).toMatchObject({byStyle: [], byRoadmap: [], wantedCount: 0});
  expect(await runDetails(sql, 'not-open')).toBeNull();

  await givenCells(sql, 'One', 'Two');
  const runId = await givenRun(sql, {workflowId: 'two'});
  await importRoadmaps(sql, [roadmap('r', [step('Two')])]);
  expect(await runDetails(sql, runId)).toMatchObject({
    byStyle: [{wantedCount: 2}],
    byRoadmap: [{roadmapKey: 'r', wantedCount: 1}],
  });
});

test('errors are counted by what was said, the most frequent first, for this run alone', async () => {
  await givenCells(sql, 'A', 'B', 'C', 'D', 'E', 'F', 'G');
  const runId = await givenRun(sql);
  const other = await givenRun(sql, {workflowId: 'other'});
  await decide(runId, 'failed', [1, 2], 'Refused.');
  await decide(runId, 'quarantined', [3, 4, 5], 'No quiz.');
  await decide(runId, 'failed', [6], 'No quiz.');
  await decide(runId, 'published', [7], 'Refused.');
  await decide(other, 'failed', [1], 'Elsewhere.');

  const groups = [
    {status: 'quarantined', message: 'No quiz.', cellCount: 3},
    {status: 'failed', message: 'Refused.', cellCount: 2},
    {status: 'failed', message: 'No quiz.', cellCount: 1},
  ];
  expect(await errorGroups(sql, {runId, limit: 9})).toEqual(groups);
  expect(await errorGroups(sql, {runId, limit: 2})).toEqual(groups.slice(0, 2));
});
