import {randomBytes} from 'node:crypto';
import {changeRole, KEPT_BY_DJANGO} from '../../api/access/change-role.ts';
import {endToken} from '../../api/access/end-token.ts';
import {emailFault} from '../../api/access/first-admin.ts';
import {makeToken, MAX_TOKENS} from '../../api/access/make-token.ts';
import type {Config} from '../../config.ts';
import {hashPassword, passwordFault} from '../../domain/passwords.ts';
import {type Role, scopesOf} from '../../domain/roles.ts';
import type {Scope} from '../../domain/scopes.ts';
import type {Pool} from '../../sql/client.ts';
import {auditAccess} from '../../sql/queries/access-audit.ts';
import {revokeSessionsOf} from '../../sql/queries/sessions.ts';
import {listTokens} from '../../sql/queries/tokens.ts';
import {
  addUser,
  findAccount,
  isKeptByDjango,
  listUsers,
  setPassword,
  type User,
} from '../../sql/queries/users.ts';
import {askPassword} from '../ask-password.ts';
import {assertMigrated} from '../ready-database.ts';
import {openDatabase} from '../services.ts';
import {AT_A_TERMINAL} from '../terminal-actor.ts';

/** Accounts shown at once. */
const LISTED = 200;

/** The commands of `preheat user`. Each throws an Error that says what to do where it cannot. */
export const userCommands = {
  async add(config: Config, {email, role, generate}: {email: string; role: Role; generate: boolean}) {
    await onDatabase(config, async pool => {
      await assertOurs(pool);
      const fault = emailFault(email);
      if (fault !== null) throw new Error(fault);
      const {password, isMade} = await newPassword(generate);
      const passwordHash = await hashPassword(password);
      const user = await addUser(pool, {email, username: email, role, passwordHash});
      if (user === null) throw new Error(`There is an account ${email} already. Choose another address.`);
      await auditAccess(pool, {action: 'user_added', userId: user.userId, after: {email, role}});
      console.log(`Made the account ${email} with the role ${role}.`);
      if (isMade) console.log(`Its password, shown only now: ${password}`);
    });
  },

  async role(config: Config, {email, role}: {email: string; role: Role}) {
    await onDatabase(config, async pool => {
      await assertOurs(pool);
      const user = await accountOf(pool, email);
      const given = {userId: user.userId, role, actor: AT_A_TERMINAL, isAtTerminal: true};
      const outcome = await changeRole(pool, given);
      if (outcome.kind === 'refused') throw new Error(outcome.message);
      console.log(`${user.email} is ${role} now. It counts at once, for open sessions as well.`);
    });
  },

  async reset(config: Config, {email, generate}: {email: string; generate: boolean}) {
    await onDatabase(config, async pool => {
      await assertOurs(pool);
      const user = await accountOf(pool, email);
      const {password, isMade} = await newPassword(generate);
      await setPassword(pool, {userId: user.userId, passwordHash: await hashPassword(password)});
      const endedCount = await revokeSessionsOf(pool, user.userId);
      await auditAccess(pool, {action: 'user_password_reset', userId: user.userId});
      console.log(`${user.email} has another password. Sessions that were ended: ${endedCount}.`);
      if (isMade) console.log(`Its password, shown only now: ${password}`);
    });
  },

  async list(config: Config) {
    await onDatabase(config, async pool => {
      const users = await listUsers(pool, LISTED);
      if (users.length === 0) console.log('There is no account yet. `npx preheat user add` makes one.');
      for (const user of users) {
        const standing = user.isInGoodStanding ? '' : ' · may not sign in';
        console.log(`${user.userId} · ${user.email} · ${user.role ?? 'no role'}${standing}`);
      }
      if (users.length === LISTED) console.log(`The newest ${LISTED} are shown.`);
    });
  },

  async addToken(config: Config, token: {email: string; name: string; scopes: Scope[] | null; days: number}) {
    await onDatabase(config, async pool => {
      const user = await accountOf(pool, token.email);
      const own = scopesOf(user);
      const scopes = token.scopes ?? own;
      const beyond = scopes.filter(scope => !own.includes(scope));
      if (beyond.length > 0)
        throw new Error(`${user.email} has not the scope ${beyond.join(', ')}: its role is ${user.role}.`);
      const {name, days} = token;
      const made = await makeToken(pool, {userId: user.userId, name, scopes, days, actor: AT_A_TERMINAL});
      if (made.kind === 'name_taken')
        throw new Error(`${user.email} has a token called "${name}" already. Choose another name.`);
      if (made.kind === 'too_many')
        throw new Error(`${user.email} has ${MAX_TOKENS} tokens in force already. Revoke one first.`);
      console.log(
        `Token ${made.id} of ${user.email} for ${scopes.join(', ')}, for ${days} days. Shown only now:`,
      );
      console.log(made.secret);
    });
  },

  async listTokens(config: Config) {
    await onDatabase(config, async pool => {
      const tokens = await listTokens(pool, null);
      if (tokens.length === 0) console.log('There is no token.');
      for (const token of tokens) {
        const used = token.lastUsedAt ? `last used ${day(token.lastUsedAt)}` : 'never used';
        const end = token.revokedAt
          ? `revoked ${day(token.revokedAt)}`
          : `${token.expiresAt < new Date() ? 'expired' : 'expires'} ${day(token.expiresAt)}`;
        console.log(
          `${token.apiTokenId} · ${token.name} · user ${token.userId} · ${token.scopes.join(', ')} · ${used} · ${end}`,
        );
      }
    });
  },

  async revokeToken(config: Config, tokenId: number) {
    await onDatabase(config, async pool => {
      const given = {id: tokenId, ofUserId: null, actor: AT_A_TERMINAL};
      if ((await endToken(pool, given)) !== 'ended')
        throw new Error(`There is no token ${tokenId} in force. \`npx preheat user token list\` shows all.`);
      console.log(`Token ${tokenId} is revoked.`);
    });
  },
};

async function onDatabase(config: Config, work: (pool: Pool) => Promise<void>): Promise<void> {
  const pool = await openDatabase(config, 'preheat user', 1);
  try {
    await assertMigrated(pool);
    await work(pool);
  } finally {
    await pool.end();
  }
}

/** Accounts of the application are the application's to make. */
async function assertOurs(pool: Pool): Promise<void> {
  if (await isKeptByDjango(pool)) throw new Error(KEPT_BY_DJANGO);
}

async function accountOf(pool: Pool, email: string): Promise<User> {
  const account = await findAccount(pool, email);
  if (account === null)
    throw new Error(`There is no account ${email}. \`npx preheat user list\` shows the accounts.`);
  const {password: _, ...user} = account;
  return user;
}

/** Asked for on a terminal; made where there is none, or where it is wanted so. */
async function newPassword(generate: boolean): Promise<{password: string; isMade: boolean}> {
  if (generate || !process.stdin.isTTY)
    return {password: randomBytes(15).toString('base64url'), isMade: true};
  const password = await askPassword('Password: ');
  if (password === null) throw new Error('No password was given: nothing is changed.');
  const fault = passwordFault(password);
  if (fault !== null) throw new Error(fault);
  if ((await askPassword('Again: ')) !== password)
    throw new Error('These are two passwords: nothing is changed.');
  return {password, isMade: false};
}

const day = (moment: Date): string => moment.toISOString().slice(0, 10);
