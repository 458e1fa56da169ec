/** The roles above a learner's, the lowest first. */
export const STAFF_ROLES = ['mentor', 'vip_mentor', 'moderator', 'admin', 'super_admin'] as const;

/** To Preheat all of these are learners. */
export const LEARNER_ROLES = [
  'learner',
  'new_user',
  'professional',
  'premium_user',
  'hr_manager',
  'recruiter',
] as const;

export const ROLES = [...STAFF_ROLES, ...LEARNER_ROLES];

export type Role = (typeof ROLES)[number];

/** What a role is called, and what it may do here. */
export const ROLE_TEXTS: Record<Role, {label: string; may: string}> = {
  mentor: {label: 'Mentor', may: 'Sees the coverage, reviews lessons.'},
  vip_mentor: {label: 'VIP mentor', may: 'As a mentor.'},
  moderator: {label: 'Moderator', may: 'Also sees runs, votes, quarantine and limits; shares views.'},
  admin: {label: 'Administrator', may: 'Does all: starts runs, changes lessons, roadmaps, limits and roles.'},
  super_admin: {label: 'Super administrator', may: 'As an administrator, in the learning application, too.'},
  learner: {label: 'Learner', may: 'Nothing in this console.'},
  new_user: {label: 'New user', may: 'Nothing in this console.'},
  professional: {label: 'Professional', may: 'Nothing in this console.'},
  premium_user: {label: 'Premium user', may: 'Nothing in this console.'},
  hr_manager: {label: 'HR manager', may: 'Nothing in this console.'},
  recruiter: {label: 'Recruiter', may: 'Nothing in this console.'},
};

/** A role in words; one that is not known here, as the application calls it. */
export function roleLabel(role: string | null): string {
  if (role === null) return 'No role';
  return ROLES.find(known => known === role) === undefined ? role : ROLE_TEXTS[role as Role].label;
}
