import type {Client} from '@temporalio/client';
import {createModel} from '../cli/model.ts';
import {starterRoadmaps} from '../cli/roadmap-files.ts';
import {startRun, warmUpInput} from '../cli/run-client.ts';
import {openTemporalClient, openWorkerConnection} from '../cli/temporal.ts';
import type {Config} from '../config.ts';
import type {Roadmap} from '../domain/roadmaps/roadmap.ts';
import type {Pool} from '../sql/client.ts';
import {importRoadmaps} from '../sql/queries/roadmaps.ts';
import {noopRate} from './noop-rate.ts';
import {plainRate} from './plain-rate.ts';
import {benchStack, mean, megabytes, report, say, seconds, until} from './stack.ts';
import {cpuSeconds, memoryBytes, startWorkerProcess} from './worker-process.ts';

/** Which SQLite settings of Temporal's server are compared; the first is what `npm start` uses. */
const PRAGMAS: string[][] = [
  ['journal_mode=wal', 'synchronous=1'],
  [],
  ['journal_mode=wal', 'synchronous=0'],
];

/** Times the starter set is made with the first setting: more than 10,000 lessons by one worker. */
const ROUNDS = 8;

/**
 * The starter roadmaps once more, with steps of other names. Each round makes such a set: the lessons of those before
 * stay, as they do in a real database. One that is emptied between the rounds plans its statements for empty tables.
 */
function copyOf(starters: readonly Roadmap[], round: number): Roadmap[] {
  return starters.map(roadmap => ({
    ...roadmap,
    id: `${roadmap.id}-${round}`,
    title: `${roadmap.title} ${round}`,
    steps: roadmap.steps.map(step => ({...step, title: `${step.title}, part ${round}`})),
  }));
}

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
  const starters = await starterRoadmaps();
  const {addedCellCount: count} = await importRoadmaps(pool, copyOf(starters, 0));
  const cpu = {worker: 0, temporal: 0, noop: 0};
  const noop = async () => {
    const cpuSoFar = () => cpuSeconds(temporal.pid) + ownCpuSeconds();
    const before = cpuSoFar();
    const noopsASecond = await noopRate(connection, namespace, client, {count, laneCount: config.laneCount});
    cpu.noop += cpuSoFar() - before;
    return noopsASecond;
  };

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
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) await importRoadmaps(pool, copyOf(starters, round));
    const before = {worker: cpuSeconds(worker.pid), temporal: cpuSeconds(temporal.pid)};
    rates.push(await pipelineRate({config, client, pool}));
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
  const cpuMs = (cpuS: number, of: number) => `${((1000 * cpuS) / of).toFixed(1)} ms`;
  report('processor time of the worker a lesson', cpuMs(cpu.worker, lessonCount));
  report("processor time of Temporal's server a lesson", cpuMs(cpu.temporal, lessonCount));
  report('processor time of both sides a no-op', cpuMs(cpu.noop, noopRates.length * count));
  report('memory of the worker process after each round', memories.map(megabytes).join(', '), 'flat');
  report("memory of Temporal's server at the end", megabytes(memoryBytes(temporal.pid)));
  if (rounds === ROUNDS) {
    const before = ownCpuSeconds();
    const plain = await plainRate(pool, createModel(config), count);
    const plainCpuMs = cpuMs(ownCpuSeconds() - before, count);
    report('plain p-limit script without durability, a second', plain.toFixed(0));
    report("processor time of it and Gemini's emulator a lesson", plainCpuMs);
  }
}

/** Of this process: the emulator, the worker of no-op activities, the plain script. */
function ownCpuSeconds(): number {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Lessons a second of a run that makes all that is missing. */
async function pipelineRate({
  config,
  client,
  pool,
}: {
  config: Config;
  client: Client;
  pool: Pool;
}): Promise<number> {
  const start = performance.now();
  const workflowId = await startRun(client, warmUpInput(config, {kind: 'manual', filter: {}, maxUsd: null}));
  // Not its whole progress: asked for twenty times a second, that alone takes a fiftieth of a lesson's time.
  await until(async () => {
    const [run] =
      await pool`select from preheat.run where workflow_id = ${workflowId} and ended_at is not null`;
    return run !== undefined;
  });
  const took = seconds(start);
  // Its upkeep is no part of the next round.
  await client.workflow.getHandle(workflowId).result();
  const [cells] = await pool<[{wantedCount: number; storedCount: number}]>`
    select count(*) as wanted_count, count(*) filter (where c.status = 'published') as stored_count
    from preheat.run_cell c join preheat.run r using (run_id) where r.workflow_id = ${workflowId}
  `;
  const {wantedCount, storedCount} = cells;
  if (storedCount !== wantedCount) throw new Error(`${storedCount} of ${wantedCount} lessons were stored.`);
  return storedCount / took;
}
