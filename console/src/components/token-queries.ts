import {queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf, type VariablesOf} from '../lib/graphql.ts';
import {request} from '../lib/request.ts';

const TokensDocument = graphql(`
  query Tokens($withEnded: Boolean) {
    tokens(withEnded: $withEnded) {
      id
      name
      owner
      isOwn
      scopes
      createdAt
      expiresAt
      lastUsedAt
      revokedAt
    }
  }
`);

const CreateTokenDocument = graphql(`
  mutation CreateToken($name: String!, $scope: Scope, $expiresInDays: Int) {
    createToken(name: $name, scope: $scope, expiresInDays: $expiresInDays) {
      success
      message
      secret
    }
  }
`);

const RevokeTokenDocument = graphql(`
  mutation RevokeToken($id: Int!) {
    revokeToken(id: $id) {
      success
      message
    }
  }
`);

export type ApiToken = ResultOf<typeof TokensDocument>['tokens'][number];
export type NewToken = VariablesOf<typeof CreateTokenDocument>;

export const TOKENS_KEY = ['tokens'] as const;

/** One's own tokens; for administrators those of all. */
export const tokensQuery = (withEnded: boolean) =>
  queryOptions({
    queryKey: [...TOKENS_KEY, {withEnded}],
    queryFn: async ({signal}) => (await request(TokensDocument, {withEnded}, signal)).tokens,
  });

/** The secret is told once: nothing keeps it. */
export const createToken = async (token: NewToken) => (await request(CreateTokenDocument, token)).createToken;

export const revokeToken = async (id: number) => (await request(RevokeTokenDocument, {id})).revokeToken;
