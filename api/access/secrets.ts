import {createHash, randomBytes} from 'node:crypto';

/** How a token of a script begins: what is found in a file or a log can be told for what it is. */
export const TOKEN_PREFIX = 'preheat_';

/** A secret that nobody guesses: 32 random bytes, as text for a cookie, a header or a link. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret. It has as many bits as the hash: nothing slower is needed. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
