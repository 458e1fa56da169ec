import {afterAll, expect, test, vi} from 'vitest';
import {startRun, warmUpInput} from '../../cli/run-client.ts';
import {EMULATOR_API_KEY, readConfig} from '../../config.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {regenerations} from '../../sql/queries/regenerations.ts';
import {runProgress} from '../../sql/queries/runs.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {review, versionsOf, voteDown} from '../activities/regeneration-givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {preheat, startPreheat} from '../support/preheat.ts';
import {localTemporal} from '../support/temporal.ts';
import {smallRoadmap} from './rows.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 240_000});

const {url, sql} = await testDatabase();
const temporal = await localTemporal();
const emulator = await startGeminiEmulator();
afterAll(() => emulator.close());

const settings = {
  DATABASE_URL: url,
  TEMPORAL_ADDRESS: temporal.address,
  GEMINI_API_KEY: EMULATOR_API_KEY,
  GEMINI_BASE_URL: emulator.url,
};
const run = (...args: string[]) => preheat(args, settings);

const worker = startPreheat(['worker'], settings);
await worker.saying('The worker is ready (Gemini emulator).');

const COMMENT = 'The second exercise cannot be solved with what came before it.';

/** The lesson that the reader serves for a cell. */
async function liveOf(cellId: number) {
  const live = (await versionsOf(sql, cellId)).find(({state}) => state === 'live');
  if (!live) throw new Error(`Cell ${cellId} has no live lesson.`);
  return live;
}

/** From now on the ledger shows which requests carry these words. */
const watchFor = (promptContains: string) =>
  emulator.configure({faults: [{fault: 'late_answer', promptContains, delayMs: 1}]});
const carried = () => emulator.ledger().filter(({outcome}) => outcome === 'fault:late_answer').length;

test('what mentors and learners said reaches the model, and the new version goes live, waits, or is due by itself', async () => {
  await importRoadmaps(sql, [smallRoadmap(3, 1, ['reading'])]);
  expect(await run('warm', '--yes')).toMatchObject({exitCode: 0});

  // One is sent back and made anew by hand.
  const first = await liveOf(1);
  await voteDown(sql, first.lessonId, COMMENT);
  await review(sql, first.lessonId, 'needs_improvement', 'The diagram has no labels.');
  watchFor(COMMENT);
  const unasked = await run('regenerate', String(first.lessonId));
  expect(unasked).toMatchObject({exitCode: 2, stderr: expect.stringContaining('Add --yes')});
  expect(unasked.stdout).toMatch(/^1 cells to make with .*\n  1 regenerate: 1 reading\.\n  Quote: /);
  expect(await regenerations(sql, {cellIds: [1]})).toEqual([]);

  const made = await run('regenerate', String(first.lessonId), '--yes', '--instructions', 'Use Python 3.14.');
  expect(made).toMatchObject({exitCode: 0, stderr: ''});
  expect(made.stdout).toContain('The prompts carry 1 review of mentors and 1 comment of learners.\n');
  const second = await liveOf(1);
  expect(made.stdout).toContain(
    `  Python Loops · lesson 1 · reading: lesson ${second.lessonId} went live in place of lesson ${first.lessonId}.\n`,
  );
  expect(carried()).toBe(1);
  expect(second).toMatchObject({parentLessonId: first.lessonId, approvalStatus: 'pending'});
  expect(await regenerations(sql, {cellIds: [1]})).toMatchObject([
    {
      trigger: 'person',
      requestedBy: 'cli',
      instructions: 'Use Python 3.14.',
      outcome: 'live',
      lessonIds: [second.lessonId],
      answers: {reviewIds: [expect.any(Number)], voteIds: [expect.any(Number)]},
    },
  ]);
  const [draft] = await sql`select prompt from preheat.draft order by draft_id desc limit 1`;
  expect(draft!['prompt']).toContain('Use Python 3.14.');

  // A verified one gets a challenger. Nobody said anything of it.
  const verified = await liveOf(2);
  await review(sql, verified.lessonId, 'verified', '');
  const waiting = await run('regenerate', '--cell', '2', '--yes');
  expect(waiting).toMatchObject({exitCode: 0, stderr: ''});
  expect(waiting.stdout).toContain('Nobody has said what is wrong');
  expect(waiting.stdout).toContain(`waits as a challenger of lesson ${verified.lessonId}`);
  expect((await liveOf(2)).lessonId).toBe(verified.lessonId);

  // What is sent back is made anew by the night, in its own run.
  expect(await run('regenerate', '--due', '--yes')).toMatchObject({exitCode: 0, stdout: 'Nothing is due.\n'});
  const third = await liveOf(3);
  await review(sql, third.lessonId, 'needs_improvement', 'Say what a list is before it is used.');
  watchFor('Say what a list is before it is used.');
  const input = warmUpInput(readConfig(settings), {kind: 'nightly', filter: {}, maxUsd: null});
  const night = await startRun(temporal.client, input);
  await temporal.client.workflow.getHandle(night).result();
  expect(await runProgress(sql, night)).toMatchObject({wantedCount: 1, publishedCount: 1});
  // Beside the one above.
  expect(carried()).toBe(2);
  expect(await liveOf(3)).toMatchObject({parentLessonId: third.lessonId});
  expect(await regenerations(sql, {cellIds: [3]})).toMatchObject([
    {trigger: 'needs_improvement', requestedBy: 'preheat', outcome: 'live'},
  ]);
});

test.each([
  ['a lesson that is not there', ['999'], 1, 'There is no lesson 999. Nothing was started.'],
  [
    'cells that are not there',
    ['--cell', '77', '78'],
    1,
    'There is no cell 77 that a roadmap wants. There is no cell 78',
  ],
  ['no choice', [], 2, 'name lessons or cells, or choose them'],
  ['two choices', ['1', '--due'], 2, 'name none beside them'],
  ['instructions for what is due', ['--due', '--instructions', 'x'], 2, 'takes no --instructions'],
  ['blank instructions', ['1', '--instructions', ' '], 2, 'It must say something.'],
  ['long instructions', ['1', '--instructions', 'x'.repeat(4001)], 2, 'a prompt takes at most 4000'],
  ['what can be no id', ['nope!'], 2, 'It must be the id of a lesson'],
  ['a roadmap that is not there', ['--roadmap', 'nope'], 1, 'There is no roadmap "nope"'],
] as const)('%s is refused', async (_, args, exitCode, message) => {
  const refused = await run('regenerate', ...args, '--yes');
  expect(refused.exitCode).toBe(exitCode);
  expect(refused.stderr).toContain(message);
});
