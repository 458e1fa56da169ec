import {beforeEach, expect, test, vi} from 'vitest';
import {emptyTables, givenCells, givenLesson} from '../sql/givens.ts';
import {givenChallenger, givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';
import {preheat} from '../support/preheat.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {url, sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One', 'Two');
  await givenPublished(sql, 1);
  await givenChallenger(sql, 1);
});

const lessons = (...args: string[]) => preheat(['lessons', ...args], {DATABASE_URL: url});

test('what learners get is listed, by part, as text and as JSON', async () => {
  const {stdout} = await lessons('list');
  expect(stdout).toBe(
    '2          cell:1 (One · lesson 1 · reading)  pending, 0 up, 0 down: Ours\n\n1 served. `preheat lessons show <id>` shows all versions of one.\n',
  );
  expect(JSON.parse((await lessons('list', '--roadmap', 'r', '--json')).stdout)).toMatchObject([
    {lessonId: 2},
  ]);
  expect((await lessons('list', '--style', 'video')).stdout).toContain('No lesson is served there.');
});

test('a version is promoted, and rolled back, with its reason in the audit', async () => {
  const {stdout, exitCode} = await lessons('promote', '1', '--reason', 'Clearer.');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^Lesson 1 is promoted: .*\n\ncell:1 .*\n {2}1 {10}live {5}plain {12}pending, 0 up, 0 down, promoted\n/,
  );
  expect((await lessons('rollback', '1')).stdout).toMatch(/^Lesson 2 is live again/);
  expect(
    await sql`select actor, actor_role, action, reason from preheat.audit_event order by 1, audit_event_id`,
  ).toEqual([
    {actor: 'cli', actorRole: 'admin', action: 'promote', reason: 'Clearer.'},
    {actor: 'cli', actorRole: 'admin', action: 'roll_back', reason: null},
  ]);
});

test('a version is retired, for which it is told once more, and restored', async () => {
  expect((await lessons('retire', '2')).stdout).toMatch(/^Lesson 2 is retired/);
  expect((await lessons('retire', '2')).stdout).toMatch(/^Lesson 2 was so already: nothing was changed\./);
  expect((await lessons('restore', '2')).stdout).toMatch(/^Lesson 2 is restored/);
  expect((await lessons('show', '2')).stdout).toMatch(/\n {2}2 {10}live /);
});

test.each([
  [['promote', '77'], 'Nothing was changed: lesson 77: there is no such lesson.'],
  [['promote', 'abc'], 'Nothing was changed: lesson abc: there is no such lesson.'],
  [['restore', '1'], 'Nothing was changed: lesson 1: it is not retired.'],
  [['show', '77'], 'Preheat knows of no lesson 77.'],
])('%s is refused in words', async (args, words) => {
  const {exitCode, stderr} = await lessons(...args);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(words);
});

test('reconcile takes in what others wrote, and says when there is nothing to do', async () => {
  await givenLesson(sql, 2);
  expect((await lessons('reconcile')).stdout).toBe('Mended:\n  1 versions went live\n');
  expect((await lessons('reconcile')).stdout).toBe(
    'Every cell serves what the rule names: nothing to mend.\n',
  );
});
