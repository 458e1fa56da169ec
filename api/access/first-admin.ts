import {hashPassword, passwordFault} from '../../domain/passwords.ts';
import {inTransaction, type Pool} from '../../sql/client.ts';
import {addAdminLink, useAdminLink} from '../../sql/queries/admin-links.ts';
import {addUser, hasUsers} from '../../sql/queries/users.ts';
import {hashOf, newSecret} from './secrets.ts';

export const FIRST_ADMIN_PATH = '/first-admin';

/**
 * A link that makes the first administrator, for a database without any account: it works once, within a day. Asked
 * again, it gives another one, and the one of before stops working.
 *
 * @param url of this server, as a person reaches it
 * @returns null where there are accounts
 */
export async function firstAdminLink(pool: Pool, url: string): Promise<string | null> {
  if (await hasUsers(pool)) return null;
  const secret = newSecret();
  await addAdminLink(pool, hashOf(secret));
  return `${url.replace(/\/+$/, '')}${FIRST_ADMIN_PATH}?link=${secret}`;
}

export type FirstAdminResult = {kind: 'made'; userId: string} | {kind: 'refused'; message: string};

/** Makes the first administrator with the secret of a link, which is used up. */
export async function makeFirstAdmin(
  pool: Pool,
  {secret, email, password}: {secret: string; email: string; password: string},
): Promise<FirstAdminResult> {
  const fault = emailFault(email) ?? passwordFault(password);
  if (fault !== null) return {kind: 'refused', message: fault};
  const passwordHash = await hashPassword(password);
  return inTransaction(pool, async db => {
    if (!(await useAdminLink(db, hashOf(secret)))) return {kind: 'refused', message: LINK_IS_OVER};
    const user = (await hasUsers(db))
      ? null
      : await addUser(db, {email, username: email, role: 'super_admin', passwordHash});
    if (user === null)
      return {kind: 'refused', message: 'There are accounts already: this link makes the first one.'};
    return {kind: 'made', userId: user.userId};
  });
}

export const LINK_IS_OVER =
  'This link was used already, or has expired. `npx preheat user add` makes an account, too.';

/** Why an address cannot be taken; null where it can. */
export function emailFault(email: string): string | null {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return 'The email address must look like name@example.org.';
  // The application's own limit.
  return email.length > 50 ? 'The email address must have at most 50 characters.' : null;
}
