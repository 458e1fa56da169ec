import {expect, test} from 'vitest';
import {ROLES, scopesOf} from '../../domain/roles.ts';
import {isScope, scopesUpTo} from '../../domain/scopes.ts';

const LEARNER = ['learner'];
const MENTOR = [...LEARNER, 'mentor'];
const MODERATOR = [...MENTOR, 'moderator'];
const ADMIN = [...MODERATOR, 'admin'];

const BY_ROLE: Record<string, string[]> = {
  new_user: LEARNER,
  learner: LEARNER,
  professional: LEARNER,
  premium_user: LEARNER,
  hr_manager: LEARNER,
  recruiter: LEARNER,
  mentor: MENTOR,
  vip_mentor: MENTOR,
  moderator: MODERATOR,
  admin: ADMIN,
  super_admin: ADMIN,
};

test.each(ROLES)('what the role %s may do', role => {
  expect(scopesOf({role, isSuperuser: false})).toEqual(BY_ROLE[role]);
});

test.each([null, '', 'Admin', 'constructor', '__proto__'])('the role %s is a learner’s', role => {
  expect(scopesOf({role, isSuperuser: false})).toEqual(LEARNER);
});

test('a superuser may do all, whatever the role', () => {
  expect(scopesOf({role: 'learner', isSuperuser: true})).toEqual(ADMIN);
});

test('a scope includes those before it', () => {
  expect(scopesUpTo('moderator')).toEqual(MODERATOR);
  expect([isScope('mentor'), isScope('root')]).toEqual([true, false]);
});
