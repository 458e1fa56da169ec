import type {FastifyInstance} from 'fastify';
import {collectDefaultMetrics, Counter, Gauge, Histogram, Registry} from 'prom-client';
import type {Pool} from '../../sql/client.ts';
import {serverCounts} from '../../sql/queries/metrics.ts';

/** From a cached lesson to one that is waited for. */
const SECONDS = [0.002, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export type Metrics = {countError(code: string): void; countLesson(outcome: string): void};

/**
 * Measures requests, and offers what was measured at `/metrics` (Prometheus). The gauges ask the database when they are
 * read; where it does not answer, the counters are told without them.
 */
export function addMetrics(app: FastifyInstance, pool: Pool): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({register: registry});
  const durations = new Histogram({
    name: 'preheat_http_request_duration_seconds',
    help: 'Duration of HTTP requests by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const errors = new Counter({
    name: 'preheat_graphql_errors_total',
    help: 'Errors that GraphQL answers carried, by code.',
    labelNames: ['code'],
    registers,
  });
  const lessons = new Counter({
    name: 'preheat_lesson_requests_total',
    help: 'Lessons that were asked for, by outcome: cached, made, ticket, refused.',
    labelNames: ['outcome'],
    registers,
  });
  const runs = new Gauge({
    name: 'preheat_runs',
    help: 'Runs by state.',
    labelNames: ['state'],
    registers,
  });
  const connections = new Gauge({
    name: 'preheat_database_connections',
    help: 'Connections of Preheat to the database by state.',
    labelNames: ['state'],
    registers,
  });
  const isReady = new Gauge({
    name: 'preheat_database_up',
    help: 'Whether the database answers.',
    registers,
  });

  app.addHook('onResponse', async (request, reply) => {
    // The route and not the path: a path holds what somebody typed.
    const route = request.routeOptions.url ?? 'none';
    durations.observe(
      {method: request.method, route, status: String(reply.statusCode)},
      reply.elapsedTime / 1000,
    );
  });
  app.get('/metrics', async (_request, reply) => {
    const counts = await serverCounts(pool).catch(() => null);
    isReady.set(counts === null ? 0 : 1);
    runs.reset();
    connections.reset();
    for (const {state, count} of counts?.runs ?? []) runs.set({state}, count);
    for (const {state, count} of counts?.connections ?? []) connections.set({state}, count);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  return {
    countError: code => errors.inc({code}),
    countLesson: outcome => lessons.inc({outcome}),
  };
}
