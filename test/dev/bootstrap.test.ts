import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {chmod, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile} from 'node:fs/promises';
import {existsSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, expect, test} from 'vitest';

/** A project with our launcher and a command of the test's own. */
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'preheat-bootstrap-'));
  await cp(fileURLToPath(new URL('../../dev', import.meta.url)), join(root, 'dev'), {
    recursive: true,
    filter: source => source.endsWith('dev') || source.endsWith('.mjs'),
  });
  for (const folder of ['cli', 'bin', 'node_modules/.bin'])
    await mkdir(join(root, folder), {recursive: true});
  await writeFile(join(root, 'package.json'), '{"type": "module"}');
  await symlink(process.execPath, join(root, 'node_modules', '.bin', 'node'));
  await givenPackages({wanted: {a: '1.0.0'}, installed: {a: '1.0.0'}});
});

afterEach(() => rm(root, {recursive: true}));

type Versions = Record<string, string>;

async function givenPackages({
  wanted,
  installed,
  optional = {},
}: {
  wanted: Versions;
  installed: Versions;
  optional?: Versions;
}) {
  const entries = (versions: Versions, more: object) =>
    Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, {version, ...more}]),
    );
  const lock = {packages: {'': {}, ...entries(wanted, {}), ...entries(optional, {optional: true})}};
  await writeFile(join(root, 'package-lock.json'), JSON.stringify(lock));
  const note = {packages: entries(installed, {})};
  await writeFile(join(root, 'node_modules', '.package-lock.json'), JSON.stringify(note));
}

async function givenNpm(script: string): Promise<void> {
  await writeFile(join(root, 'bin', 'npm'), `#!/bin/sh\n${script}\n`);
  await chmod(join(root, 'bin', 'npm'), 0o755);
}

const environment = (more: NodeJS.ProcessEnv = {}) => ({
  ...process.env,
  // That of the tests themselves.
  NODE_COMPILE_CACHE: undefined,
  PATH: `${join(root, 'bin')}:${process.env['PATH']}`,
  ...more,
});

async function givenCommand(code: string): Promise<void> {
  await writeFile(join(root, 'cli', 'main.ts'), code);
}

const preheat = (...args: string[]) =>
  spawnSync('node', [join(root, 'dev', 'preheat.mjs'), ...args], {encoding: 'utf8', env: environment()});

test('the command gets the arguments, and its exit code is passed on', async () => {
  await givenCommand('console.log(process.argv.slice(2).join(" ") as string); process.exit(7);');

  const {stdout, stderr, status} = preheat('plan', '--json');

  expect({stdout, stderr, status}).toEqual({stdout: 'plan --json\n', stderr: '', status: 7});
});

test('what Node compiled is kept beside the packages for the next start', async () => {
  await givenCommand('');

  preheat();

  expect(await readdir(join(root, 'node_modules', '.cache', 'compiled'))).toHaveLength(1);
});

test('a place for it that the environment names is used', async () => {
  await givenCommand('');
  const elsewhere = join(root, 'elsewhere');

  const {status} = spawnSync('node', [join(root, 'dev', 'preheat.mjs')], {
    env: environment({NODE_COMPILE_CACHE: elsewhere}),
  });

  expect(status).toBe(0);
  expect(await readdir(elsewhere)).not.toEqual([]);
  expect(existsSync(join(root, 'node_modules', '.cache'))).toBe(false);
});

test.each([
  ['a package is missing', {wanted: {a: '1.0.0', b: '1.0.0'}, installed: {a: '1.0.0'}}],
  ['a package has another version', {wanted: {a: '2.0.0'}, installed: {a: '1.0.0'}}],
  ['a package is no longer wanted', {wanted: {a: '1.0.0'}, installed: {a: '1.0.0', b: '1.0.0'}}],
  ['an optional package has another version', {wanted: {}, installed: {a: '1.0.0'}, optional: {a: '2.0.0'}}],
])('packages are installed when %s', async (_, packages) => {
  await givenCommand('');
  await givenPackages(packages);
  await givenNpm('true');

  const {stderr} = preheat();

  expect(stderr).toContain('Installing packages (npm ci)');
  expect(stderr).toContain('Installed in');
});

