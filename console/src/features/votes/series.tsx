import {Paper, Skeleton, Table, Text, Title} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {lazy, Suspense} from 'react';
import {ErrorNote} from '../../components/error-note.tsx';
import {Fold} from '../../components/fold.tsx';
import {count, plural} from '../../lib/format.ts';
import {seriesQuery, type VoteWeek} from './queries.ts';
import {weekName} from './weeks.ts';

const Chart = lazy(async () => ({default: (await import('./series-chart.tsx')).SeriesChart}));

const HEIGHT = 160;

/** Votes by week, as a picture and as a table. */
export function Series() {
  const {data: weeks, error, refetch} = useQuery(seriesQuery);
  if (error && !weeks) return <ErrorNote title="The weeks cannot be shown" error={error} onRetry={refetch} />;
  if (weeks === undefined) return <Skeleton h={HEIGHT + 80} />;
  if (weeks.every(({upvotes, downvotes}) => upvotes + downvotes === 0))
    return (
      <Text c="var(--preheat-soft)" size="sm">
        No votes in the last {plural(weeks.length, 'week')}.
      </Text>
    );
  return (
    <Paper withBorder p="sm" component="section" aria-label="Votes by week">
      <Title order={2} mb="xs">
        Votes by week
      </Title>
      <div aria-hidden>
        <Suspense fallback={<Skeleton h={HEIGHT} />}>
          <Chart weeks={weeks} height={HEIGHT} />
        </Suspense>
      </div>
      <Fold summary="The weeks as a table">
        <Weeks weeks={weeks} />
      </Fold>
    </Paper>
  );
}

const Weeks = ({weeks}: {weeks: readonly VoteWeek[]}) => (
  <Table.ScrollContainer minWidth={420}>
    <Table maw={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Week from</Table.Th>
          <Table.Th className="number">Up</Table.Th>
          <Table.Th className="number">Down</Table.Th>
          <Table.Th className="number">Comments</Table.Th>
          <Table.Th className="number">Voters</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {weeks.map(({weekStart, upvotes, downvotes, commentCount, voterCount}) => (
          <Table.Tr key={weekStart}>
            <Table.Th scope="row" fw={400}>
              {weekName(weekStart)}
            </Table.Th>
            <Table.Td className="number">{count(upvotes)}</Table.Td>
            <Table.Td className="number">{count(downvotes)}</Table.Td>
            <Table.Td className="number">{count(commentCount)}</Table.Td>
            <Table.Td className="number">{count(voterCount)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);
