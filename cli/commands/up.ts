import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {firstAdminLink} from '../../api/access/first-admin.ts';
import {connectApi} from '../../api/pool.ts';
import type {ConsoleFolder} from '../../api/http/console.ts';
import {startServer} from '../../api/server.ts';
import type {Model} from '../../activities/model.ts';
import type {Config} from '../../config.ts';
import type {KeyVariant} from '../../domain/cells.ts';
import {lockInstance} from '../../dev/instance-lock.ts';
import {choosePort} from '../../dev/ports.ts';
import type {Pool} from '../../sql/client.ts';
import {migrate} from '../../sql/migrate.ts';
import {countRoadmaps, importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {startConsoleBuild} from '../console-build.ts';
import {lessonRequester} from '../lesson-requests.ts';
import {formatDuration} from '../format.ts';
import {createModel, modelWarnings} from '../model.ts';
import {openWorkerPools} from '../worker-pools.ts';
import {keyVariants} from '../ready-database.ts';
import {starterRoadmaps} from '../roadmap-files.ts';
import {installRuntime} from '../runtime.ts';
import {removeServices, writeServices} from '../services-file.ts';
import {openTemporalClient, openWorkerConnection} from '../temporal.ts';
import {fired, onceInterrupted} from '../signals.ts';
import {startServers} from '../start-servers.ts';
import {startWorker} from '../start-worker.ts';
import {warmToTheEnd} from '../warm-to-the-end.ts';

const say = (line: string): void => console.log(line);

/**
 * `preheat up` (`npm start`): brings up what is not configured (database, Temporal server, model), a worker and the
 * HTTP server, runs the warm-up to its end, and serves until Ctrl-C.
 *
 * @param exit ends after the warm-up instead of serving on
 * @returns whether every wanted cell is served
 */
export async function upCommand(
  given: Config,
  options: {exit: boolean; maxUsd: number | null},
): Promise<boolean> {
  if (given.databaseUrl !== undefined && given.gemini.apiKey === undefined) {
    throw new Error(
      'DATABASE_URL is set and GEMINI_API_KEY is not: the emulator would write into that database what its readers see. ' +
        'Set GEMINI_API_KEY, or leave DATABASE_URL out to try Preheat with an embedded database.',
    );
  }
  const interrupted = onceInterrupted();
  try {
    return await bringUp(given, {...options, interrupted});
  } catch (error) {
    if (!interrupted.aborted || error !== interrupted.reason) throw error;
    say('Stopped before a run was started.');
    return false;
  }
}

/** @throws the reason of `interrupted` where it fires before there is a run to follow */
async function bringUp(
  given: Config,
  {exit, maxUsd, interrupted}: {exit: boolean; maxUsd: number | null; interrupted: AbortSignal},
): Promise<boolean> {
  const startedAt = Date.now();
  await mkdir(given.homeDir, {recursive: true, mode: 0o755});
  // Everything that was started ends in the opposite order, however this ends.
  await using started = new AsyncDisposableStack();
  const lock = lockInstance(given.homeDir);
  started.defer(() => lock.release());

  // Before anything is brought up: a port in use is told at once.
  const port = await choosePort({
    wanted: given.ports.http,
    setting: 'PREHEAT_HTTP_PORT',
    rememberedIn: join(given.homeDir, 'http.port'),
  });
  const consoleBuild = startConsoleBuild();
  started.defer(() => consoleBuild.stop());
  const servers = await startServers(given, {started, signal: interrupted, log: say});
  const config = servers.config;
  const model = createModel(config);
  for (const warning of modelWarnings(config, new Date())) say(warning);
  const pools = openWorkerPools(servers.databaseUrl, config, 'preheat up');
  started.defer(() => pools.end());
  const {pool} = pools;
  await migrate(pool);
  const variants = await keyVariants(pool, config);
  // Not into somebody's own database: there, people import what they want.
  if (given.databaseUrl === undefined) await importStarters(pool);

  installRuntime(config);
  const {connection, namespace} = await openWorkerConnection(config);
  started.defer(() => connection.close());
  const client = await openTemporalClient(config);
  started.defer(() => client.connection.close());
  const worker = await startWorker({...pools, config, connection, namespace, model, variants});
  let isWarming = true;
  started.defer(async () => {
    if (isWarming) say('Stopping after the calls in flight, which are paid for. Ctrl-C again abandons them.');
    await worker.stop();
  });
  const api = await serveApi(
    {config, databaseUrl: servers.databaseUrl, port, model, variants, consoleFolder: consoleBuild.folder},
    started,
  );
  const {server} = api;
  await writeServices(config, {
    pid: process.pid,
    databaseUrl: servers.databaseUrl,
    temporalAddress: servers.temporal?.address ?? null,
    temporalUiUrl: servers.temporal?.uiUrl ?? null,
    geminiUrl: model.emulated ? config.gemini.baseUrl : null,
    httpUrl: server.url,
    model: config.gemini.model,
    emulated: model.emulated,
  });
  started.defer(() => removeServices(config));

  say(
    `Ready after ${formatDuration(Date.now() - startedAt)}: ${server.url}${servers.temporal?.uiUrl ? ` · Temporal ${servers.temporal.uiUrl}` : ''}`,
  );
  const link = await firstAdminLink(api.pool, server.url);
  if (link)
    say(`There is no account yet. This link makes the first administrator, once, within a day:\n  ${link}`);
  const whole = await Promise.race([
    warmToTheEnd({
      config,
      pool,
      client,
      maxUsd,
      modelName: model.name,
      isOnlyServer: given.databaseUrl === undefined,
      signal: interrupted,
    }),
    // A worker that fails would leave the progress standing still for ever.
    worker.ended.then(() => Promise.reject(new Error('The worker ended before the run did.'))),
  ]);
  isWarming = interrupted.aborted;
  if (!exit && !interrupted.aborted) {
    const told = await consoleBuild.told;
    if (told !== null) say(told);
    say(
      `Serving ${server.url} until Ctrl-C. Other commands find these services${servers.temporal ? '' : ' (of Temporal they need the settings)'}: npx preheat plan | warm | runs | limits | quarantine | schedule.`,
    );
    await Promise.race([fired(interrupted), worker.ended]);
  }
  return whole;
}

/** The HTTP server, with connections of its own: a slow question of a page must not hold up a lesson. */
async function serveApi(
  given: {
    config: Config;
    databaseUrl: string;
    port: number;
    model: Model;
    variants: readonly KeyVariant[];
    consoleFolder: ConsoleFolder;
  },
  started: AsyncDisposableStack,
): Promise<{server: {url: string}; pool: Pool}> {
  const {config, databaseUrl, port, model, variants, consoleFolder} = given;
  const pool = connectApi(databaseUrl);
  started.defer(() => pool.end());
  const lessons = lessonRequester(config, pool);
  started.defer(() => lessons.close());
  const server = await startServer({
    pool,
    port,
    consoleFolder,
    emulated: model.emulated,
    staleness: config.staleness,
    variants,
    settings: config.api,
    requestLesson: lessons.requestLesson,
    regenerate: lessons.regenerate,
    regenerateLessons: lessons.regenerateLessons,
    commands: lessons.commands,
    log: say,
  });
  started.defer(() => server.stop());
  return {server, pool};
}

async function importStarters(pool: Pool): Promise<void> {
  if ((await countRoadmaps(pool)) > 0) return;
  const roadmaps = await starterRoadmaps();
  const {addedCellCount} = await importRoadmaps(pool, roadmaps);
  say(`Imported ${roadmaps.length} starter roadmaps: ${addedCellCount.toLocaleString('en-US')} cells.`);
}
