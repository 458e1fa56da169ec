import type {Config} from '../../config.ts';
import {createModel, modelWarnings} from '../model.ts';
import {assertMigrated, keyVariants} from '../ready-database.ts';
import {installRuntime} from '../runtime.ts';
import {databaseUrl} from '../services.ts';
import {readServices} from '../services-file.ts';
import {openWorkerConnection} from '../temporal.ts';
import {fired, onceInterrupted} from '../signals.ts';
import {startWorker} from '../start-worker.ts';
import {openWorkerPools} from '../worker-pools.ts';
import {withRunningEmulator} from '../emulator.ts';

/** `preheat worker`: works until Ctrl-C, then lets the calls in flight finish. */
export async function workerCommand(given: Config): Promise<void> {
  const config = withRunningEmulator(given, readServices(given));
  const model = createModel(config);
  for (const warning of modelWarnings(config, new Date())) console.log(warning);
  const pools = openWorkerPools(databaseUrl(config), config, 'preheat worker');
  const {pool} = pools;
  try {
    await assertMigrated(pool);
    const variants = await keyVariants(pool, config);
    installRuntime(config);
    const {connection, namespace} = await openWorkerConnection(config);
    try {
      const interrupted = onceInterrupted();
      const worker = await startWorker({...pools, config, connection, namespace, model, variants});
      console.log(
        `The worker is ready (${model.emulated ? 'Gemini emulator' : model.name}). Ctrl-C stops it after the calls in flight.`,
      );
      try {
        await Promise.race([worker.ended, fired(interrupted)]);
        if (interrupted.aborted)
          console.log('Stopping after the calls in flight, which are paid for. Ctrl-C again abandons them.');
      } finally {
        await worker.stop();
      }
    } finally {
      await connection.close();
    }
  } finally {
    await pools.end();
  }
}
