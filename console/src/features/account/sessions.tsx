import {Badge, Button, Group, Skeleton, Table, Text, Title} from '@mantine/core';
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {ErrorNote} from '../../components/error-note.tsx';
import {Time} from '../../components/time.tsx';
import {plural} from '../../lib/format.ts';
import {notifyError, notifyOutcome} from '../../lib/notify.ts';
import {useCan} from '../../lib/viewer.ts';
import {revokeOtherSessions, type Session, sessionsQuery} from './queries.ts';

/** The browsers in which one is signed in, and the end of all but this one. */
export function Sessions({userId}: {userId: string}) {
  const {data, isPending, isLoadingError, error, refetch} = useQuery(sessionsQuery);
  const otherCount = (data ?? []).filter(({isCurrent}) => !isCurrent).length;
  return (
    <section aria-labelledby="sessions">
      <Group justify="space-between" mb="xs">
        <div>
          <Title order={2} id="sessions">
            Where you are signed in
          </Title>
          <Text size="sm" c="var(--preheat-soft)">
            A browser that is not used for long is signed out by itself.
          </Text>
        </div>
        {otherCount > 0 && <EndOthers userId={userId} otherCount={otherCount} />}
      </Group>
      {isPending && <Skeleton h={90} role="img" aria-label="Your sessions are being loaded" />}
      {isLoadingError && (
        <ErrorNote title="Your sessions could not be loaded" error={error} onRetry={refetch} />
      )}
      {data && <Rows sessions={data} />}
    </section>
  );
}

const Rows = ({sessions}: {sessions: readonly Session[]}) => (
  <Table.ScrollContainer minWidth={520}>
    <Table aria-label="Sessions">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>From</Table.Th>
          <Table.Th>Begun</Table.Th>
          <Table.Th>Last seen</Table.Th>
          <Table.Th>Ends at the latest</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sessions.map(({address, createdAt, lastSeenAt, expiresAt, isCurrent}, index) => (
          <Table.Tr key={`${createdAt} ${index}`}>
            <Table.Td>
              <Group gap="xs">
                {address}
                {isCurrent && <Badge variant="default">This browser</Badge>}
              </Group>
            </Table.Td>
            <Table.Td>
              <Time value={createdAt} />
            </Table.Td>
            <Table.Td>
              <Time value={lastSeenAt} />
            </Table.Td>
            <Table.Td>
              <Time value={expiresAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);

function EndOthers({userId, otherCount}: {userId: string; otherCount: number}) {
  const queryClient = useQueryClient();
  const ending = useMutation({
    mutationFn: async () => revokeOtherSessions(userId),
    onSuccess: async outcome => {
      notifyOutcome('They go on', outcome);
      await queryClient.invalidateQueries({queryKey: sessionsQuery.queryKey});
    },
    onError: notifyError('They go on'),
  });
  // The API lets only administrators end sessions, their own as well.
  if (!useCan('ADMIN')) return null;
  return (
    <Button variant="default" loading={ending.isPending} onClick={() => ending.mutate()}>
      Sign out {plural(otherCount, 'other browser')}
    </Button>
  );
}
