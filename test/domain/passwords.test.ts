import type * as Crypto from 'node:crypto';
import {expect, test, vi} from 'vitest';
import {hashPassword, MAX_PASSWORD_LENGTH, passwordFault, verifyPassword} from '../../domain/passwords.ts';

const derivations = vi.hoisted(() => vi.fn<typeof Crypto.pbkdf2>());
vi.mock('node:crypto', async original => {
  const crypto = await original<typeof Crypto>();
  return {...crypto, pbkdf2: derivations.mockImplementation(crypto.pbkdf2)};
});

/** Made by Python's hashlib, as Django makes them. */
const DJANGOS = [
  ['lètmein', 'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A='],
  [
    'correct horse battery',
    'pbkdf2_sha256$2000$abcDEF0123456789abcDEF$XmHC/2VWqreKoFN8NudTcUgkesumX5agLqe0PS661Yw=',
  ],
] as const;

test.each(DJANGOS)('%s is known by the hash that Django stores', async (password, encoded) => {
  expect(await verifyPassword(password, encoded)).toBe(true);
  expect(await verifyPassword(`${password} `, encoded)).toBe(false);
  expect(await verifyPassword('', encoded)).toBe(false);
});

const [, encoded] = DJANGOS[0];

test.each([
  ['no account', null],
  ['an unusable password', '!abcdefghijklmnopqrstuvwxyzabcdefghijklmnop'],
  ['an empty hash', ''],
  ['another kind of hash', encoded.replace('pbkdf2_sha256', 'argon2')],
  ['an unusable password around a good hash', `!${encoded}`],
  ['something after the hash', `${encoded}x`],
  ['no iterations', encoded.replace('$1000$', '$0$')],
  ['more iterations than are waited for', encoded.replace('$1000$', '$10000001$')],
  ['a shorter key', encoded.replace('JgZr', '')],
])('nobody has the password of %s', async (_what, hash) => {
  expect(await verifyPassword('lètmein', hash)).toBe(false);
});

test('a password without an account takes as long as one with: as many iterations are done', async () => {
  const iterationsFor = async (hash: string | null) => {
    derivations.mockClear();
    await verifyPassword('a wrong one', hash);
    return derivations.mock.calls.map(([, , iterations]) => iterations);
  };

  expect(await iterationsFor(null)).toEqual(await iterationsFor(await hashPassword('the right one')));
});

test('a hash that is made here is one of Django, with a salt of its own', async () => {
  const [first, second] = [await hashPassword('the same', 10), await hashPassword('the same', 10)];

  expect(first).toMatch(/^pbkdf2_sha256\$10\$[0-9a-f]{32}\$[A-Za-z0-9+/]{43}=$/);
  expect(first).not.toBe(second);
  // What the application's column holds.
  expect((await hashPassword('the same')).length).toBeLessThanOrEqual(128);
  expect(await verifyPassword('the same', first)).toBe(true);
});

test('a text that is longer than a password can be matches no password, not even its own beginning', async () => {
  const longest = 'p'.repeat(MAX_PASSWORD_LENGTH);
  const hash = await hashPassword(longest, 10);

  expect(await verifyPassword(longest, hash)).toBe(true);
  expect(await verifyPassword(`${longest}p`, hash)).toBe(false);
});

test.each([
  ['123456789', 'The password must have at least 10 characters.'],
  ['1234567890', null],
  ['p'.repeat(4_096), null],
  ['p'.repeat(4_097), 'The password must have at most 4096 characters.'],
])('a new password is long enough, and not too long (case %#)', (password, fault) => {
  expect(passwordFault(password)).toBe(fault);
});
