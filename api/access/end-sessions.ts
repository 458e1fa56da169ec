import type {Actor} from '../../domain/actor.ts';
import {inTransaction, type Pool} from '../../sql/client.ts';
import {auditAccess} from '../../sql/queries/access-audit.ts';
import {revokeSessionsOf} from '../../sql/queries/sessions.ts';
import {findUser} from '../../sql/queries/users.ts';

/**
 * Ends the sessions of an account, but for one (null: all). Audited where there were any.
 *
 * @returns how many; null where there is no such account
 */
export async function endSessions(
  pool: Pool,
  {userId, exceptHash, actor}: {userId: string; exceptHash: Buffer | null; actor: Actor},
): Promise<number | null> {
  return inTransaction(pool, async db => {
    if ((await findUser(db, userId)) === null) return null;
    const endedCount = await revokeSessionsOf(db, userId, exceptHash);
    if (endedCount > 0)
      await auditAccess(db, {action: 'sessions_revoked', userId, after: {endedCount}}, actor);
    return endedCount;
  });
}
