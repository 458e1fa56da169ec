import Fastify from 'fastify';
import type {Pool} from '../sql/client.ts';
import {planTotals} from '../sql/queries/cells.ts';
import {recentRuns} from '../sql/queries/runs.ts';
import {CELL_STATES} from '../domain/cells.ts';
import {statusPage} from './status-page.ts';

const RUNS_SHOWN = 10;

/**
 * Serves health (`/healthz`: the process lives; `/readyz`: the database answers too), the coverage and the newest
 * runs as JSON (`/status.json`) and as a page (`/`). On loopback only.
 *
 * @throws Error that names the port where it is in use
 */
export async function startServer({
  pool,
  port,
  emulated,
  log,
}: {
  pool: Pool;
  port: number;
  emulated: boolean;
  /** Hears of requests that failed; the client is told nothing of the inside. */
  log: (line: string) => void;
}): Promise<{url: string; stop(): Promise<void>}> {
  const app = Fastify({forceCloseConnections: true});

  const status = async () => {
    const [coverage, runs] = await Promise.all([
      planTotals(pool, {emulated, filter: {only: CELL_STATES.slice(1)}}),
      recentRuns(pool, RUNS_SHOWN),
    ]);
    return {emulated, coverage, runs};
  };

  app.get('/healthz', async () => ({status: 'ok'}));
  app.get('/readyz', async (_request, reply) => {
    try {
      await pool`select 1`;
      return {status: 'ok'};
    } catch {
      return reply.code(503).send({status: 'unavailable', message: 'The database does not answer.'});
    }
  });
  app.get('/status.json', status);
  app.get('/', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      )
      .send(statusPage(await status())),
  );
  app.setErrorHandler(async (error, request, reply) => {
    log(`${request.method} ${request.url} failed: ${error instanceof Error ? error.message : String(error)}`);
    return reply.code(500).send({status: 'error', message: "The request failed. The server's log says why."});
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
  });

  const url = await app.listen({host: '127.0.0.1', port}).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} of 127.0.0.1 is in use. Stop what uses it, or choose another one with PREHEAT_HTTP_PORT.`,
      {cause: error},
    );
  });
  return {url, stop: () => app.close()};
}
