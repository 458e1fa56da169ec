import type {Db} from '../client.ts';
import {type User, userColumns} from './users.ts';

/** A session ends after so much time without a request. */
const IDLE_HOURS = 24;

/** … and after so much time in any case. */
export const MAX_DAYS = 14;

/** How exactly `last_seen_at` is kept: a request a minute writes, not each of them. */
const SEEN_WITHIN_MINUTES = 1;

/** What changes with a password, of a row of `users` named `u`; the hash itself stays where it is. */
const passwordMark = (db: Db) => db`encode(sha256(convert_to(u.password, 'UTF8')), 'hex')`;

/** A condition on rows of `preheat.session` (named `s`): the session goes on. */
const isOpen = (db: Db) => db`(
  s.revoked_at is null and s.expires_at > now() and s.last_seen_at > now() - make_interval(hours => ${IDLE_HOURS})
)`;

/** The same beside the account's row (named `u`): nor was its password changed since. */
export const isOpenSession = (db: Db) => db`(${isOpen(db)} and s.password_mark = ${passwordMark(db)})`;

/** Begins a session of an account. */
export async function openSession(
  db: Db,
  session: {sessionHash: Buffer; userId: string; address: string},
): Promise<void> {
  await db`
    insert into preheat.session (session_hash, user_id, password_mark, address, expires_at)
    select ${session.sessionHash}, u.id, ${passwordMark(db)}, ${session.address}, now() + make_interval(days => ${MAX_DAYS})
    from users u where u.id = ${session.userId}
  `;
}

/**
 * Whose session it is; null where it has ended, was revoked, or the account's password is another one by now.
 *
 * @param isSeen whether somebody made a request with it, so that it goes on
 */
export async function userOfSession(
  db: Db,
  sessionHash: Buffer,
  {isSeen = true}: {isSeen?: boolean} = {},
): Promise<User | null> {
  const [row] = await db<[User?]>`
    with open as (
      select s.user_id, s.session_hash, s.last_seen_at, s.password_mark from preheat.session s
      where s.session_hash = ${sessionHash} and ${isOpen(db)}
    ),
    seen as (
      update preheat.session s set last_seen_at = now() from open
      where s.session_hash = open.session_hash and ${isSeen}
        and open.last_seen_at < now() - make_interval(mins => ${SEEN_WITHIN_MINUTES})
    )
    select ${userColumns(db)} from open join users u on u.id = open.user_id
    where open.password_mark = ${passwordMark(db)}
  `;
  return row ?? null;
}

/** Ends a session. */
export async function revokeSession(db: Db, sessionHash: Buffer): Promise<void> {
  await db`
    update preheat.session set revoked_at = now() where session_hash = ${sessionHash} and revoked_at is null
  `;
}

/** Ends all sessions of an account, but for one (null: all). Returns how many were open. */
export async function revokeSessionsOf(
  db: Db,
  userId: string,
  exceptHash: Buffer | null = null,
): Promise<number> {
  const rows = await db`
    update preheat.session set revoked_at = now()
    where user_id = ${userId} and revoked_at is null and expires_at > now()
      and session_hash is distinct from ${exceptHash}
  `;
  return rows.count;
}

/** An open session, as its owner sees it. */
export type OpenSession = {
  createdAt: Date;
  lastSeenAt: Date;
  /** It ends then in any case. */
  expiresAt: Date;
  /** From where it was begun. */
  address: string;
  /** The one that asks. */
  isCurrent: boolean;
};

/** The open sessions of an account, the latest seen first. */
export async function openSessions(
  db: Db,
  {userId, currentHash}: {userId: string; currentHash: Buffer | null},
): Promise<OpenSession[]> {
  return db<OpenSession[]>`
    select s.created_at, s.last_seen_at, s.expires_at, s.address,
      s.session_hash is not distinct from ${currentHash} as is_current
    from preheat.session s join users u on u.id = s.user_id
    where s.user_id = ${userId} and ${isOpenSession(db)}
    order by s.last_seen_at desc, s.created_at desc
  `;
}
