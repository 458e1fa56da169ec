import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {lockInstance} from '../../dev/instance-lock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'preheat-lock-'));
});

afterEach(() => rmSync(folder, {recursive: true}));

/** Locks in a process of its own, says so, and keeps the lock until its input ends. */
const HOLD = `
  const {lockInstance} = await import(process.argv[1]);
  lockInstance(process.argv[2]);
  console.log('locked');
  process.stdin.resume();
`;
const lockModule = new URL('../../dev/instance-lock.ts', import.meta.url).href;
const holdArgs = () => ['--input-type=module', '-e', HOLD, lockModule, folder];

async function givenHolder() {
  const holder = spawn(process.execPath, holdArgs());
  await once(holder.stdout, 'data');
  return holder;
}

test('a second instance is told which process has the folder', async () => {
  const holder = await givenHolder();

  expect(() => lockInstance(folder)).toThrow(`already running on ${folder} (process ${holder.pid})`);
  holder.kill('SIGKILL');
});

test('the lock of a killed instance is taken over', async () => {
  const holder = await givenHolder();
  holder.kill('SIGKILL');
  await once(holder, 'exit');

  lockInstance(folder);

  expect(readFileSync(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
});

test('a lock is stale when its pid belongs to another process by now', () => {
  writeFileSync(join(folder, 'lock'), `${process.ppid} an earlier time\n`);

  lockInstance(folder);

  expect(readFileSync(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
});

test('a released folder can be locked again, and nothing is left in it', () => {
  lockInstance(folder).release();
  lockInstance(folder).release();

  expect(readdirSync(folder)).toEqual([]);
});

test('releasing does not remove a lock that another instance has meanwhile', () => {
  const lock = lockInstance(folder);
  rmSync(join(folder, 'lock'));
  const other = `${process.ppid} its time\n`;
  writeFileSync(join(folder, 'lock'), other);

  lock.release();

  expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(other);
});

test('of several that find a stale lock at once, exactly one gets it', async () => {
  writeFileSync(join(folder, 'lock'), `${process.pid} an earlier time\n`);

  const starts = Array.from({length: 4}, () => spawn(process.execPath, holdArgs()));
  const outcomes = await Promise.all(
    starts.map(start =>
      Promise.race([
        once(start.stdout, 'data').then(() => 'locked'),
        once(start, 'exit').then(() => 'refused'),
      ]),
    ),
  );

  expect(outcomes.toSorted()).toEqual(['locked', 'refused', 'refused', 'refused']);
  for (const start of starts) start.kill('SIGKILL');
});
