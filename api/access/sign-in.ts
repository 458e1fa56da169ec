import {verifyPassword} from '../../domain/passwords.ts';
import type {Pool} from '../../sql/client.ts';
import {attempt, type AttemptLimit, forgetAttempts} from '../../sql/queries/attempts.ts';
import {openSession} from '../../sql/queries/sessions.ts';
import {findAccount} from '../../sql/queries/users.ts';
import {hashOf, newSecret} from './secrets.ts';
import {type SignedIn, viewerOf} from './viewer.ts';

const QUARTER_HOUR_SECONDS = 15 * 60;

/** Far more than somebody mistypes, and far too few to guess a password. */
export const SIGN_INS_OF_ACCOUNT: AttemptLimit = {
  kind: 'sign_in_account',
  maxCount: 10,
  windowSeconds: QUARTER_HOUR_SECONDS,
};

/** An office behind one address signs in; one that tries a password on many accounts is stopped. */
export const SIGN_INS_OF_ADDRESS: AttemptLimit = {
  kind: 'sign_in_address',
  maxCount: 50,
  windowSeconds: QUARTER_HOUR_SECONDS,
};

export type SignInResult =
  | {kind: 'signed_in'; viewer: SignedIn; secret: string}
  | {kind: 'refused'; message: string}
  | {kind: 'too_many'; retryAt: Date};

/**
 * Signs somebody in with an account of the application. Whether there is an account is not told, neither by the words
 * nor by the time.
 */
export async function signIn(
  pool: Pool,
  {login, password, address}: {login: string; password: string; address: string},
): Promise<SignInResult> {
  const subject = login.toLowerCase();
  // Counted before the password is looked at: tries at once are all counted.
  const retryAt =
    (await attempt(pool, SIGN_INS_OF_ADDRESS, address)) ??
    (await attempt(pool, SIGN_INS_OF_ACCOUNT, subject));
  if (retryAt !== null) return {kind: 'too_many', retryAt};
  const account = await findAccount(pool, login);
  if (!(await verifyPassword(password, account?.password ?? null)) || account === null)
    return {kind: 'refused', message: 'The name or the password is wrong.'};
  const {password: _, ...user} = account;
  // Told only to who knows the password.
  if (!user.isInGoodStanding)
    return {kind: 'refused', message: 'This account is inactive, blocked, suspended or deleted.'};
  await forgetAttempts(pool, SIGN_INS_OF_ACCOUNT.kind, subject);
  const secret = newSecret();
  const sessionHash = hashOf(secret);
  await openSession(pool, {sessionHash, userId: user.userId, address});
  return {kind: 'signed_in', viewer: viewerOf(user, {kind: 'session', sessionHash}), secret};
}
