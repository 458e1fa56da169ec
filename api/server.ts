import cookie from '@fastify/cookie';
import Fastify, {type FastifyInstance, type FastifyReply} from 'fastify';
import {GraphQLError} from './graphql/graphql.ts';
import type {KeyVariant} from '../domain/cells.ts';
import type {StalenessPolicy} from '../domain/staleness.ts';
import type {Pool} from '../sql/client.ts';
import {removeExpiredAccess} from '../sql/queries/attempts.ts';
import type {ConsoleCommands} from './console/commands.ts';
import {createRunFeed} from './console/run-feed.ts';
import {type ErrorCode, maskError} from './errors.ts';
import type {Services} from './graphql/context.ts';
import {createGraphqlHandler, GRAPHQL_PATH} from './graphql/handler.ts';
import {addConsole, type ConsoleFolder} from './http/console.ts';
import {addFirstAdminPage} from './http/first-admin-page.ts';
import {addMetrics} from './http/metrics.ts';
import {addPages} from './http/pages.ts';
import {addSecurityHeaders} from './http/security.ts';
import {
  createLessonRequests,
  type Regenerate,
  type RegenerateLessons,
  type RequestLesson,
} from './lessons/lesson-requests.ts';
import {startViewCounter} from './lessons/view-counter.ts';
import {type ApiSettings, DEFAULT_SETTINGS} from './settings.ts';
import {PAGE_STYLE} from './status-page.ts';

/** A document and its variables. The longest is a roadmap file of 1 MB, whose line breaks and quotes JSON escapes. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

const TOO_LARGE =
  'A request may have at most 2 MB. A text of roadmaps may have 1 MB: split it, or use `npx preheat import`.';

/** A request has to arrive within this; what answers it may take as long as a lesson is waited for, and this. */
const REQUEST_TIMEOUT_MS = 15_000;

/** Requests in flight end within this when the server stops; then their connections are cut. */
const STOP_GRACE_MS = 10_000;

const CLEANUP_MS = 60 * 60 * 1000;

export type ServerOptions = {
  pool: Pool;
  port: number;
  /** The emulator is the model. */
  emulated: boolean;
  /** Which lessons count as stale; default `DEFAULT_STALENESS`. */
  staleness?: StalenessPolicy;
  /** The keys under which a cell needs a lesson; default `DEFAULT_VARIANTS`. */
  variants?: readonly KeyVariant[];
  settings?: Partial<ApiSettings>;
  /** Absent where there is nothing that makes lessons. */
  requestLesson?: RequestLesson;
  regenerate?: Regenerate;
  regenerateLessons?: RegenerateLessons;
  /** Absent where there is nothing that runs could be started and steered by. */
  commands?: ConsoleCommands;
  /** Where the built console lies, if it is built; absent: it never is. */
  consoleFolder?: ConsoleFolder;
  /** Hears of requests that failed; the client is told nothing of the inside. */
  log: (line: string) => void;
};

/**
 * Serves the API (`/graphql`), health, coverage and runs, metrics, and the page that makes the first administrator. On
 * loopback unless the settings name another address.
 *
 * @returns `stop` lets requests in flight end, closes subscriptions and writes what was counted
 * @throws Error that names the port where it is in use
 */
