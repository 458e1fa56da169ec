import {startServer} from '../../api/server.ts';
import type {Config} from '../../config.ts';
import {isEmulated} from '../emulator.ts';
import {assertMigrated} from '../ready-database.ts';
import {openDatabase} from '../services.ts';
import {onceInterrupted} from '../signals.ts';

/** `preheat serve`: the HTTP server, until Ctrl-C. */
export async function serveCommand(config: Config, {port}: {port: number}): Promise<void> {
  const pool = await openDatabase(config, 'preheat serve');
  try {
    await assertMigrated(pool);
    const interrupted = onceInterrupted();
    const server = await startServer({
      pool,
      port,
      emulated: isEmulated(config),
      log: line => console.error(line),
    });
    console.log(`Serving ${server.url}. Ctrl-C stops it.`);
    await new Promise<void>(resolve => interrupted.addEventListener('abort', () => resolve()));
    await server.stop();
  } finally {
    await pool.end();
  }
}
