import {connectApi} from '../../api/pool.ts';
import {startServer} from '../../api/server.ts';
import type {Config} from '../../config.ts';
import {builtConsole} from '../../dev/build-console.ts';
import {isEmulated} from '../emulator.ts';
import {lessonRequester} from '../lesson-requests.ts';
import {assertMigrated, keyVariants} from '../ready-database.ts';
import {readServices} from '../services-file.ts';
import {noService} from '../services.ts';
import {fired, onceInterrupted} from '../signals.ts';

/** `preheat serve`: the HTTP server, until Ctrl-C. */
export async function serveCommand(config: Config, {port}: {port: number}): Promise<void> {
  const databaseUrl = config.databaseUrl ?? readServices(config)?.databaseUrl;
  if (databaseUrl === undefined) throw new Error(noService('database', 'DATABASE_URL'));
  await using started = new AsyncDisposableStack();
  const pool = connectApi(databaseUrl);
  started.defer(() => pool.end());
  await assertMigrated(pool);
  const interrupted = onceInterrupted();
  const lessons = lessonRequester(config, pool);
  started.defer(() => lessons.close());
  const consoleFolder = await builtConsole();
  if (consoleFolder === null)
    console.error('The console is not built: `npm run build` builds it. /status tells coverage and runs.');
  const server = await startServer({
    consoleFolder: () => consoleFolder,
    pool,
    port,
    emulated: isEmulated(config),
    staleness: config.staleness,
    variants: await keyVariants(pool, config),
    settings: config.api,
    requestLesson: lessons.requestLesson,
    regenerate: lessons.regenerate,
    regenerateLessons: lessons.regenerateLessons,
    commands: lessons.commands,
    log: line => console.error(line),
  });
  started.defer(() => server.stop());
  console.log(`Serving ${server.url}. Ctrl-C stops it.`);
  await fired(interrupted);
}
