import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {readConfig} from '../config.ts';
import {startGeminiEmulator} from '../dev/gemini/server.ts';
import {startPostgres} from '../dev/postgres.ts';
import {findTemporalCli} from '../dev/temporal-cli.ts';
import {startTemporal} from '../dev/temporal-server.ts';
import {withEmulator} from '../cli/emulator.ts';
import {installRuntime} from '../cli/runtime.ts';
import {MAX_CONNECTIONS} from '../cli/worker-pools.ts';
import {connect} from '../sql/client.ts';
import {migrate} from '../sql/migrate.ts';

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A line of a report: what was measured, the figure, and the target where there is one. */
export function report(what: string, figure: string, target?: string): void {
  say(`  ${what.padEnd(52)} ${figure.padStart(14)}${target ? `   target ${target}` : ''}`);
}

export const seconds = (sinceMs: number): number => (performance.now() - sinceMs) / 1000;

export const mean = (figures: readonly number[]): number =>
  figures.reduce((sum, one) => sum + one, 0) / figures.length;

export const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;

export const pause = (ms: number): Promise<void> => delay(ms);

/** Waits for a state that can be looked at. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(50);
}

export const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

/** Postgres as `npm start` runs it (synced to disk), migrated, in a temporary folder. Dispose of it at the end. */
export async function benchDatabase(stack: AsyncDisposableStack) {
  const dir = await benchFolder();
  stack.defer(() => rm(dir, {recursive: true, force: true}));
  const server = await startPostgres({dir: join(dir, 'postgres')});
  stack.defer(() => server.stop());
  const pool = connect(server.url, {applicationName: 'preheat bench', maxConnections: MAX_CONNECTIONS});
  stack.defer(() => pool.end());
  await migrate(pool);
  return {pool, dir, url: server.url};
}

/** A temporary folder that the database's own user may enter: as root, the server runs as another one. */
export async function benchFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'preheat-bench-'));
  await chmod(dir, 0o755);
  return dir;
}

/** The environment without settings of ours: a bench must not meet a real key, database or server. */
export function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !/^(DATABASE_URL$|GEMINI_|TEMPORAL_(?!CLI$)|PREHEAT_(?!CACHE_DIR$))/.test(name),
    ),
  );
}

let isRuntimeInstalled = false;

/** The stack of `npm start`: Postgres, Temporal on a file, the emulator at zero latency without quota. */
export async function benchStack(stack: AsyncDisposableStack, pragmas?: string[]) {
  const database = await benchDatabase(stack);
  const environment = withoutSettings(process.env);
  const base = readConfig({...environment, DATABASE_URL: database.url});
  const {path} = await findTemporalCli(environment, {cacheDir: base.cacheDir, log: say});
  const temporal = await startTemporal({
    cli: path,
    dbFile: join(database.dir, 'temporal.db'),
    headless: true,
    ...(pragmas ? {pragmas} : {}),
  });
  stack.defer(() => temporal.stop());
  const emulator = await startGeminiEmulator();
  stack.defer(() => emulator.close());
  const config = withEmulator({...base, embeddedTemporalAddress: temporal.address}, emulator.url);
  if (!isRuntimeInstalled) installRuntime(config);
  isRuntimeInstalled = true;
  return {...database, config, emulator, temporal};
}
