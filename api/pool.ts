import {connect, type Pool} from '../sql/client.ts';

/** No answer of the API takes longer to find: a statement that does is ended by Postgres. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** Reads are short: more connections than cores of the database only wait for each other. */
const MAX_CONNECTIONS = 10;

/** A pool for the API, whose statements are ended where they take too long. */
export function connectApi(databaseUrl: string): Pool {
  const url = new URL(databaseUrl);
  url.searchParams.set('statement_timeout', String(STATEMENT_TIMEOUT_MS));
  return connect(url.href, {applicationName: 'preheat api', maxConnections: MAX_CONNECTIONS});
}
