import {queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';

const SessionsDocument = graphql(`
  query Sessions {
    sessions {
      createdAt
      lastSeenAt
      expiresAt
      address
      isCurrent
    }
  }
`);

const RevokeSessionsDocument = graphql(`
  mutation RevokeOwnSessions($userId: String!) {
    revokeSessions(userId: $userId) {
      success
      message
    }
  }
`);

export type Session = ResultOf<typeof SessionsDocument>['sessions'][number];

/** The browsers in which one is signed in, the latest seen first. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({signal}) => (await request(SessionsDocument, {}, signal)).sessions,
});

/** Ends one's own sessions, but for this one. */
export const revokeOtherSessions = async (userId: string) =>
  (await request(RevokeSessionsDocument, {userId})).revokeSessions;
