import type {FastifyReply, FastifyRequest} from 'fastify';
import {MAX_DAYS} from '../../sql/queries/sessions.ts';

const NAME = 'preheat_session';

/** With this prefix a browser takes a cookie only over https, for this host alone and all its paths. */
const nameOf = (isSecure: boolean): string => (isSecure ? `__Host-${NAME}` : NAME);

const isSecure = (request: FastifyRequest): boolean => request.protocol === 'https';

/** The secret of the session that a request carries. */
export function sessionSecretOf(request: FastifyRequest): string | undefined {
  return request.cookies[nameOf(isSecure(request))];
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  reply.setCookie(nameOf(isSecure(request)), secret, {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(request),
    path: '/',
    maxAge: MAX_DAYS * 24 * 60 * 60,
  });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(nameOf(isSecure(request)), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(request),
    path: '/',
  });
}
