import type {Actor} from '../../domain/actor.ts';
import {inTransaction, type Pool} from '../../sql/client.ts';
import {auditAccess} from '../../sql/queries/access-audit.ts';
import {ownedTokens, revokeToken} from '../../sql/queries/tokens.ts';

/** Revokes a token of an account (null: of whatever account). Audited; safe to repeat. */
export async function endToken(
  pool: Pool,
  {id, ofUserId, actor}: {id: number; ofUserId: string | null; actor: Actor},
): Promise<'ended' | 'unchanged' | 'unknown'> {
  return inTransaction(pool, async db => {
    const revoked = await revokeToken(db, id, ofUserId);
    if (revoked !== null) {
      await auditAccess(db, {action: 'token_revoked', userId: revoked.userId, after: {id}}, actor);
      return 'ended';
    }
    const known = await ownedTokens(db, {userId: ofUserId, withEnded: true, apiTokenId: id, limit: 1});
    return known.length > 0 ? 'unchanged' : 'unknown';
  });
}
