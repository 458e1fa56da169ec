import type {Scope} from '../../domain/scopes.ts';
import type {Db} from '../client.ts';
import {type User, userColumns} from './users.ts';

export type ApiToken = {
  apiTokenId: number;
  userId: string;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/**
 * Makes a token of an account.
 *
 * @returns its id; null where the account has one of this name already
 */
export async function addToken(
  db: Db,
  token: {tokenHash: Buffer; userId: string; name: string; scopes: readonly Scope[]; days: number},
): Promise<number | null> {
  const [row] = await db<[{apiTokenId: number}?]>`
    insert into preheat.api_token (token_hash, user_id, name, scopes, expires_at)
    values (${token.tokenHash}, ${token.userId}, ${token.name}, ${[...token.scopes]}, now() + make_interval(days => ${token.days}))
    on conflict (user_id, name) do nothing
    returning api_token_id
  `;
  return row?.apiTokenId ?? null;
}

/** Whose token it is, and for what; null where it has expired or was revoked. */
export async function userOfToken(db: Db, tokenHash: Buffer): Promise<(User & {scopes: Scope[]}) | null> {
  const [row] = await db<[(User & {scopes: Scope[]})?]>`
    with valid as (
      select t.api_token_id, t.user_id, t.scopes, t.last_used_at from preheat.api_token t
      where t.token_hash = ${tokenHash} and t.revoked_at is null and t.expires_at > now()
    ),
    used as (
      update preheat.api_token t set last_used_at = now() from valid
      where t.api_token_id = valid.api_token_id
        and (valid.last_used_at is null or valid.last_used_at < now() - interval '1 minute')
    )
    select ${userColumns(db)}, valid.scopes from valid join users u on u.id = valid.user_id
  `;
  return row ?? null;
}

/** The tokens of an account, or of all, the newest first. */
export async function listTokens(db: Db, userId: string | null): Promise<ApiToken[]> {
  return db<ApiToken[]>`
    select api_token_id, user_id, name, scopes, created_at, expires_at, last_used_at, revoked_at
    from preheat.api_token where ${userId}::text is null or user_id = ${userId}
    order by api_token_id desc
  `;
}

/**
 * Ends a token.
 *
 * @param ofUserId only where it is this account's; null: anybody's
 * @returns whose it was; null where there is none that was not revoked
 */
export async function revokeToken(
  db: Db,
  apiTokenId: number,
  ofUserId: string | null = null,
): Promise<{userId: string} | null> {
  const [row] = await db<[{userId: string}?]>`
    update preheat.api_token set revoked_at = now()
    where api_token_id = ${apiTokenId} and revoked_at is null
      and (${ofUserId}::text is null or user_id = ${ofUserId})
    returning user_id
  `;
  return row ?? null;
}

/** A token with the address of its account; null where that is gone. */
export type OwnedToken = ApiToken & {ownerEmail: string | null};

/**
 * Tokens, the newest first.
 *
 * @param userId whose; null: of all
 * @param withEnded also those that were revoked or have expired
 */
export async function ownedTokens(
  db: Db,
  {
    userId,
    withEnded,
    apiTokenId = null,
    limit,
  }: {userId: string | null; withEnded: boolean; apiTokenId?: number | null; limit: number},
): Promise<OwnedToken[]> {
  return db<OwnedToken[]>`
    select t.api_token_id, t.user_id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at, t.revoked_at,
      u.email as owner_email
    from preheat.api_token t left join users u on u.id = t.user_id
    where true
      ${userId === null ? db`` : db`and t.user_id = ${userId}`}
      ${apiTokenId === null ? db`` : db`and t.api_token_id = ${apiTokenId}`}
      ${withEnded ? db`` : db`and t.revoked_at is null and t.expires_at > now()`}
    order by t.api_token_id desc limit ${limit}
  `;
}

/** How many tokens of an account are in force. */
export async function countTokens(db: Db, userId: string): Promise<number> {
  const [{tokenCount}] = await db<[{tokenCount: number}]>`
    select count(*) as token_count from preheat.api_token
    where user_id = ${userId} and revoked_at is null and expires_at > now()
  `;
  return tokenCount;
}