export async function startServer(options: ServerOptions): Promise<{url: string; stop(): Promise<void>}> {
  const {pool, port, emulated, staleness, variants, log} = options;
  const settings = {...DEFAULT_SETTINGS, ...options.settings};
  const stopping = new AbortController();
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: settings.trustedProxies ?? false,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });
  const serving = {emulated, staleness, variants};
  const metrics = addMetrics(app, pool);
  const views = startViewCounter(pool, log);
  await app.register(cookie);
  await addSecurityHeaders(app, [PAGE_STYLE]);
  addErrorHandler(app, log);
  addPages(app, {pool, serving});
  await addConsole(app, options.consoleFolder ?? (() => null));
  await addFirstAdminPage(app, pool);
  await addGraphql(app, {
    pool,
    settings,
    serving,
    metrics,
    views,
    lessons: createLessonRequests({
      pool,
      requestLesson: options.requestLesson ?? null,
      waitMs: settings.missWaitMs,
      stopping: stopping.signal,
      log,
    }),
    regenerate: options.regenerate ?? null,
    regenerateLessons: options.regenerateLessons ?? null,
    runFeed: createRunFeed({pool, limits: options.commands?.model.limits, stopping: stopping.signal}),
    limits: options.commands?.model.limits,
    commands: options.commands ?? null,
    log,
    stopping: stopping.signal,
  });
  const cleanup = setInterval(() => {
    removeExpiredAccess(pool).catch((error: unknown) => log(`Old sessions stay for now: ${String(error)}`));
  }, CLEANUP_MS);
  cleanup.unref();

  const url = await app.listen({host: settings.host, port}).catch(async (error: NodeJS.ErrnoException) => {
    clearInterval(cleanup);
    await views.stop();
    throw error.code === 'EADDRINUSE' ? portInUse(settings.host, port, error) : error;
  });
  return {
    url,
    async stop() {
      clearInterval(cleanup);
      stopping.abort();
      const cut = setTimeout(() => app.server.closeAllConnections(), STOP_GRACE_MS);
      await app.close();
      clearTimeout(cut);
      await views.stop();
    },
  };
}

async function addGraphql(app: FastifyInstance, services: Services): Promise<void> {
  const handler = createGraphqlHandler(services);
  await app.register(async scope => {
    // Nothing but JSON: a page of another site can send a form without being asked, and no JSON.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', {parseAs: 'string'}, (_request, body, done) =>
      done(null, body),
    );
    scope.post(GRAPHQL_PATH, {handlerTimeout: services.settings.missWaitMs + REQUEST_TIMEOUT_MS}, handler);
    // For subscriptions, which last.
    scope.get(GRAPHQL_PATH, handler);
  });
}

/** Codes of what Fastify refuses before a resolver sees it. */
const CODES: Record<number, string> = {
  404: 'NOT_FOUND',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  503: 'TIMEOUT',
};

function addErrorHandler(app: FastifyInstance, log: (line: string) => void): void {
  app.setErrorHandler(async (error: unknown, request, reply) => {
    const isGraphql = request.url.split('?', 1)[0] === GRAPHQL_PATH;
    if (error instanceof GraphQLError) return sendGraphqlError(reply, error);
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    const message = error instanceof Error ? error.message : String(error);
    // Who closed the page, or asked for something else, has no answer to miss.
    const isGone = error instanceof Error && error.name === 'AbortError' && reply.raw.destroyed;
    // Such as the look for who asks, which finds the database away: told as a resolver's would be.
    if (isGraphql && !isGone && status >= 500 && !(status in CODES))
      return sendGraphqlError(reply, maskError(error, log));
    if (status >= 500 && !isGone) log(`${request.method} ${request.url.split('?', 1)[0]} failed: ${message}`);
    const refused = status === 413 ? TOO_LARGE : message;
    const told = status < 500 ? refused : "The request failed. The server's log says why.";
    if (!isGraphql) return reply.code(status).send({status: 'error', message: told});
    const code = CODES[status] ?? (status < 500 ? 'BAD_INPUT' : 'INTERNAL');
    return reply.code(status).send({errors: [{message: told, extensions: {code}}]});
  });
}

/** Of what fails before a resolver is asked: then the whole request has failed. */
const FAILED: Partial<Record<ErrorCode, number>> = {UNAVAILABLE: 503, TIMEOUT: 503, INTERNAL: 500};

function sendGraphqlError(reply: FastifyReply, error: GraphQLError): FastifyReply {
  const {http, ...extensions} = error.extensions as {http?: {status?: number}; code?: ErrorCode};
  const {code} = extensions;
  const status = http?.status ?? (code && FAILED[code]) ?? 400;
  return reply.code(status).send({errors: [{message: error.message, extensions}]});
}

function portInUse(host: string, port: number, cause: Error): Error {
  return new Error(
    `Port ${port} of ${host} is in use. Stop what uses it, or choose another one with PREHEAT_HTTP_PORT.`,
    {cause},
  );
}
