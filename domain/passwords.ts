import {pbkdf2, randomBytes, timingSafeEqual} from 'node:crypto';

const KEY_BYTES = 32;

/** What the application's own version of Django asks. */
const ITERATIONS = 1_000_000;

/** No row of a database may keep a processor busy for longer than this: about four seconds. */
const MAX_ITERATIONS = 10_000_000;

/** Longer ones are refused: Django's own forms take at most this. */
export const MAX_PASSWORD_LENGTH = 4_096;

/** Shorter ones are not accepted for accounts that are made here; accounts of the application keep what they have. */
export const MIN_PASSWORD_LENGTH = 10;

const ENCODED = /^pbkdf2_sha256\$(?<iterations>\d{1,8})\$(?<salt>[^$]+)\$(?<key>[A-Za-z0-9+/]{43}=)$/;

/** Of a password that nobody knows: what is compared where there is no account, so that both take as long. */
const NOBODYS = `pbkdf2_sha256$${ITERATIONS}$${'x'.repeat(22)}$${randomBytes(KEY_BYTES).toString('base64')}`;

/**
 * Whether a password is the one of an account, by the hash that Django stores (`pbkdf2_sha256$iterations$salt$key`).
 * Null, an unusable password (`!…`) and a hash of another kind are no one's; finding out takes as long as a wrong
 * password does.
 */
export async function verifyPassword(password: string, encoded: string | null): Promise<boolean> {
  const own = read(encoded);
  const {salt, iterations, key} = own ?? read(NOBODYS)!;
  // Too long a text is cut, not refused at once: the time must not tell.
  const derived = await derive(password.slice(0, MAX_PASSWORD_LENGTH), {salt, iterations});
  return timingSafeEqual(derived, key) && own !== null && password.length <= MAX_PASSWORD_LENGTH;
}

/** The hash of a password in Django's form, so that the application accepts it as well. */
export async function hashPassword(password: string, iterations = ITERATIONS): Promise<string> {
  // 22 characters of Django's alphabet would do; these have as many bits.
  const salt = randomBytes(16).toString('hex');
  const key = await derive(password, {salt, iterations});
  return `pbkdf2_sha256$${iterations}$${salt}$${key.toString('base64')}`;
}

/** Why a new password cannot be taken; null where it can. */
export function passwordFault(password: string): string | null {
  if (password.length < MIN_PASSWORD_LENGTH)
    return `The password must have at least ${MIN_PASSWORD_LENGTH} characters.`;
  if (password.length > MAX_PASSWORD_LENGTH)
    return `The password must have at most ${MAX_PASSWORD_LENGTH} characters.`;
  return null;
}

function read(encoded: string | null): {salt: string; iterations: number; key: Buffer} | null {
  const parts = encoded === null ? undefined : ENCODED.exec(encoded)?.groups;
  const iterations = Number(parts?.['iterations']);
  if (!parts || iterations < 1 || iterations > MAX_ITERATIONS) return null;
  return {salt: parts['salt'] ?? '', iterations, key: Buffer.from(parts['key'] ?? '', 'base64')};
}

/** In another thread: nothing else waits for it. */
function derive(password: string, {salt, iterations}: {salt: string; iterations: number}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    pbkdf2(password, salt, iterations, KEY_BYTES, 'sha256', (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
