import {Badge, Checkbox, Skeleton, Stack, Table, Text, VisuallyHidden} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {useState} from 'react';
import {ErrorNote} from './error-note.tsx';
import {RevokeToken} from './revoke-token.tsx';
import {Time} from './time.tsx';
import {type ApiToken, tokensQuery} from './token-queries.ts';

/**
 * Tokens of scripts, without their secrets, each to be revoked.
 *
 * @param isOfAll those of everybody, each with its owner; else one's own
 */
export function TokenTable({isOfAll = false}: {isOfAll?: boolean}) {
  const [withEnded, setWithEnded] = useState(false);
  const {data, isPending, isLoadingError, error, refetch} = useQuery(tokensQuery(withEnded));
  if (isLoadingError)
    return <ErrorNote title="The tokens could not be loaded" error={error} onRetry={refetch} />;
  const tokens = (data ?? []).filter(({isOwn}) => isOfAll || isOwn);
  return (
    <Stack gap="xs">
      <Checkbox
        label="Also those that were revoked or have expired"
        checked={withEnded}
        onChange={event => setWithEnded(event.currentTarget.checked)}
      />
      {isPending && <Skeleton h={90} role="img" aria-label="The tokens are being loaded" />}
      {data && tokens.length === 0 && (
        <Text size="sm" c="var(--preheat-soft)">
          {isOfAll
            ? 'Nobody has a token.'
            : 'You have no token. A script needs one to use the API in your name.'}
        </Text>
      )}
      {tokens.length > 0 && <Rows tokens={tokens} isOfAll={isOfAll} />}
    </Stack>
  );
}

const Rows = ({tokens, isOfAll}: {tokens: readonly ApiToken[]; isOfAll: boolean}) => (
  <Table.ScrollContainer minWidth={680}>
    <Table aria-label="Tokens">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Token</Table.Th>
          {isOfAll && <Table.Th>Whose</Table.Th>}
          <Table.Th>May do</Table.Th>
          <Table.Th>Last used</Table.Th>
          <Table.Th>Made</Table.Th>
          <Table.Th>Ends</Table.Th>
          <Table.Th>
            <VisuallyHidden>Acts</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tokens.map(token => (
          <Table.Tr key={token.id}>
            <Table.Td style={{overflowWrap: 'anywhere'}}>{token.name}</Table.Td>
            {isOfAll && <Table.Td>{token.owner ?? 'An account that is gone'}</Table.Td>}
            <Table.Td>{scopeText(token.scopes.at(-1))}</Table.Td>
            <Table.Td>{token.lastUsedAt === null ? 'Never' : <Time value={token.lastUsedAt} />}</Table.Td>
            <Table.Td>
              <Time value={token.createdAt} />
            </Table.Td>
            <Table.Td>
              <End token={token} />
            </Table.Td>
            <Table.Td ta="right">{isInForce(token) && <RevokeToken token={token} />}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);

function End({token: {expiresAt, revokedAt}}: {token: ApiToken}) {
  if (revokedAt !== null) return <Badge variant="default">Revoked</Badge>;
  if (new Date(expiresAt).getTime() < Date.now()) return <Badge variant="default">Expired</Badge>;
  return <Time value={expiresAt} />;
}

const isInForce = ({expiresAt, revokedAt}: ApiToken): boolean =>
  revokedAt === null && new Date(expiresAt).getTime() > Date.now();

/** What a scope allows, with all that it includes. */
export const SCOPE_TEXTS: Record<ApiToken['scopes'][number], string> = {
  LEARNER: 'What learners may',
  MENTOR: 'What mentors may',
  MODERATOR: 'What moderators may',
  ADMIN: 'All',
};

const scopeText = (scope: ApiToken['scopes'][number] | undefined): string =>
  scope === undefined ? 'Nothing' : SCOPE_TEXTS[scope];
