/** Codes of postgres.js, of the network and of a server that starts or stops: nothing is wrong with the query. */
const CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01', // terminated by an administrator
  '57P02', // another server process crashed
  '57P03', // starting up or shutting down
  '08006', // connection failure
  '53300', // too many connections
]);

/** Whether the database was away, rather than the query at fault. */
export function isConnectionError(error: unknown): error is Error & {code: string} {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && CODES.has(error.code);
}
