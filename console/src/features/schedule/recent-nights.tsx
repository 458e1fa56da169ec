import {Table, Text, Title} from '@mantine/core';
import {AnchorLink} from '../../components/links.tsx';
import {RunState} from '../../components/run-state.tsx';
import {WideTable} from '../../components/wide-table.tsx';
import {dateTime} from '../../lib/format.ts';
import type {Schedule} from './queries.ts';

type Action = Schedule['recentActions'][number];

/** Started this much later than planned, a night was late. */
const LATE_MS = 60_000;

/** What became of the last nights. */
export function RecentNights({schedule: {recentActions}}: {schedule: Schedule}) {
  return (
    <section aria-labelledby="recent-nights">
      <Title order={2} id="recent-nights" mb={4}>
        Last nights
      </Title>
      {recentActions.length === 0 ? (
        <Text c="var(--preheat-soft)">No night has come yet.</Text>
      ) : (
        <WideTable minWidth={420} maxWidth={640} label="Last nights">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Planned for</Table.Th>
              <Table.Th>Run</Table.Th>
              <Table.Th>State</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {recentActions.map(action => (
              <Night key={action.takenAt} action={action} />
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </section>
  );
}

function Night({action: {scheduledAt, takenAt, runId, runState}}: {action: Action}) {
  const isLate = Date.parse(takenAt) - Date.parse(scheduledAt) > LATE_MS;
  return (
    <Table.Tr>
      <Table.Td>
        {dateTime(scheduledAt)}
        {isLate && (
          <Text size="xs" c="var(--preheat-soft)">
            started late, {dateTime(takenAt)}
          </Text>
        )}
      </Table.Td>
      {runId === null ? (
        <Table.Td colSpan={2}>
          <Text size="sm" c="var(--preheat-soft)">
            No run: there was nothing to fill, or no worker has taken it yet.
          </Text>
        </Table.Td>
      ) : (
        <>
          <Table.Td>
            <AnchorLink to="/runs/$runId" params={{runId: String(runId)}} inherit>
              Run {runId}
            </AnchorLink>
          </Table.Td>
          <Table.Td>{runState !== null && <RunState state={runState} />}</Table.Td>
        </>
      )}
    </Table.Tr>
  );
}
