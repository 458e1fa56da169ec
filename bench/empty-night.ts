import {openTemporalClient} from '../cli/temporal.ts';
import {startRun, warmUpInput} from '../cli/run-client.ts';
import {millionCells} from './million-cells.ts';
import {runProgress} from '../sql/queries/runs.ts';
import {benchStack, report, say, seconds, until} from './stack.ts';
import {startWorkerProcess} from './worker-process.ts';

/** A night that finds every one of a million cells served. */
export async function benchEmptyNight(): Promise<void> {
  say('\nA night with nothing to do over 1,000,000 cells');
  await using stack = new AsyncDisposableStack();
  const {pool, config, emulator, url, temporal} = await benchStack(stack);
  await millionCells(pool, {missingCount: 0});
  const client = await openTemporalClient(config);
  stack.defer(() => client.connection.close());
  const worker = await startWorkerProcess({
    databaseUrl: url,
    temporalAddress: temporal.address,
    geminiUrl: emulator.url,
  });
  stack.defer(() => worker.stop());
  for (const night of ['first', 'second']) {
    const start = performance.now();
    const workflowId = await startRun(
      client,
      warmUpInput(config, {kind: 'nightly', filter: {}, maxUsd: null}),
    );
    const handle = client.workflow.getHandle(workflowId);
    await until(async () => (await runProgress(pool, workflowId))?.endedAt != null);
    report(`the ${night} night`, `${seconds(start).toFixed(2)} s`, '< 5 s');
    const ended = performance.now();
    await handle.result();
    report('  upkeep after it', `${seconds(ended).toFixed(2)} s`);
    const {historyLength} = await handle.describe();
    report('  events in its history', `${historyLength}`, '< 60');
  }
}
