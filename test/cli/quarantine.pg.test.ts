import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {beforeEach, expect, test, vi} from 'vitest';
import {claimCell} from '../../sql/queries/claims.ts';
import {attempt, badAnswer, fakeModel, givenCell, goodAnswer} from '../activities/lesson-givens.ts';
import {emptyTables} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {preheat} from '../support/preheat.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {url, sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

/** With a key of a real model: the drafts of the emulator are not its own. */
const settings = {DATABASE_URL: url, GEMINI_API_KEY: 'a-real-key'};
const quarantine = (...args: string[]) => preheat(['quarantine', ...args], settings);

const SUMMARY = 'I am sorry, but I cannot write a lesson on this subject for you; please ask somebody else.';
const APOLOGY = goodAnswer('mixed', {summary: SUMMARY});

/** A cell whose drafts all failed; the last of them has the id 3, 6, 9 … in an empty database. */
async function givenQuarantined({answer = APOLOGY, emulated = false} = {}) {
  const cell = await givenCell(sql);
  await attempt(sql, fakeModel([answer, answer, answer], {emulated}), cell);
  return cell;
}

async function statuses(): Promise<string[]> {
  const rows = await sql<{status: string}[]>`select status from preheat.draft order by draft_id`;
  return rows.map(({status}) => status);
}

test('with nothing in quarantine the list says so', async () => {
  expect(await quarantine('list')).toEqual({exitCode: 0, stdout: 'Nothing is in quarantine.\n', stderr: ''});
  expect(await quarantine('list', '--style', 'video')).toMatchObject({
    exitCode: 0,
    stdout: 'Nothing that was asked for is in quarantine.\n',
  });
  expect(await quarantine('retry', '--all')).toEqual({
    exitCode: 0,
    stdout: 'None of them is in quarantine: nothing to do.\n',
    stderr: '',
  });
});

test('the list shows what is in quarantine of the model in use, as text and as JSON', async () => {
  const {stepTitle} = await givenQuarantined();
  await givenQuarantined({emulated: true});

  const text = await quarantine('list');
  expect(text).toMatchObject({exitCode: 0, stderr: ''});
  expect(text.stdout).toMatch(
    new RegExp(
      `^3  \\S+Z  cell:1 \\(${stepTitle} · lesson 1 · mixed\\)  \\$0\\.0630: apology.*\\n {5}summary contains an apology.*\\n\\n1 draft in quarantine\\. \`preheat quarantine show 3\` shows`,
    ),
  );
  const json = await quarantine('list', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject([
    {draftId: 3, cellId: 1, findings: [{check: 'apology'}, {check: 'refusal'}]},
  ]);
  const emulated = await preheat(['quarantine', 'list', '--json'], {DATABASE_URL: url});
  expect(JSON.parse(emulated.stdout)).toMatchObject([{draftId: 6, emulated: true}]);
});

test('an empty list says what is in quarantine of the other kind of model', async () => {
  await givenQuarantined({emulated: true});
  expect((await quarantine('list')).stdout).toBe(
    'Of real models, nothing is in quarantine. Of the emulator, 1 draft is, which counts only while it is the model.\n',
  );

  await emptyTables(sql);
  await givenQuarantined();
  await givenQuarantined();
  const withoutKey = await preheat(['quarantine', 'list', '--style', 'mixed'], {DATABASE_URL: url});
  expect(withoutKey.stdout).toBe(
    'Of the emulator, nothing that was asked for is in quarantine. Of real models, 2 drafts are: set GEMINI_API_KEY to list them.\n',
  );
  // Of another style, nothing is there of either.
  expect((await preheat(['quarantine', 'list', '--style', 'video'], {DATABASE_URL: url})).stdout).toBe(
    'Nothing that was asked for is in quarantine.\n',
  );
});

test('the list is narrowed to roadmaps and styles; a roadmap that is not there is named', async () => {
  const {roadmapKey} = await givenQuarantined();
  await givenQuarantined();

  const part = await quarantine('list', '--roadmap', roadmapKey, '--json');
  expect(JSON.parse(part.stdout)).toMatchObject([{draftId: 3}]);
  expect(JSON.parse((await quarantine('list', '--style', 'mixed', '--json')).stdout)).toHaveLength(2);
  const unknown = 'preheat: There is no roadmap "pyton". `preheat plan --json` lists the keys.\n';
  for (const command of [['list'], ['retry', '--all']]) {
    expect(await quarantine(...command, '--roadmap', 'pyton')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: unknown,
    });
  }
});

