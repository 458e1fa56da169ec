import type {Config} from '../config.ts';
import {connect, type Pool} from '../sql/client.ts';
import {readServices} from './services-file.ts';

/**
 * The database that is meant: `DATABASE_URL`, else that of a running `preheat up`.
 *
 * @throws Error that says how to get one
 */
export function databaseUrl(config: Config): string {
  const url = config.databaseUrl ?? readServices(config)?.databaseUrl;
  if (url === undefined) throw new Error(noService('database', 'DATABASE_URL'));
  return url;
}

/** A pool on that database. @throws Error as `databaseUrl` does */
export async function openDatabase(
  config: Config,
  applicationName: string,
  maxConnections?: number,
): Promise<Pool> {
  return connect(databaseUrl(config), {
    applicationName,
    ...(maxConnections === undefined ? {} : {maxConnections}),
  });
}

/** What to do where a service is neither configured nor running. */
export function noService(what: string, variable: string): string {
  return `There is no ${what} to use. Run \`npm start\` in another terminal, or set ${variable} to a real one.`;
}
