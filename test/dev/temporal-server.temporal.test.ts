import {Client, Connection} from '@temporalio/client';
import {once} from 'node:events';
import {access, chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, inject, test, vi} from 'vitest';
import {findProcess} from '../../dev/child-process.ts';
import {startTemporal, type TemporalServer} from '../../dev/temporal-server.ts';
import {until} from '../support/until.ts';

let folder: string;
let dbFile: string;
let running: TemporalServer[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preheat-temporal-'));
  dbFile = join(folder, 'state', 'temporal.db');
  running = [];
});

afterEach(async () => {
  for (const server of running) await server.stop();
  await rm(folder, {recursive: true});
});

async function start(options: Partial<Parameters<typeof startTemporal>[0]> = {}): Promise<TemporalServer> {
  const server = await startTemporal({cli: inject('temporalCli'), dbFile, headless: true, ...options});
  running.push(server);
  return server;
}

async function withClient<T>(server: TemporalServer, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({address: server.address});
  try {
    return await work(new Client({connection}));
  } finally {
    await connection.close();
  }
}

test('a workflow outlives the server, whose address stays the same', async () => {
  const first = await start();
  await withClient(first, client => client.workflow.start('any', {workflowId: 'night', taskQueue: 'none'}));
  await first.stop();

  const second = await start();

  const {status} = await withClient(second, client => client.workflow.getHandle('night').describe());
  expect(status.name).toBe('RUNNING');
  expect(second.address).toBe(first.address);
});

test('a server left behind by a killed start is stopped and replaced', async () => {
  await start();
  const pid = Number.parseInt(await readFile(`${dbFile}.pid`, 'utf8'), 10);
  const said: string[] = [];

  await start({log: line => said.push(line)});

  expect(findProcess(pid)).toBeUndefined();
  expect(said).toContain(`Stopping the Temporal server that an earlier start left running (process ${pid}).`);
});

test('a stopped server leaves no pid behind', async () => {
  await (await start()).stop();

  await expect(access(`${dbFile}.pid`)).rejects.toThrow('ENOENT');
});

test('closed workflows stay visible for 30 days', async () => {
  const server = await start({dbFile: undefined});

  const {config} = await withClient(server, client =>
    client.workflowService.describeNamespace({namespace: 'default'}),
  );

  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 3600);
});

test('priorities count: the urgent one that came last goes first', async () => {
  const server = await start({dbFile: undefined});
  const next = await withClient(server, async client => {
    for (const [workflowId, priorityKey] of [
      ['nightly', 5],
      ['urgent', 1],
    ] as const) {
      await client.workflow.start('any', {workflowId, taskQueue: 'queue', priority: {priorityKey}});
    }
    // A started workflow reaches its queue a moment later.
    await until('both wait in the queue', async () => {
      const {stats} = await client.workflowService.describeTaskQueue({
        namespace: 'default',
        taskQueue: {name: 'queue'},
        reportStats: true,
      });
      return Number(stats?.approximateBacklogCount) === 2;
    });
    return client.withDeadline(Date.now() + 10_000, () =>
      client.workflowService.pollWorkflowTaskQueue({namespace: 'default', taskQueue: {name: 'queue'}}),
    );
  });

  expect(next.workflowExecution?.workflowId).toBe('urgent');
});

test('the web UI is there unless it is left out', async () => {
  const server = await start({dbFile: undefined, headless: false});

  expect((await fetch(server.uiUrl ?? '')).status).toBe(200);
  await server.stop();
  expect(await start({dbFile: undefined})).not.toHaveProperty('uiUrl');
});

test('a configured port in use is named with its setting', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const {port} = other.address() as {port: number};

  await expect(start({port})).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is already in use (setting PREHEAT_TEMPORAL_PORT)`,
  );
  await expect(start({headless: false, uiPort: port})).rejects.toThrow('(setting PREHEAT_TEMPORAL_UI_PORT)');
  other.close();
});

test('a server that ends instead of starting is reported with what it said', async () => {
  const cli = join(folder, 'broken');
  await writeFile(cli, '#!/bin/sh\necho "no such command"\nexit 3\n');
  await chmod(cli, 0o755);

  await expect(start({cli})).rejects.toThrow(/did not start: it ended \(3\)[^]*no such command/);
});

test('the server leaves half of the processors to the rest and collects seldom, unless it is told otherwise', async () => {
  const cli = join(folder, 'temporal');
  await writeFile(cli, '#!/bin/sh\necho "$GOMAXPROCS threads, heap $GOGC, up to $GOMEMLIMIT"\nexit 3\n');
  await chmod(cli, 0o755);

  vi.stubEnv('GOMAXPROCS', undefined);
  vi.stubEnv('GOGC', undefined);
  vi.stubEnv('GOMEMLIMIT', undefined);
  const threads = Math.ceil(availableParallelism() / 2);
  await expect(start({cli})).rejects.toThrow(`${threads} threads, heap 400, up to 1GiB\n`);
  vi.stubEnv('GOMAXPROCS', '7');
  vi.stubEnv('GOGC', '50');
  vi.stubEnv('GOMEMLIMIT', '200MiB');
  await expect(start({cli})).rejects.toThrow('7 threads, heap 50, up to 200MiB\n');
});
