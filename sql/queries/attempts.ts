import type {Db} from '../client.ts';

/** What is counted, and how often it may be tried in a window of time. */
export type AttemptLimit = {kind: string; maxCount: number; windowSeconds: number};

/**
 * Counts a try, for all processes together.
 *
 * @returns null where it is allowed; else when the next one is
 */
export async function attempt(
  db: Db,
  {kind, maxCount, windowSeconds}: AttemptLimit,
  subject: string,
): Promise<Date | null> {
  const [{allowedAt}] = await db<[{allowedAt: Date | null}]>`
    select preheat.attempt(${kind}, ${subject}, ${maxCount}, make_interval(secs => ${windowSeconds})) as allowed_at
  `;
  return allowedAt;
}

/** Forgets the tries of somebody: after one that succeeded. */
export async function forgetAttempts(db: Db, kind: string, subject: string): Promise<void> {
  await db`delete from preheat.attempt where kind = ${kind} and subject = ${subject}`;
}

/** Removes windows that have passed, and sessions, tokens' links and the like that ended long ago. */
export async function removeExpiredAccess(db: Db): Promise<void> {
  await db`
    with attempts as (delete from preheat.attempt where window_ends_at < now() - interval '1 day'),
    links as (delete from preheat.admin_link where expires_at < now() - interval '30 days')
    delete from preheat.session where expires_at < now() - interval '30 days'
  `;
}