test('an optional package of another system may be missing', async () => {
  await givenCommand('');
  await givenPackages({wanted: {a: '1.0.0'}, installed: {a: '1.0.0'}, optional: {'for-windows': '1.0.0'}});

  expect(preheat().stderr).toBe('');
});

test('when npm fails, all it said is shown with what to do, and the command does not run', async () => {
  await givenCommand('console.log("ran");');
  await givenPackages({wanted: {a: '2.0.0'}, installed: {}});
  await givenNpm('echo "on stdout"; echo "npm error code E404" >&2; exit 1');

  const {stdout, stderr, status} = preheat();

  expect(stderr).toMatch(
    /on stdout\nnpm error code E404\n[^]*npm ci ended with 1\.[^]*then run the same command again/,
  );
  expect({stdout, status}).toEqual({stdout: '', status: 1});
});

test('npm that installs no Node is told from a command that fails', async () => {
  await rm(join(root, 'node_modules', '.bin', 'node'));
  await givenPackages({wanted: {a: '2.0.0'}, installed: {}});
  await givenNpm('true');

  expect(preheat().stderr).toContain('npm ci --ignore-scripts=false');
});

/** Says its pid, then each signal it gets, and ends when told to by SIGUSR2. */
const REPORTER = `
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => console.log(name));
  process.on('SIGUSR2', () => process.exit(0));
  console.log(process.pid);
  setInterval(() => {}, 1000);
`;

async function givenRunningReporter() {
  await givenCommand(REPORTER);
  // In a group of its own, as a terminal starts it.
  const launcher: ChildProcess = spawn('node', [join(root, 'dev', 'preheat.mjs')], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment(),
  });
  if (!launcher.stdout || launcher.pid === undefined) throw new Error('the launcher did not start');
  const lines = createInterface({input: launcher.stdout})[Symbol.asyncIterator]();
  const nextLine = async () => (await lines.next()).value;
  const commandPid = Number(await nextLine());
  /** Ends the command and tells what else it had said. */
  const end = async () => {
    process.kill(commandPid, 'SIGUSR2');
    const rest: string[] = [];
    for (let line = await nextLine(); line !== undefined; line = await nextLine()) rest.push(line);
    return rest;
  };
  return {launcher, launcherPid: launcher.pid, nextLine, end};
}

test('a signal to the launcher alone reaches the command', async () => {
  const {launcherPid, nextLine, end} = await givenRunningReporter();

  process.kill(launcherPid, 'SIGINT');

  expect(await nextLine()).toBe('SIGINT');
  await end();
});

test('a Ctrl-C that the whole group gets, and npm passes on again, reaches the command once', async () => {
  const {launcherPid, nextLine, end} = await givenRunningReporter();

  process.kill(-launcherPid, 'SIGINT');
  process.kill(launcherPid, 'SIGINT');

  expect(await nextLine()).toBe('SIGINT');
  expect(await end()).toEqual([]);
});

test('a closed terminal ends the command in order', async () => {
  const {launcherPid, nextLine, end} = await givenRunningReporter();

  process.kill(-launcherPid, 'SIGHUP');

  expect(await nextLine()).toBe('SIGTERM');
  await end();
});

test('a launcher that is killed takes the command with it, in order', async () => {
  const {launcher, nextLine, end} = await givenRunningReporter();

  launcher.kill('SIGKILL');
  await once(launcher, 'exit');

  expect(await nextLine()).toBe('SIGTERM');
  await end();
});

test('a command that a signal ended gives the exit code that shells give', async () => {
  await givenCommand('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);');

  expect(preheat().status).toBe(128 + 9);
});
