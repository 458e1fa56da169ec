import type {Client} from '@temporalio/client';
import {createModel} from '../cli/model.ts';
import {starterRoadmaps} from '../cli/roadmap-files.ts';
import {startRun, warmUpInput} from '../cli/run-client.ts';
import {openTemporalClient, openWorkerConnection} from '../cli/temporal.ts';
import type {Config} from '../config.ts';
import type {Pool} from '../sql/client.ts';
import {importRoadmaps} from '../sql/queries/roadmaps.ts';
import {runProgress} from '../sql/queries/runs.ts';
import {noopRate} from './noop-rate.ts';
import {plainRate} from './plain-rate.ts';
import {benchStack, mean, megabytes, report, say, seconds, until} from './stack.ts';
import {cpuSeconds, startWorkerProcess} from './worker-process.ts';

/** Which SQLite settings of Temporal's server are compared; the first is what `npm start` uses. */
const PRAGMAS: string[][] = [
  ['journal_mode=wal', 'synchronous=1'],
  [],
  ['journal_mode=wal', 'synchronous=0'],
];

/** Times the starter set is made with the first setting: more than 10,000 lessons by one worker. */
const ROUNDS = 8;

/** The starter set against the emulator, beside no-op activities on the same server and a script without durability. */
export async function benchPipeline(): Promise<void> {
  for (const pragmas of PRAGMAS) await measure(pragmas, pragmas === PRAGMAS[0] ? ROUNDS : 2);
}

async function measure(pragmas: string[], rounds: number): Promise<void> {
  say(`\nPipeline at zero latency, Temporal on a file (${pragmas.join(', ') || 'default pragmas'})`);
  await using stack = new AsyncDisposableStack();
  const {pool, config, emulator, url, temporal} = await benchStack(stack, pragmas);
  const {connection, namespace} = await openWorkerConnection(config);
  stack.defer(() => connection.close());
  const client = await openTemporalClient(config);
  stack.defer(() => client.connection.close());
  const {addedCellCount: count} = await importRoadmaps(pool, await starterRoadmaps());
  const noop = () => noopRate(connection, namespace, client, {count, laneCount: config.laneCount});
  const pipeline = () => pipelineRate({config, client, pool, count});

  const noopRates = [await noop()];
  const worker = await startWorkerProcess({
    databaseUrl: url,
    temporalAddress: temporal.address,
    geminiUrl: emulator.url,
  });
  stack.defer(() => worker.stop());
  const rates: number[] = [];
  const memories: number[] = [];
  const calls: {promptTokens: number; outputTokens: number}[] = [];
  const cpu = {worker: 0, temporal: 0};
  for (let round = 0; round < rounds; round += 1) {
    const before = {worker: cpuSeconds(worker.pid), temporal: cpuSeconds(temporal.pid)};
    rates.push(await pipeline());
    cpu.worker += cpuSeconds(worker.pid) - before.worker;
    cpu.temporal += cpuSeconds(temporal.pid) - before.temporal;
    memories.push(worker.memoryBytes());
    calls.push(...emulator.ledger());
    emulator.reset();
    noopRates.push(await noop());
  }
  const rate = mean(rates);
  report(`lessons stored a second, ${rounds} x ${count} cells`, rate.toFixed(0), '>= 80');
  report('  round by round', rates.map(one => one.toFixed(0)).join(' '));
  report('no-op activities a second, before, between and after', mean(noopRates).toFixed(0));
  report('  round by round', noopRates.map(one => one.toFixed(0)).join(' '));
  report('share of the no-op rate', `${((100 * rate) / mean(noopRates)).toFixed(0)} %`, '>= 50 %');
  const lessonCount = rounds * count;
  const perLesson = (tokens: number[]) =>
    (tokens.reduce((sum, one) => sum + one, 0) / lessonCount).toFixed(0);
  report('paid calls a lesson', (calls.length / lessonCount).toFixed(3), '1.0x');
  report('tokens in a lesson', perLesson(calls.map(({promptTokens}) => promptTokens)));
  report('tokens out a lesson, thoughts included', perLesson(calls.map(({outputTokens}) => outputTokens)));
  const cpuMs = (cpuS: number) => `${((1000 * cpuS) / lessonCount).toFixed(1)} ms`;
  report('processor time of the worker a lesson', cpuMs(cpu.worker));
  report("processor time of Temporal's server a lesson", cpuMs(cpu.temporal));
  report('memory of the worker process after each round', memories.map(megabytes).join(', '), 'flat');
  if (rounds === ROUNDS) {
    const plain = await plainRate(pool, createModel(config), count);
    report('plain p-limit script without durability, a second', plain.toFixed(0));
  }
}

/** Makes the whole set, which must not be there yet; takes it away again for the next round. */
async function pipelineRate(deps: {
  config: Config;
  client: Client;
  pool: Pool;
  count: number;
}): Promise<number> {
  const start = performance.now();
  const workflowId = await startRun(
    deps.client,
    warmUpInput(deps.config, {kind: 'manual', filter: {}, maxUsd: null}),
  );
  await until(async () => (await runProgress(deps.pool, workflowId))?.endedAt != null);
  const took = seconds(start);
  // Its upkeep reads what is emptied below.
  await deps.client.workflow.getHandle(workflowId).result();
  const [{stored}] = await deps.pool<
    [{stored: number}]
  >`select count(*) as stored from lessons_lessoncontent`;
  if (stored !== deps.count) throw new Error(`${stored} lessons are stored, ${deps.count} were wanted`);
  await deps.pool`truncate lessons_lessoncontent, preheat.lesson_version, preheat.draft cascade`;
  return stored / took;
}
