import {randomUUID} from 'node:crypto';
import {GraphQLError} from './graphql/graphql.ts';
import {isConnectionError} from '../sql/connection-errors.ts';

/** What a client can act on: `extensions.code` of each error. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'CSRF'
  | 'BAD_INPUT'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'METHOD_NOT_ALLOWED'
  | 'TOO_LARGE'
  | 'TIMEOUT'
  | 'UNAVAILABLE'
  | 'INTERNAL';

/** An error that is meant for the client. */
export function apiError(
  code: ErrorCode,
  message: string,
  more: {httpStatus?: number; retryAfterSeconds?: number} = {},
): GraphQLError {
  const {httpStatus, retryAfterSeconds} = more;
  return new GraphQLError(message, {
    extensions: {
      code,
      ...(retryAfterSeconds !== undefined && {retryAfterSeconds}),
      ...(httpStatus !== undefined && {http: {status: httpStatus}}),
    },
  });
}

/** Postgres ended a statement that took too long. */
const STATEMENT_TIMEOUT = '57014';

/**
 * What a client is told of an error: errors that were meant for it as they are, all else without its inside. The log
 * gets the whole of it, under an id that both show.
 */
export function maskError(error: unknown, log: (line: string) => void): GraphQLError {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  const place = error instanceof GraphQLError ? {nodes: error.nodes ?? null, path: error.path ?? null} : {};
  if (error instanceof GraphQLError && (cause === undefined || cause === null)) return error;
  if (cause instanceof GraphQLError)
    return new GraphQLError(cause.message, {...place, extensions: cause.extensions});
  const {code, message} = kindOf(cause);
  const id = randomUUID();
  log(`${id} ${code} ${describe(cause)}`);
  return new GraphQLError(`${message} The server's log says why, under ${id}.`, {
    ...place,
    extensions: {code, id},
  });
}

function kindOf(cause: unknown): {code: ErrorCode; message: string} {
  if (isConnectionError(cause)) return {code: 'UNAVAILABLE', message: 'The database does not answer.'};
  if (cause instanceof Error && 'code' in cause && cause.code === STATEMENT_TIMEOUT)
    return {code: 'TIMEOUT', message: 'The answer took too long to find. Ask for less.'};
  return {code: 'INTERNAL', message: 'This failed here.'};
}

const describe = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
