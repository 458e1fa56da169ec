import type {FastifyReply, FastifyRequest} from 'fastify';
import type {Pool} from '../../sql/client.ts';
import {userOfSession} from '../../sql/queries/sessions.ts';
import {userOfToken} from '../../sql/queries/tokens.ts';
import {findUser, type User} from '../../sql/queries/users.ts';
import {apiError} from '../errors.ts';
import {GraphQLError} from '../graphql/graphql.ts';
import {CSRF_HEADER, isFromThisSite} from './csrf.ts';
import {readJwt} from './jwt.ts';
import {hashOf, TOKEN_PREFIX} from './secrets.ts';
import {clearSessionCookie, sessionSecretOf} from './session-cookie.ts';
import {ANONYMOUS, type SignedIn, type Viewer, viewerOf} from './viewer.ts';

type Options = {pool: Pool; jwtSecret: string | null};

/**
 * Who sends a request: by its bearer token (of a script, or of the application), else by its session's cookie, else
 * nobody. The account is looked up each time: a blocked one is out at once.
 *
 * @throws GraphQLError for a bearer token that is not valid, and for a cookie that another site makes use of
 */
export async function authenticate(
  request: FastifyRequest,
  reply: FastifyReply,
  {pool, jwtSecret}: Options,
): Promise<Viewer> {
  const {authorization} = request.headers;
  if (authorization !== undefined) return byBearer(pool, authorization, jwtSecret);
  const secret = sessionSecretOf(request);
  if (secret === undefined) return ANONYMOUS;
  // A subscription is a GET, and changes nothing: a page of another site cannot read what it answers.
  if (request.method !== 'GET' && !isFromThisSite(request)) {
    throw apiError(
      'CSRF',
      `A request with a session's cookie must come from this server's own pages, or carry the header ${CSRF_HEADER}.`,
      {httpStatus: 403},
    );
  }
  const sessionHash = hashOf(secret);
  const user = await userOfSession(pool, sessionHash);
  if (user?.isInGoodStanding) return viewerOf(user, {kind: 'session', sessionHash});
  clearSessionCookie(request, reply);
  return ANONYMOUS;
}

/**
 * Who sent a request, looked up anew: nobody where they could no longer send it. Unlike a request, it does not prolong a
 * session.
 */
export async function authenticateAgain(
  request: FastifyRequest,
  {pool, jwtSecret}: Options,
): Promise<Viewer> {
  const {authorization} = request.headers;
  if (authorization !== undefined) {
    return byBearer(pool, authorization, jwtSecret).catch((error: unknown) => {
      if (error instanceof GraphQLError) return ANONYMOUS;
      throw error;
    });
  }
  const secret = sessionSecretOf(request);
  if (secret === undefined) return ANONYMOUS;
  const sessionHash = hashOf(secret);
  const user = await userOfSession(pool, sessionHash, {isSeen: false});
  return user?.isInGoodStanding ? viewerOf(user, {kind: 'session', sessionHash}) : ANONYMOUS;
}

async function byBearer(pool: Pool, authorization: string, jwtSecret: string | null): Promise<SignedIn> {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (token === undefined) throw unauthenticated('The header "authorization" must be "Bearer" and a token.');
  if (token.startsWith(TOKEN_PREFIX)) {
    const user = await userOfToken(pool, hashOf(token));
    if (user === null) throw unauthenticated('This API token is not known, has expired or was revoked.');
    return viewerOf(inGoodStanding(user), {kind: 'token', scopes: user.scopes});
  }
  if (jwtSecret === null) throw unauthenticated('Bearer tokens of the application are not accepted here.');
  const reading = await readJwt(token, jwtSecret);
  if (reading.kind === 'refused') throw unauthenticated(reading.message);
  const user = await findUser(pool, reading.userId);
  if (user === null) throw unauthenticated('The account of this bearer token does not exist.');
  return viewerOf(inGoodStanding(user), {kind: 'jwt'});
}

function inGoodStanding(user: User): User {
  if (user.isInGoodStanding) return user;
  throw unauthenticated('This account is inactive, blocked, suspended or deleted.');
}

const unauthenticated = (message: string) => apiError('UNAUTHENTICATED', message, {httpStatus: 401});
