import {execFileSync} from 'node:child_process';
import {bundleWorkflowCode, DefaultLogger} from '@temporalio/worker';
import {existsSync} from 'node:fs';
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {TestProject} from 'vitest/node';
import {readConfig} from '../../config.ts';
import {findBrowser} from '../../dev/browser.ts';
import {buildConsole} from '../../dev/build-console.ts';
import {findProcess, stopProcess} from '../../dev/child-process.ts';
import {startPostgres} from '../../dev/postgres.ts';
import {findTemporalCli} from '../../dev/temporal-cli.ts';
import {findTemporalTestServer} from '../../dev/temporal-test-server.ts';
import {connect} from '../../sql/client.ts';
import {migrate} from '../../sql/migrate.ts';
import {TEMPLATE} from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the server's database `preheat`, beside which tests make theirs. */
    postgresUrl: string;
    temporalCli: string;
    temporalTestServer: string;
    /** Where servers note their pids, to be ended with the run whatever happens to their test. */
    pidFolder: string;
    /** Absent where there are no workflows. */
    workflowBundle: string | undefined;
    /** A Chromium. */
    browser: string;
    /** The built console. */
    consoleFolder: string;
  }
}

const WORKFLOWS = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));

const RUNS = 'preheat-test-';

/**
 * What the tests of a project share, made once. The first project with tests to run makes Postgres for all.
 *
 * @returns what ends it
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let end = async () => {};
  try {
    const root = project.vitest.getRootProject();
    if (!root.getProvidedContext().postgresUrl) end = await providePostgres(root);
    if (project.name !== 'pg') await provideTemporal(project, root.getProvidedContext().pidFolder);
    if (project.name === 'browser') await provideBrowser(project);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

async function providePostgres(root: TestProject): Promise<() => Promise<void>> {
  await endAbandonedRuns();
  const folder = await mkdtemp(join(tmpdir(), `${RUNS}${process.pid}-`));
  // The server's user, if it has one of its own, enters it too.
  await chmod(folder, 0o755);
  const pidFolder = join(folder, 'pids');
  await mkdir(pidFolder);
  const postgres = await startPostgres({dir: join(folder, 'postgres'), fast: true, log: console.log});
  const end = async () => {
    await postgres.stop();
    await endRun(folder);
  };
  try {
    await makeTemplate(postgres.url);
  } catch (error) {
    await end();
    throw error;
  }
  root.provide('postgresUrl', postgres.url);
  root.provide('pidFolder', pidFolder);
  return end;
}

async function provideTemporal(project: TestProject, pidFolder: string): Promise<void> {
  const {environment, cacheDir} = readConfig(process.env);
  const options = {cacheDir, log: console.log};
  project.provide('temporalCli', (await findTemporalCli(environment, options)).path);
  project.provide(
    'temporalTestServer',
    await noted(await findTemporalTestServer(environment, options), pidFolder),
  );
  project.provide('workflowBundle', await bundleWorkflows(pidFolder));
}

async function provideBrowser(project: TestProject): Promise<void> {
  const {environment, cacheDir} = readConfig(process.env);
  project.provide('browser', await findBrowser(environment, {cacheDir, log: console.log}));
  project.provide('consoleFolder', await buildConsole(console.log));
}

async function makeTemplate(url: string): Promise<void> {
  const server = connect(url, {maxConnections: 1});
  await server.unsafe(`create database ${TEMPLATE}`);
  await server.end();
  const template = connect(url.replace(/[^/]*$/, TEMPLATE), {maxConnections: 1});
  await migrate(template);
  await template.end();
}

/** A start of the server that notes its pid first: the SDK leaves it behind when its test is killed. */
async function noted(server: string, pidFolder: string): Promise<string> {
  const file = join(pidFolder, '..', 'temporal-test-server');
  await writeFile(file, `#!/bin/sh\necho $$ > '${pidFolder}/'$$\nexec '${server}' "$@"\n`);
  await chmod(file, 0o755);
  return file;
}

async function bundleWorkflows(pidFolder: string): Promise<string | undefined> {
  if (!existsSync(WORKFLOWS)) return undefined;
  const {code} = await bundleWorkflowCode({workflowsPath: WORKFLOWS, logger: new DefaultLogger('ERROR')});
  const file = join(pidFolder, '..', 'workflow-bundle.js');
  await writeFile(file, code);
  return file;
}

/** Ends the servers that a run left behind, and removes all it made. */
async function endRun(folder: string): Promise<void> {
  const pidFolder = join(folder, 'pids');
  const pidFiles = (await readdir(pidFolder).catch(() => [])).map(name => join(pidFolder, name));
  for (const file of [...pidFiles, join(folder, 'postgres', 'pid')]) {
    const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    const isServer = /^(java|temporal|postgres)/.test(findProcess(pid)?.command ?? '');
    if (isServer && startedMs(pid) <= (await stat(file)).mtimeMs) await stopProcess(pid, {graceMs: 3_000});
  }
  await rm(folder, {recursive: true, force: true});
}

/** When a process started. One that started after its pid was noted is a stranger that got the number since. */
function startedMs(pid: number): number {
  const env = {...process.env, LC_ALL: 'C'};
  return Date.parse(execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {encoding: 'utf8', env}));
}

/** A run that was killed could not end its servers. The folder's name tells whose it was. */
async function endAbandonedRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name);
    const pid = name.startsWith(RUNS) ? Number.parseInt(name.slice(RUNS.length), 10) : NaN;
    if (Number.isNaN(pid) || findProcess(pid)) continue;
    const isOurs = (await stat(folder)).uid === process.getuid?.();
    if (isOurs) await endRun(folder);
  }
}
