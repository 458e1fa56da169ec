import {ADMIN_ROLES, type Role, STAFF_ROLES} from '../../domain/roles.ts';
import type {Db} from '../client.ts';
import {containing} from './containing.ts';
import {isOpenSession} from './sessions.ts';
import {type User, userColumns} from './users.ts';

/** An account, as those see it who look after the team. */
export type TeamMember = User & {
  /** Of its latest session, or when the application says that it signed in last; null where it never did. */
  lastSeenAt: Date | null;
  openSessionCount: number;
  /** Tokens in force. */
  tokenCount: number;
};

/**
 * Accounts by email address, by keyset.
 *
 * @param role null: all whose role is above a learner's, and superusers
 * @param text anywhere in the address or one of the names, in any case; null does not narrow
 * @param afterUserId null: from the first one
 */
export async function teamPage(
  db: Db,
  {
    role,
    text,
    afterUserId,
    limit,
  }: {role: Role | null; text: string | null; afterUserId: string | null; limit: number},
): Promise<{members: TeamMember[]; hasNextPage: boolean}> {
  const pattern = text === null ? null : containing(text);
  const found = await db<TeamMember[]>`
    select ${memberColumns(db)}
    from (
      select * from users u
      where ${role === null ? db`(u.role = any(${[...STAFF_ROLES]}::text[]) or u.is_superuser)` : db`u.role = ${role}`}
        ${
          pattern === null
            ? db``
            : db`and (u.email ilike ${pattern} or u.username ilike ${pattern}
                or u.first_name || ' ' || u.last_name ilike ${pattern})`
        }
        ${
          afterUserId === null
            ? db``
            : db`and (u.email, u.id) > (select a.email, a.id from users a where a.id = ${afterUserId})`
        }
      order by u.email, u.id
      limit ${limit + 1}
    ) u
    ${memberJoins(db)}
    order by u.email, u.id
  `;
  return {members: found.slice(0, limit), hasNextPage: found.length > limit};
}

/** One account; null where there is none. */
export async function teamMember(db: Db, userId: string): Promise<TeamMember | null> {
  const [row] = await db<[TeamMember?]>`
    select ${memberColumns(db)} from users u ${memberJoins(db)} where u.id = ${userId}
  `;
  return row ?? null;
}

function memberColumns(db: Db) {
  return db`
    ${userColumns(db)}, greatest(s.last_seen_at, u.last_login) as last_seen_at, s.open_session_count, t.token_count
  `;
}

/** Of each account (named `u`). */
function memberJoins(db: Db) {
  return db`
    cross join lateral (
      select max(s.last_seen_at) as last_seen_at, count(*) filter (where ${isOpenSession(db)}) as open_session_count
      from preheat.session s where s.user_id = u.id
    ) s
    cross join lateral (
      select count(*) as token_count from preheat.api_token t
      where t.user_id = u.id and t.revoked_at is null and t.expires_at > now()
    ) t
  `;
}

/** Any number; the same for every Preheat. */
const ROLES_LOCK = 7_243_321;

/** Until the transaction ends nobody else changes a role: of two administrators none takes the role of the other. */
export async function lockRoles(db: Db): Promise<void> {
  await db`select pg_advisory_xact_lock(${ROLES_LOCK})`;
}

/** Whether another account than this one may do all, and may sign in. */
export async function hasOtherAdmin(db: Db, userId: string): Promise<boolean> {
  const [{found}] = await db<[{found: boolean}]>`
    select exists (
      select from (
        select ${userColumns(db)} from users u
        where u.id <> ${userId} and (u.role = any(${[...ADMIN_ROLES]}::text[]) or u.is_superuser)
      ) o where o.is_in_good_standing
    ) as found
  `;
  return found;
}