test('a draft, or a cell’s, is shown whole, as text and as JSON', async () => {
  const {runId} = await givenQuarantined();

  const text = await quarantine('show', 'cell:1');
  expect(text).toMatchObject({exitCode: 0, stderr: ''});
  expect(text.stdout).toContain('Draft 3, quarantined, of cell:1 (');
  expect(text.stdout).toContain(`by run ${runId}, call 3 (repair)\n`);
  expect(text.stdout).toContain('    error apology: summary contains an apology');
  expect(text.stdout).toContain(`  "summary": "${SUMMARY}",\n`);
  expect((await quarantine('show', '1')).stdout).toContain('Draft 1, superseded, of cell:1 (');
  const json = await quarantine('show', '3', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject([{draftId: 3, prompt: expect.any(String), answerText: /./}]);
});

test('retried drafts and cells are missing again, and their drafts are kept', async () => {
  await givenQuarantined();
  await givenQuarantined();
  await givenQuarantined();

  expect(await quarantine('retry', '6', 'cell:3')).toEqual({
    exitCode: 0,
    stdout: '2 cells out of quarantine. The next run makes their lessons anew: `preheat warm` starts one.\n',
    stderr: '',
  });
  const [old, last] = ['superseded', 'quarantined'];
  expect(await statuses()).toEqual([old, old, last, old, old, old, old, old, old]);
  expect((await quarantine('retry', '6', 'cell:3')).stdout).toBe(
    'None of them is in quarantine: nothing to do.\n',
  );

  expect(await quarantine('retry', '--all')).toMatchObject({
    exitCode: 0,
    stdout: '1 cell out of quarantine. The next run makes its lesson anew: `preheat warm` starts one.\n',
  });
  expect(await statuses()).not.toContain('quarantined');
  const plan = await preheat(['plan', '--json'], settings);
  expect(JSON.parse(plan.stdout)).toMatchObject({unserved: [{state: 'missing', cellCount: 3}]});
});

test('all of a roadmap are retried, and nothing else', async () => {
  await givenQuarantined();
  const {roadmapKey} = await givenQuarantined();

  expect(await quarantine('retry', '--all', '--roadmap', roadmapKey)).toMatchObject({exitCode: 0});
  expect((await statuses()).map(status => status === 'quarantined')).toEqual([
    false,
    false,
    true,
    false,
    false,
    false,
  ]);
});

test('a cell that a run is making stays in quarantine, and the others are put back: exit code 1', async () => {
  const busy = await givenQuarantined();
  await givenQuarantined();
  const archived = await givenQuarantined();
  await claimCell(sql, {cellId: busy.cellId, claimedBy: 'run:0', leaseMs: 600_000, emulated: false});
  await sql`update preheat.cell set archived_at = now() where cell_id = ${archived.cellId}`;

  const {exitCode, stdout, stderr} = await quarantine('retry', '--all');

  expect({exitCode, stderr}).toEqual({exitCode: 1, stderr: ''});
  expect(stdout).toMatch(/^cell:1 \(.*\) stays as it is: a run is making it at this moment\. `preheat runs`/);
  expect(stdout).toMatch(
    /\ncell:3 \(.*\) is out of quarantine; no roadmap wants it, and no run makes it\.\n/,
  );
  expect(stdout).toContain('\n1 cell out of quarantine.');
  expect((await statuses()).filter(status => status === 'quarantined')).toHaveLength(1);
});

test.each([
  [['show', 'cell:99'], 'There is no draft of cell:99 in quarantine.'],
  [['retry', '3', '99', 'cell:99'], 'There is no draft 99, and no draft of cell:99 in quarantine.'],
  [['release', '99', '--yes'], 'There is no draft 99.'],
])('of ids that are not there `%s` says which, and changes nothing', async (args, words) => {
  await givenQuarantined();
  expect(await quarantine(...args)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `preheat: ${words} \`preheat quarantine list\` shows what there is.\n`,
  });
  expect(await statuses()).toEqual(['superseded', 'superseded', 'quarantined']);
});

