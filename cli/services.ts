import {readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {z} from 'zod';
import type {Config} from '../config.ts';
import {findProcess} from '../dev/child-process.ts';
import {connect, type Pool} from '../sql/client.ts';

/** What `preheat up` brought up, left in a file so that the other commands find it. */
const Services = z.object({
  pid: z.number(),
  databaseUrl: z.string(),
  temporalAddress: z.string(),
  temporalUiUrl: z.string().nullable(),
  geminiUrl: z.string().nullable(),
  httpUrl: z.string(),
});

export type Services = z.infer<typeof Services>;

const fileOf = (config: Config) => join(config.homeDir, 'services.json');

export async function writeServices(config: Config, services: Services): Promise<void> {
  // Whole or not at all: other commands read it at any moment.
  const part = `${fileOf(config)}.part`;
  await writeFile(part, `${JSON.stringify(services, null, 2)}\n`, {mode: 0o600});
  await rename(part, fileOf(config));
}

export async function removeServices(config: Config): Promise<void> {
  await rm(fileOf(config), {force: true});
}

/** The services of a running `preheat up`; null where none runs. */
export async function readServices(config: Config): Promise<Services | null> {
  const text = await readFile(fileOf(config), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = Services.safeParse(parseJson(text));
  return parsed.success && findProcess(parsed.data.pid) ? parsed.data : null;
}

/** Undefined for what is no JSON: a file that somebody damaged tells of no services. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A pool on the database that is meant: `DATABASE_URL`, else that of a running `preheat up`.
 *
 * @throws Error that says how to get one
 */
export async function openDatabase(
  config: Config,
  applicationName: string,
  maxConnections?: number,
): Promise<Pool> {
  const url = config.databaseUrl ?? (await readServices(config))?.databaseUrl;
  if (url === undefined) throw new Error(noService('database', 'DATABASE_URL'));
  return connect(url, {applicationName, ...(maxConnections === undefined ? {} : {maxConnections})});
}

/** What to do where a service is neither configured nor running. */
export function noService(what: string, variable: string): string {
  return `There is no ${what} to use. Run \`npm start\` in another terminal, or set ${variable} to a real one.`;
}
