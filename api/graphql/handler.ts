import type {FastifyReply, FastifyRequest} from 'fastify';
import {createYoga, type Plugin} from 'graphql-yoga';
import {authenticate, authenticateAgain} from '../access/authenticate.ts';
import {clearSessionCookie, setSessionCookie} from '../access/session-cookie.ts';
import type {Viewer} from '../access/viewer.ts';
import {watchAccess} from '../access/watch-access.ts';
import {apiError, type ErrorCode, maskError} from '../errors.ts';
import type {ApiContext, Services} from './context.ts';
import type {Metrics} from '../http/metrics.ts';
import {endingStream} from './ending-stream.ts';
import type {ExecutionResult} from './graphql.ts';
import {idVariables} from './id-variables.ts';
import {documentSize} from './document-size.ts';
import {documentLimits, requestRules} from './limits.ts';
import {schema} from './schema.ts';

export const GRAPHQL_PATH = '/graphql';

/** What a request brings along. */
export type RequestContext = Pick<ApiContext, 'viewer' | 'address' | 'setSession'> & {method: string};

/** Answers requests to the one GraphQL endpoint. */
export function createGraphqlHandler(services: Services) {
  const {log, metrics, settings, stopping} = services;
  const yoga = createYoga<RequestContext, Services>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    context: services,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    logging: false,
    maskedErrors: {
      errorMessage: 'This failed here.',
      maskError: error => maskError(error, log),
    },
    plugins: [
      documentSize(),
      ...documentLimits(),
      idVariables(),
      requestRules(settings),
      errorCodes(metrics),
    ],
  });

  return async (request: FastifyRequest, reply: FastifyReply) => {
    const viewer: Viewer = await authenticate(request, reply, {
      pool: services.pool,
      jwtSecret: settings.jwtSecret,
    });
    const gone = new AbortController();
    let isStream = false;
    reply.raw.on('close', () => {
      // A stream that was sent to its end has no reader either; of another answer nothing is left to end then.
      if (isStream || !reply.raw.writableFinished) gone.abort();
    });
    const response = await yoga.fetch(
      new URL(request.url, 'http://preheat.invalid'),
      {
        method: request.method,
        headers: headersOf(request),
        // As it came: Yoga reads it.
        body: typeof request.body === 'string' ? request.body : null,
        // A query in flight ends by itself; a subscription would not.
        signal: request.method === 'GET' ? AbortSignal.any([gone.signal, stopping]) : gone.signal,
      },
      {
        viewer,
        method: request.method,
        address: request.ip,
        setSession: secret =>
          secret === null ? clearSessionCookie(request, reply) : setSessionCookie(request, reply, secret),
      },
    );
    isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    if (!isStream) return sendText(reply, response);
    if (response.body === null) return reply.send(response);
    const ended = watchAccess(viewer, {
      again: () => authenticateAgain(request, {pool: services.pool, jwtSecret: settings.jwtSecret}),
      gone: gone.signal,
      log,
    });
    return reply.send(new Response(endingStream(response.body, ended, accessEnded()), response));
  };
}

/** As a text: to send it as the stream that it could be costs more than to work it out. */
async function sendText(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  const body = await response.text();
  return reply.code(response.status).headers(Object.fromEntries(response.headers)).send(body);
}

const accessEnded = () =>
  apiError('UNAUTHENTICATED', 'Your session has ended, or your account may no longer follow this.');

/** Gives each error a code, also where a variable does not fit its type, which nobody masks; and counts them. */
const errorCodes = (metrics: Metrics): Plugin => ({
  onResultProcess({result}) {
    for (const {errors = []} of [result].flat() as ExecutionResult[]) {
      for (const {extensions} of errors) {
        extensions['code'] ??= 'BAD_INPUT' satisfies ErrorCode;
        metrics.countError(String(extensions['code']));
      }
    }
  },
});

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const name of ['accept', 'content-type']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return headers;
}
