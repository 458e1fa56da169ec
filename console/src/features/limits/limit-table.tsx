import {Stack, Table, Text, Title} from '@mantine/core';
import {Time} from '../../components/time.tsx';
import {WideTable} from '../../components/wide-table.tsx';
import {count, percent, plural, usd} from '../../lib/format.ts';
import {LimitBar} from './limit-bar.tsx';
import type {Limits} from './queries.ts';
import {figure, type LimitName, LIMITS, sourceText} from './words.ts';

/** The limits in force, where each comes from, and what is used of it. */
export function LimitTable({limits}: {limits: Limits}) {
  const {burstRequests, headroomShare, reservations} = limits;
  return (
    <section aria-labelledby="limits-in-force">
      <Title order={2} id="limits-in-force" mb={4}>
        Limits in force
      </Title>
      <WideTable minWidth={820} label="Limits in force">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Limit</Table.Th>
            <Table.Th className="number">In force</Table.Th>
            <Table.Th>Comes from</Table.Th>
            <Table.Th className="number">Used</Table.Th>
            <Table.Th w="18%">Use</Table.Th>
            <Table.Th className="number">Kept for people who wait</Table.Th>
            <Table.Th className="number">Left for runs</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {LIMITS.map(name => (
            <LimitRow key={name.name} name={name} limits={limits} />
          ))}
        </Table.Tbody>
      </WideTable>
      <Stack gap={2} mt="xs">
        <Text size="sm">
          At most {plural(burstRequests.inForce, 'call')} may begin at once ({sourceText(burstRequests)}).
          Runs leave {percent(headroomShare.inForce)} of all limits to people who wait for a lesson (
          {sourceText(headroomShare)}).
        </Text>
        <Text size="sm" role="status">
          {reservations.count === 0
            ? 'No call is in flight.'
            : `${plural(reservations.count, 'call')} in flight, ${count(reservations.interactiveCount)} of them for people who wait: ${usd(reservations.usd)} and ${count(reservations.inputTokens)} input tokens are set aside for them.`}
        </Text>
      </Stack>
    </section>
  );
}

function LimitRow({name: {name, label, isUsd}, limits}: {name: LimitName; limits: Limits}) {
  const limit = limits[name];
  const {inForce, used, reserved, keptForPeople, leftForRuns, resetsAt, usedByRuns} = limit;
  const isDay = usedByRuns !== null;
  const orNone = (value: number | null) => (value === null ? '–' : figure(value, isUsd));
  return (
    <Table.Tr>
      <Table.Th scope="row">{label}</Table.Th>
      <Table.Td className="number">{inForce === null ? 'no limit' : figure(inForce, isUsd)}</Table.Td>
      <Table.Td>
        {sourceText(limit)}
        <Configured limit={limit} isUsd={isUsd} />
      </Table.Td>
      <Table.Td className="number">
        {figure(used, isUsd)}
        <Text size="xs" c="var(--preheat-soft)">
          {isDay ? 'today' : 'last minute'}
          {reserved > 0 && `, ${figure(reserved, isUsd)} ${isUsd ? 'set aside' : 'in flight now'}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <LimitBar limit={limit} isUsd={isUsd} />
        {resetsAt !== null && !isDay && (
          <Text size="xs" c="var(--preheat-soft)" component="div">
            free again <Time value={resetsAt} />
          </Text>
        )}
      </Table.Td>
      <Table.Td className="number">{orNone(keptForPeople)}</Table.Td>
      <Table.Td className="number">
        {orNone(leftForRuns)}
        {leftForRuns !== null && !isDay && (
          <Text size="xs" c="var(--preheat-soft)">
            a minute
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** What would hold if what goes before it were not there. */
function Configured({limit: {source, configured, set}, isUsd}: {limit: Limits['usdPerDay']; isUsd: boolean}) {
  if (source === 'environment') return null;
  const before = source === 'learnt' && set !== null ? set : configured;
  const name = source === 'learnt' && set !== null ? 'set' : 'environment';
  return (
    <Text size="xs" c="var(--preheat-soft)">
      {name}: {before === null ? 'no limit' : figure(before, isUsd)}
    </Text>
  );
}
