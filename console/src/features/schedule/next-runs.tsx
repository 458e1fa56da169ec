import {Table, Title} from '@mantine/core';
import {useId} from 'react';
import {Ago} from '../../components/time.tsx';
import {WideTable} from '../../components/wide-table.tsx';
import {dateTime, viewerZone} from '../../lib/format.ts';

/** The next times, in the zone of who looks and in that of the schedule. */
export function NextRuns({
  times,
  timeZone,
  title = 'Next runs',
}: {
  times: readonly string[];
  timeZone: string;
  title?: string;
}) {
  const id = useId();
  const own = viewerZone();
  const isSame = own === timeZone;
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb={4}>
        {title}
      </Title>
      <WideTable minWidth={360} maxWidth={640} label={title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{isSame ? own : `Your time (${own})`}</Table.Th>
            {!isSame && <Table.Th>{timeZone}</Table.Th>}
            <Table.Th>From now</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {times.map(time => (
            <Table.Tr key={time}>
              <Table.Td>
                <time dateTime={time}>{weekdayTime(time, own)}</time>
              </Table.Td>
              {!isSame && <Table.Td>{weekdayTime(time, timeZone)}</Table.Td>}
              <Table.Td>
                <Ago value={time} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </section>
  );
}

/** Sat, 28 Nov 2026, 02:30 */
function weekdayTime(time: string, timeZone: string): string {
  const weekday = new Date(time).toLocaleDateString('en-GB', {timeZone, weekday: 'short'});
  return `${weekday}, ${dateTime(time, timeZone)}`;
}
