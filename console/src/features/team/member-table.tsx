import {Badge, Group, Stack, Table, Text, VisuallyHidden} from '@mantine/core';
import {useInfiniteQuery} from '@tanstack/react-query';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {ButtonLink} from '../../components/links.tsx';
import {MoreButton} from '../../components/more-button.tsx';
import {RowsSkeleton} from '../../components/rows-skeleton.tsx';
import {Time} from '../../components/time.tsx';
import {count} from '../../lib/format.ts';
import {useMe} from '../../lib/viewer.ts';
import {MemberActs} from './member-acts.tsx';
import {type TeamMember, teamQuery} from './queries.ts';
import {roleLabel} from './roles.ts';
import type {TeamSearch} from './search.ts';

/** The accounts that fit the filters, by address, page after page. */
export function MemberTable({search}: {search: TeamSearch}) {
  const list = useInfiniteQuery(teamQuery(search));
  if (list.isPending) return <RowsSkeleton label="The team is being loaded" rowCount={5} />;
  if (list.isLoadingError)
    return <ErrorNote title="The team could not be loaded" error={list.error} onRetry={list.refetch} />;
  const members = list.data.pages.flatMap(page => page.members);
  if (members.length === 0)
    return (
      <EmptyState
        title="No account fits"
        action={
          <ButtonLink variant="default" to="/team" search={{}}>
            Clear the filters
          </ButtonLink>
        }
      >
        {search.role === undefined
          ? 'Learners are not searched here. Use “Give somebody a role” to find one.'
          : `Nobody with the role ${roleLabel(search.role).toLowerCase()} fits.`}
      </EmptyState>
    );
  return (
    <Stack>
      <Table.ScrollContainer minWidth={720}>
        <Table aria-label="Accounts">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Account</Table.Th>
              <Table.Th>Role</Table.Th>
              <Table.Th>Last seen</Table.Th>
              <Table.Th className="number">Open sessions</Table.Th>
              <Table.Th className="number">Tokens</Table.Th>
              <Table.Th>
                <VisuallyHidden>Acts</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.map(member => (
              <Row key={member.id} member={member} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <MoreButton query={list} what="accounts" />
    </Stack>
  );
}

function Row({member}: {member: TeamMember}) {
  const isSelf = useMe().id === member.id;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {member.displayName}
          </Text>
          {isSelf && <Badge variant="default">You</Badge>}
          {!member.isActive && <Badge variant="default">Cannot sign in</Badge>}
        </Group>
        <Text size="xs" c="var(--preheat-soft)">
          {member.email}
        </Text>
      </Table.Td>
      <Table.Td>{roleLabel(member.role)}</Table.Td>
      <Table.Td>{member.lastSeenAt === null ? 'Never' : <Time value={member.lastSeenAt} />}</Table.Td>
      <Table.Td className="number">{count(member.openSessionCount)}</Table.Td>
      <Table.Td className="number">{count(member.tokenCount)}</Table.Td>
      <Table.Td>
        <MemberActs member={member} isSelf={isSelf} />
      </Table.Td>
    </Table.Tr>
  );
}
