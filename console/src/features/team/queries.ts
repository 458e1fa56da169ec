import {infiniteQueryOptions, queryOptions} from '@tanstack/react-query';
import {graphql, readFragment, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import type {Role} from './roles.ts';
import type {TeamSearch} from './search.ts';

const PAGE_SIZE = 50;
/** Of each role: who looks for one person types more of the name. */
const FOUND_OF_EACH = 5;

const MemberFragment = graphql(`
  fragment Member on TeamMember {
    id
    username
    displayName
    email
    role
    isActive
    lastSeenAt
    openSessionCount
    tokenCount
    roleFault
  }
`);

const TeamDocument = graphql(
  `
    query Team($text: String, $role: Role, $first: Int, $after: String) {
      team(text: $text, role: $role, first: $first, after: $after) {
        nodes {
          ...Member
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  `,
  [MemberFragment],
);

const LearnersDocument = graphql(
  `
    query Learners($text: String, $first: Int) {
      learners: team(text: $text, role: learner, first: $first) {
        nodes {
          ...Member
        }
      }
      newUsers: team(text: $text, role: new_user, first: $first) {
        nodes {
          ...Member
        }
      }
      professionals: team(text: $text, role: professional, first: $first) {
        nodes {
          ...Member
        }
      }
      premiumUsers: team(text: $text, role: premium_user, first: $first) {
        nodes {
          ...Member
        }
      }
      managers: team(text: $text, role: hr_manager, first: $first) {
        nodes {
          ...Member
        }
      }
      recruiters: team(text: $text, role: recruiter, first: $first) {
        nodes {
          ...Member
        }
      }
    }
  `,
  [MemberFragment],
);

const SetRoleDocument = graphql(`
  mutation SetRole($userId: String!, $role: Role!) {
    setRole(userId: $userId, role: $role) {
      success
      message
    }
  }
`);

const RevokeSessionsDocument = graphql(`
  mutation RevokeSessionsOf($userId: String!) {
    revokeSessions(userId: $userId) {
      success
      message
    }
  }
`);

export type TeamMember = ResultOf<typeof MemberFragment>;

const TEAM_KEY = ['team'] as const;

const membersOf = ({nodes}: ResultOf<typeof TeamDocument>['team']): TeamMember[] =>
  nodes.map(node => readFragment(MemberFragment, node));

/** Accounts that do more than learn, by address. */
export const teamQuery = ({text, role}: TeamSearch) =>
  infiniteQueryOptions({
    queryKey: [...TEAM_KEY, 'list', {text, role}],
    queryFn: async ({pageParam, signal}) => {
      const given = {text: text ?? null, role: role ?? null, first: PAGE_SIZE, after: pageParam};
      const {team} = await request(TeamDocument, given, signal);
      return {members: membersOf(team), pageInfo: team.pageInfo};
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({pageInfo}) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  });

/** Accounts that only learn, by a part of their address or name. */
export const learnersQuery = (text: string) =>
  queryOptions({
    queryKey: [...TEAM_KEY, 'learners', text],
    queryFn: async ({signal}): Promise<TeamMember[]> => {
      const found = await request(LearnersDocument, {text, first: FOUND_OF_EACH}, signal);
      return Object.values(found).flatMap(({nodes}) => nodes.map(node => readFragment(MemberFragment, node)));
    },
    enabled: text !== '',
  });

export const setRole = async (given: {userId: string; role: Role}) =>
  (await request(SetRoleDocument, given)).setRole;

export const revokeSessionsOf = async (userId: string) =>
  (await request(RevokeSessionsDocument, {userId})).revokeSessions;
