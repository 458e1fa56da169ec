import {randomInt} from 'node:crypto';
import type {Role} from '../../domain/roles.ts';
import type {Db} from '../client.ts';

/** An account of the application, as far as the API asks. */
export type User = {
  userId: string;
  email: string;
  username: string;
  firstName: string;
  lastName: string;
  role: string | null;
  isSuperuser: boolean;
  /** An active account, neither blocked, suspended nor deleted: as `preheat.account_fault` has it for votes. */
  isInGoodStanding: boolean;
};

/** The columns of `User`, of a row that is named `u`. */
export function userColumns(db: Db) {
  return db`
    u.id as user_id, u.email, u.username, u.first_name, u.last_name, u.role, u.is_superuser,
    u.account_status = 'active' and u.is_active and not u.is_blocked and not u.is_suspended and not u.is_deleted
      as is_in_good_standing
  `;
}

/** The account with this address or name, and the hash of its password; null where there is none. */
export async function findAccount(db: Db, login: string): Promise<(User & {password: string}) | null> {
  const [row] = await db<[(User & {password: string})?]>`
    select ${userColumns(db)}, u.password from users u
    -- Two forms and not lower(email): the application's table has no index on that, and none may be made there.
    where u.email in (${login}, ${login.toLowerCase()}) or u.username = ${login}
    order by u.email = ${login} desc, u.email = ${login.toLowerCase()} desc
    limit 1
  `;
  return row ?? null;
}

/** An account by its id; null where there is none. */
export async function findUser(db: Db, userId: string): Promise<User | null> {
  const [row] = await db<[User?]>`select ${userColumns(db)} from users u where u.id = ${userId}`;
  return row ?? null;
}

/** Whether there is any account at all. */
export async function hasUsers(db: Db): Promise<boolean> {
  const [{found}] = await db<[{found: boolean}]>`select exists (select from users) as found`;
  return found;
}

/** Whether a Django application keeps this database: then it makes and changes the accounts itself. */
export async function isKeptByDjango(db: Db): Promise<boolean> {
  const [{found}] = await db<
    [{found: boolean}]
  >`select to_regclass('public.django_migrations') is not null as found`;
  return found;
}

/** The newest accounts first. */
export async function listUsers(db: Db, limit: number): Promise<(User & {createdAt: Date})[]> {
  return db<(User & {createdAt: Date})[]>`
    select ${userColumns(db)}, u.created_at from users u order by u.created_at desc, u.id limit ${limit}
  `;
}

export type NewUser = {email: string; username: string; role: Role; passwordHash: string};

/**
 * Makes an account.
 *
 * @returns null where the address or the name is another one's
 */
export async function addUser(db: Db, user: NewUser): Promise<{userId: string} | null> {
  const [row] = await db<[{userId: string}?]>`
    insert into users (
      id, password, first_name, last_name, date_joined, email, username, role, account_status, is_premium,
      email_verification_token, is_email_verified, is_active, is_staff, is_sign_in, is_superuser, is_blocked,
      is_suspended, is_deleted, created_at, updated_at, subscription_auto_renew, subscription_tier
    )
    values (
      ${newUserId()}, ${user.passwordHash}, '', '', now(), ${user.email}, ${user.username}, ${user.role}, 'active', false,
      '', true, true, false, false, ${user.role === 'super_admin'}, false, false, false, now(), now(), false, 'free'
    )
    on conflict do nothing
    returning id as user_id
  `;
  return row ?? null;
}

/** Gives an account another role. Returns whether there is one. */
export async function setRole(db: Db, {userId, role}: {userId: string; role: Role}): Promise<boolean> {
  const rows = await db`
    update users set role = ${role}, is_superuser = ${role === 'super_admin'}, updated_at = now() where id = ${userId}
  `;
  return rows.count > 0;
}

/** Gives an account another password, which ends its sessions. Returns whether there is one. */
export async function setPassword(
  db: Db,
  {userId, passwordHash}: {userId: string; passwordHash: string},
): Promise<boolean> {
  const rows = await db`
    update users set password = ${passwordHash}, updated_at = now() where id = ${userId}
  `;
  return rows.count > 0;
}

/** The alphabet of the application's ids: no letter that looks like another one. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

const newUserId = (): string => Array.from({length: 10}, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
