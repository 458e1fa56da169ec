import type {Actor} from '../../domain/actor.ts';
import {ADMIN_ROLES, type Role, scopesOf} from '../../domain/roles.ts';
import {inTransaction, type Pool} from '../../sql/client.ts';
import {auditAccess} from '../../sql/queries/access-audit.ts';
import {hasOtherAdmin, lockRoles} from '../../sql/queries/team.ts';
import {findUser, isKeptByDjango, setRole, type User} from '../../sql/queries/users.ts';

/** Accounts of the application are the application's to make. */
export const KEPT_BY_DJANGO =
  "This database is kept by a Django application: make and change its accounts there. They sign in here with the application's passwords.";

export const OWN_ROLE = 'Your own role is for another administrator to change.';

const LAST_ADMIN =
  'This is the last administrator: nobody could sign in to change anything. Make another one first.';

export type RoleOutcome =
  {kind: 'changed'; user: User} | {kind: 'unchanged'; user: User} | {kind: 'refused'; message: string};

/**
 * Gives an account another role; it counts at once, for open sessions as well. Audited; safe to repeat.
 *
 * @param isAtTerminal whoever has the database can always make another administrator, so the last one may go
 */
export async function changeRole(
  pool: Pool,
  {
    userId,
    role,
    actor,
    isAtTerminal = false,
  }: {userId: string; role: Role; actor: Actor; isAtTerminal?: boolean},
): Promise<RoleOutcome> {
  return inTransaction(pool, async db => {
    if (await isKeptByDjango(db)) return {kind: 'refused', message: KEPT_BY_DJANGO};
    await lockRoles(db);
    const user = await findUser(db, userId);
    if (user === null) return {kind: 'refused', message: 'There is no such account.'};
    if (user.userId === actor.id) return {kind: 'refused', message: OWN_ROLE};
    const isSuperuser = role === 'super_admin';
    if (user.role === role && user.isSuperuser === isSuperuser) return {kind: 'unchanged', user};
    const losesAdmin = scopesOf(user).includes('admin') && !ADMIN_ROLES.includes(role);
    if (losesAdmin && !isAtTerminal && !(await hasOtherAdmin(db, userId)))
      return {kind: 'refused', message: LAST_ADMIN};
    await setRole(db, {userId, role});
    await auditAccess(db, {action: 'user_role_set', userId, before: {role: user.role}, after: {role}}, actor);
    return {kind: 'changed', user: {...user, role, isSuperuser}};
  });
}
