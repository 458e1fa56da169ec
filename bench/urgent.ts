import {startRegeneration, startRun, warmUpInput} from '../cli/run-client.ts';
import {starterRoadmaps} from '../cli/roadmap-files.ts';
import {openTemporalClient} from '../cli/temporal.ts';
import {importRoadmaps} from '../sql/queries/roadmaps.ts';
import {benchStack, median, report, say, until} from './stack.ts';
import {startWorkerProcess} from './worker-process.ts';

const LATENCY_MS = 2_000;
const REQUESTS_PER_MINUTE = 300;
const WAITING_CELLS = 500;
const ROUNDS = 5;

/** A person asks for one lesson while a night's cells wait: how long beyond the model's own time it takes. */
export async function benchUrgent(): Promise<void> {
  say(`\nA regeneration while ${WAITING_CELLS} nightly cells wait, ${LATENCY_MS} ms latency`);
  await using stack = new AsyncDisposableStack();
  const {pool, config, emulator, url, temporal} = await benchStack(stack);
  emulator.configure({latency: {ms: LATENCY_MS, spreadMs: 0}});
  await importRoadmaps(pool, await starterRoadmaps());
  const client = await openTemporalClient(config);
  stack.defer(() => client.connection.close());
  const worker = await startWorkerProcess(
    {databaseUrl: url, temporalAddress: temporal.address, geminiUrl: emulator.url},
    {GEMINI_REQUESTS_PER_MINUTE: `${REQUESTS_PER_MINUTE}`},
  );
  stack.defer(() => worker.stop());
  const night = await startRun(
    client,
    warmUpInput(config, {kind: 'nightly', filter: {limit: WAITING_CELLS}, maxUsd: null}),
  );
  stack.defer(async () => {
    await client.workflow.getHandle(night).cancel();
  });
  await until(async () => emulator.ledger().length > config.laneCount);

  const lastCells = await pool<{cellId: number}[]>`
    select cell_id from preheat.cell order by cell_id desc limit ${ROUNDS}
  `;
  const beyondMs: number[] = [];
  for (const {cellId} of lastCells) {
    const start = performance.now();
    const workflowId = await startRegeneration(client, config, {cellId, maxUsd: null});
    await client.workflow.getHandle(workflowId).result();
    beyondMs.push(performance.now() - start - LATENCY_MS);
  }
  report(
    'beyond its own call, median',
    `${(median(beyondMs) / 1000).toFixed(2)} s`,
    `< 2 s beyond one call in flight (${LATENCY_MS / 1000} s)`,
  );
  report('  one by one', beyondMs.map(ms => (ms / 1000).toFixed(2)).join(' '));
}
