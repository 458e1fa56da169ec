import type {Actor} from '../../domain/actor.ts';
import type {Scope} from '../../domain/scopes.ts';
import {inTransaction, type Pool} from '../../sql/client.ts';
import {auditAccess} from '../../sql/queries/access-audit.ts';
import {addToken, countTokens} from '../../sql/queries/tokens.ts';
import {hashOf, newSecret, TOKEN_PREFIX} from './secrets.ts';

/** Of one account, in force: far more than anybody has scripts. */
export const MAX_TOKENS = 50;

export type NewToken = {userId: string; name: string; scopes: readonly Scope[]; days: number};

/** The secret is told once; nothing keeps it. */
export type TokenOutcome =
  {kind: 'made'; id: number; secret: string} | {kind: 'name_taken'} | {kind: 'too_many'};

/** Makes a token of an account, for scripts. Audited, without its secret. */
export async function makeToken(
  pool: Pool,
  {actor, ...token}: NewToken & {actor: Actor},
): Promise<TokenOutcome> {
  const secret = `${TOKEN_PREFIX}${newSecret()}`;
  const {userId, name, scopes, days} = token;
  return inTransaction(pool, async db => {
    if ((await countTokens(db, userId)) >= MAX_TOKENS) return {kind: 'too_many'};
    const id = await addToken(db, {...token, tokenHash: hashOf(secret)});
    if (id === null) return {kind: 'name_taken'};
    await auditAccess(db, {action: 'token_added', userId, after: {id, name, scopes, days}}, actor);
    return {kind: 'made', id, secret};
  });
}
