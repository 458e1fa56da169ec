import type {FastifyRequest} from 'fastify';

/** A page of another site cannot send it without being asked first, and that is always declined. */
export const CSRF_HEADER = 'x-preheat-csrf';

/**
 * Whether a request that a cookie vouches for was sent by a page of this server: browsers send the cookie along with
 * what other pages ask, too. A script without a browser sends the header instead.
 */
export function isFromThisSite(request: FastifyRequest): boolean {
  const {origin} = request.headers;
  // A page that hides where it is from sends `null`.
  if (origin !== undefined) return URL.canParse(origin) && new URL(origin).host === request.host;
  return request.headers[CSRF_HEADER] !== undefined;
}
