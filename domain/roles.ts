import {type Scope, scopesUpTo} from './scopes.ts';

/** The roles of the application's accounts. */
export const ROLES = [
  'new_user',
  'learner',
  'professional',
  'premium_user',
  'hr_manager',
  'recruiter',
  'mentor',
  'vip_mentor',
  'moderator',
  'admin',
  'super_admin',
] as const;

export type Role = (typeof ROLES)[number];

const STAFF: Record<string, Scope> = {
  mentor: 'mentor',
  vip_mentor: 'mentor',
  moderator: 'moderator',
  admin: 'admin',
  super_admin: 'admin',
};

/** The roles that may do more than learners. */
export const STAFF_ROLES: readonly string[] = Object.keys(STAFF);

/** The roles that may do all. A superuser may, too, whatever the role. */
export const ADMIN_ROLES: readonly string[] = STAFF_ROLES.filter(role => STAFF[role] === 'admin');

/** The scopes of an account. A role that is not known, or none, is a learner's. */
export function scopesOf({role, isSuperuser}: {role: string | null; isSuperuser: boolean}): Scope[] {
  // Own properties only: a role is a text of another application, and may be called `constructor`.
  const staff = role !== null && Object.hasOwn(STAFF, role) ? STAFF[role] : undefined;
  return scopesUpTo(isSuperuser ? 'admin' : (staff ?? 'learner'));
}
