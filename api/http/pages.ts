import type {FastifyInstance} from 'fastify';
import {CELL_STATES} from '../../domain/cells.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import type {Pool} from '../../sql/client.ts';
import {planTotals} from '../../sql/queries/cells.ts';
import {recentRuns} from '../../sql/queries/runs.ts';
import {statusPage} from '../status-page.ts';

const RUNS_SHOWN = 10;

/**
 * Health (`/healthz`: the process lives; `/readyz`: the database answers too), the coverage and the newest runs as JSON
 * (`/status.json`) and as a page without script (`/status`), counted as `preheat plan` counts.
 */
export function addPages(app: FastifyInstance, {pool, serving}: {pool: Pool; serving: ServingPolicy}): void {
  const status = async () => {
    const [coverage, runs] = await Promise.all([
      planTotals(pool, {...serving, filter: {only: CELL_STATES.slice(1)}}),
      recentRuns(pool, RUNS_SHOWN),
    ]);
    return {emulated: serving.emulated, coverage, runs};
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
  app.get('/status', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(statusPage(await status())),
  );
}
