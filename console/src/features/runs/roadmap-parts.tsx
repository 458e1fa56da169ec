import {Table, Text, Title} from '@mantine/core';
import {AnchorLink} from '../../components/links.tsx';
import {WideTable} from '../../components/wide-table.tsx';
import {count} from '../../lib/format.ts';
import type {RunDetails} from './queries.ts';
import {RunBar} from './run-bar.tsx';
import {sharesOfPart} from './shares.ts';

/** How far a run is with each roadmap. */
export function RoadmapParts({parts}: {parts: RunDetails['byRoadmap']}) {
  if (parts.length === 0) return null;
  return (
    <section aria-labelledby="run-roadmaps">
      <Title order={2} id="run-roadmaps" mb="xs">
        By roadmap
      </Title>
      <WideTable minWidth={680} label="Progress by roadmap">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Roadmap</Table.Th>
            <Table.Th w="28%">Progress</Table.Th>
            <Table.Th className="number">Wanted</Table.Th>
            <Table.Th className="number">Made or served</Table.Th>
            <Table.Th className="number">In quarantine</Table.Th>
            <Table.Th className="number">Failed</Table.Th>
            <Table.Th className="number">Left</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.map(part => (
            <Table.Tr key={part.roadmapKey}>
              <Table.Td>
                <AnchorLink to="/roadmaps/$roadmapKey" params={{roadmapKey: part.roadmapKey}} inherit>
                  {part.roadmapTitle}
                </AnchorLink>
              </Table.Td>
              <Table.Td>
                <RunBar shares={sharesOfPart(part)} label={part.roadmapTitle} isThin />
              </Table.Td>
              <Table.Td className="number">{count(part.wantedCount)}</Table.Td>
              <Table.Td className="number">
                {count(part.doneCount - part.quarantinedCount - part.failedCount)}
              </Table.Td>
              <Table.Td className="number">{count(part.quarantinedCount)}</Table.Td>
              <Table.Td className="number">{count(part.failedCount)}</Table.Td>
              <Table.Td className="number">{count(part.wantedCount - part.doneCount)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {parts.length > 1 && (
        <Text size="xs" c="var(--preheat-soft)">
          A cell that several roadmaps share counts in each of them.
        </Text>
      )}
    </section>
  );
}