test.concurrent.each([
  [['show', '0'], 'such as 12, or of a cell, such as cell:7'],
  [['retry', '1', 'cell:x'], 'such as 12, or of a cell, such as cell:7'],
  [['release', 'cell:7'], 'such as 12: a cell may have several'],
  [['retry'], 'give the ids of drafts or cells, or --all'],
  [['retry', '3', '--all'], 'give the ids of drafts or cells, or --all'],
  [['retry', '3', '--style', 'video'], '--roadmap and --style narrow --all'],
  [['list', '--style', 'audio'], 'hands_on, video, reading, mixed'],
])('called wrongly, `quarantine %s` says how to call it', async (args, words) => {
  const {exitCode, stdout, stderr} = await quarantine(...args);
  expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''});
  expect(stderr).toContain(words);
});

test('a released draft is served; releasing it again finds it published', async () => {
  const {stepTitle} = await givenQuarantined();

  expect(await quarantine('release', '3', '--yes')).toEqual({
    exitCode: 0,
    stdout: `Draft 3 is published: cell:1 (${stepTitle} · lesson 1 · mixed) is served.\n`,
    stderr: '',
  });
  expect(await quarantine('release', '3', '--yes')).toEqual({
    exitCode: 0,
    stdout: 'Draft 3 is published already.\n',
    stderr: '',
  });
  expect((await preheat(['plan'], settings)).stdout).toBe('1 of 1 cells are served.\n');
});

test('a draft that makes no lesson is refused before anybody is asked', async () => {
  await givenQuarantined({answer: badAnswer()});
  const {exitCode, stdout, stderr} = await quarantine('release', '3');
  expect({exitCode, stdout}).toEqual({exitCode: 1, stdout: ''});
  expect(stderr).toMatch(/^preheat: Draft 3 was not released: its answer makes no mixed lesson\. quiz/);
});

test.each([
  ['Yes\n', 0, 'Draft 3 is published'],
  ['yesterday\n', 1, 'Nothing was released.'],
  ['', 1, 'Nothing was released.'],
])(
  'without --yes a person is asked with the errors in view; the answer %j decides',
  async (answer, code, words) => {
    await givenQuarantined();
    const {exitCode, stdout} = await answering(answer, 'release', '3');

    expect(exitCode).toBe(code);
    expect(stdout).toMatch(
      /^ {2}apology: summary contains an apology.*\n(.*\n)*Publish draft 3 for cell:1 \(/,
    );
    expect(stdout).toMatch(/ in spite of \d errors?\? \[y\/N\] /);
    expect(stdout).toContain(words);
    expect((await statuses()).includes('published')).toBe(code === 0);
  },
);

/** The command with somebody who types this. */
async function answering(input: string, ...args: string[]) {
  const main = new URL('../../cli/main.ts', import.meta.url).pathname;
  const running = promisify(execFile)(process.execPath, [main, 'quarantine', ...args], {
    env: {...settings, PREHEAT_HOME: '/no-such-folder'},
  });
  running.child.stdin?.end(input);
  return running.then(
    ({stdout}) => ({exitCode: 0, stdout}),
    (error: {code: number; stdout: string}) => ({exitCode: error.code, stdout: error.stdout}),
  );
}
