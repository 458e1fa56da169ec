import {join} from 'node:path';
import type {Config} from '../config.ts';
import {startGeminiEmulator} from '../dev/gemini/server.ts';
import {startPostgres} from '../dev/postgres.ts';
import {findTemporalCli} from '../dev/temporal-cli.ts';
import {startTemporal, type TemporalServer} from '../dev/temporal-server.ts';
import {withEmulator} from './emulator.ts';
import {isTemporalChosen} from './temporal.ts';

type Starting = {started: AsyncDisposableStack; log: (line: string) => void};

/**
 * Starts the servers for which no real one is configured, side by side; `started` ends them.
 *
 * @param signal says that nobody waits any more
 * @returns where they are, and the configuration that uses them
 * @throws Error of the first that does not start; the signal's reason
 */
export async function startServers(
  given: Config,
  {started, signal, log}: {started: AsyncDisposableStack; signal: AbortSignal; log: (line: string) => void},
) {
  const starting = [
    given.databaseUrl === undefined
      ? embeddedPostgres(given, {started, log})
      : Promise.resolve(given.databaseUrl),
    isTemporalChosen(given) ? Promise.resolve(null) : embeddedTemporal(given, {started, signal, log}),
    given.gemini.apiKey === undefined ? emulatedGemini(given, {started, log}) : Promise.resolve(given),
  ] as const;
  // All have come up or failed before a failure is told: none may come up after the others were stopped.
  await Promise.allSettled(starting);
  const [databaseUrl, temporal, config] = await Promise.all(starting);
  signal.throwIfAborted();
  return {
    databaseUrl,
    /** Null where a real one is used: its namespace, TLS and key stand in the environment alone. */
    temporal,
    config: {
      ...config,
      databaseUrl,
      embeddedTemporalAddress: temporal?.address,
      temporalUiUrl: config.temporalUiUrl ?? temporal?.uiUrl,
    },
  };
}

async function embeddedPostgres(config: Config, {started, log}: Starting): Promise<string> {
  const server = await startPostgres({
    dir: join(config.homeDir, 'postgres'),
    port: config.ports.postgres,
    log,
  });
  started.defer(() => server.stop());
  return server.url;
}

async function embeddedTemporal(
  config: Config,
  {started, signal, log}: Starting & {signal: AbortSignal},
): Promise<TemporalServer> {
  const {path} = await findTemporalCli(config.environment, {cacheDir: config.cacheDir, log, signal});
  const server = await startTemporal({
    cli: path,
    dbFile: join(config.homeDir, 'temporal', 'temporal.db'),
    port: config.ports.temporal,
    uiPort: config.ports.temporalUi,
    log: config.logLevel === 'debug' ? log : () => {},
  });
  started.defer(() => server.stop());
  return server;
}

async function emulatedGemini(config: Config, {started, log}: Starting): Promise<Config> {
  const emulator = await startGeminiEmulator();
  started.defer(() => emulator.close());
  log(
    'GEMINI_API_KEY is not set: THE GEMINI EMULATOR WRITES THE LESSONS. They are marked as its own, and are replaced once a key is there.',
  );
  return withEmulator(config, emulator.url);
}
