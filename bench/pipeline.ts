import {fileURLToPath} from 'node:url';
import type {Client} from '@temporalio/client';
import {type NativeConnection, Worker} from '@temporalio/worker';
import pLimit from 'p-limit';
import type {Model} from '../activities/draft-call.ts';
import {createModel} from '../cli/model.ts';
import {starterRoadmaps} from '../cli/roadmap-files.ts';
import {startRun, warmUpInput} from '../cli/run-client.ts';
import {openTemporalClient, openWorkerConnection} from '../cli/temporal.ts';
import {startWorker} from '../cli/start-worker.ts';
import type {Config} from '../config.ts';
import {checkDraft} from '../domain/checks/index.ts';
import {wireSchema} from '../domain/content/index.ts';
import type {LessonRequest} from '../domain/lesson-request.ts';
import {lessonPrompt} from '../domain/prompts/index.ts';
import type {Pool} from '../sql/client.ts';
import {importRoadmaps} from '../sql/queries/roadmaps.ts';
import {MODEL_TASK_QUEUE, TASK_QUEUE} from '../workflows/messages.ts';
import {benchStack, megabytes, report, say, seconds} from './stack.ts';

/** Which SQLite settings of Temporal's server are compared; the first is what `npm start` uses. */
const PRAGMAS: string[][] = [
  ['journal_mode=wal', 'synchronous=1'],
  [],
  ['journal_mode=wal', 'synchronous=0'],
];

/** The starter set against the emulator, beside no-op activities on the same server and a script without durability. */
export async function benchPipeline(): Promise<void> {
  for (const pragmas of PRAGMAS) await measure(pragmas, pragmas === PRAGMAS[0]);
}

async function measure(pragmas: string[], whole: boolean): Promise<void> {
  say(`\nPipeline at zero latency, Temporal on a file (${pragmas.join(', ') || 'default pragmas'})`);
  await using stack = new AsyncDisposableStack();
  const {pool, config, emulator} = await benchStack(stack, pragmas);
  const {connection, namespace} = await openWorkerConnection(config);
  stack.defer(() => connection.close());
  const client = await openTemporalClient(config);
  stack.defer(() => client.connection.close());
  const model = createModel(config);
  const roadmaps = await starterRoadmaps();
  const {addedCellCount: count} = await importRoadmaps(pool, roadmaps);

  const before = await noopRate(connection, namespace, client, {count, laneCount: config.laneCount});
  const rssStart = process.memoryUsage().rss;
  const rate = await pipelineRate({config, connection, namespace, client, pool, model, count});
  const rssEnd = process.memoryUsage().rss;
  const after = await noopRate(connection, namespace, client, {count, laneCount: config.laneCount});
  const noop = (before + after) / 2;

  report(`lessons stored a second (${count} cells)`, rate.toFixed(0), '>= 80');
  report('no-op activities a second, mean of before and after', noop.toFixed(0));
  report('share of the no-op rate', `${((100 * rate) / noop).toFixed(0)} %`, '>= 50 %');
  report('paid calls a lesson', (emulator.ledger().length / count).toFixed(3));
  report('memory of the process, start and end', `${megabytes(rssStart)} ${megabytes(rssEnd)}`);
  if (whole)
    report(
      'plain p-limit script without durability, a second',
      (await plainRate(pool, model, count)).toFixed(0),
    );
}

async function noopRate(
  connection: NativeConnection,
  namespace: string,
  client: Client,
  input: {count: number; laneCount: number},
): Promise<number> {
  const shared = {connection, namespace, maxConcurrentActivityTaskExecutions: 100};
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUE,
      workflowsPath: fileURLToPath(new URL('./noop-workflow.ts', import.meta.url)),
    }),
    Worker.create({
      ...shared,
      taskQueue: MODEL_TASK_QUEUE,
      activities: {noop: async () => ({kind: 'published'})},
    }),
  ]);
  const running = workers.map(worker => worker.run());
  const start = performance.now();
  await client.workflow.execute('noopRun', {
    taskQueue: TASK_QUEUE,
    workflowId: `noop-${start}`,
    args: [input],
  });
  const rate = input.count / seconds(start);
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
  return rate;
}

async function pipelineRate(deps: {
  config: Config;
  connection: NativeConnection;
  namespace: string;
  client: Client;
  pool: Pool;
  model: Model;
  count: number;
}): Promise<number> {
  const worker = await startWorker(deps);
  const start = performance.now();
  const workflowId = await startRun(
    deps.client,
    warmUpInput(deps.config, {kind: 'manual', filter: {}, maxUsd: null}),
  );
  await deps.client.workflow.getHandle(workflowId).result();
  const took = seconds(start);
  await worker.stop();
  const [{stored}] = await deps.pool<
    [{stored: number}]
  >`select count(*) as stored from lessons_lessoncontent`;
  if (stored !== deps.count) throw new Error(`${stored} lessons are stored, ${deps.count} were wanted`);
  return stored / took;
}

/** The same calls, checks and inserts with nothing else: what durability costs. */
async function plainRate(pool: Pool, model: Model, count: number): Promise<number> {
  const cells = await pool<LessonRequest[]>`
    select distinct on (cell_id) c.step_title, c.lesson_number, c.style, s.description as step_description, s.difficulty,
      s.lesson_count, r.title as roadmap_title, r.category
    from preheat.cell c join preheat.roadmap_step s on s.title = c.step_title join preheat.roadmap r using (roadmap_id)
    order by cell_id
  `;
  await pool`create table bench_lesson (title text, content jsonb)`;
  const limit = pLimit(32);
  const start = performance.now();
  await Promise.all(
    cells.map(cell =>
      limit(async () => {
        const answer = await model.gemini.generate({
          ...lessonPrompt(cell),
          schema: wireSchema(cell.style),
          maxOutputTokens: model.maxOutputTokens,
          signal: new AbortController().signal,
        });
        if (answer.kind !== 'drafted') throw new Error(`the emulator answered ${answer.kind}`);
        const {lesson} = checkDraft({...answer, request: cell});
        if (!lesson) throw new Error('a draft failed its checks');
        await pool`insert into bench_lesson values (${lesson.title}, ${pool.json(lesson.content)})`;
      }),
    ),
  );
  return count / seconds(start);
}
