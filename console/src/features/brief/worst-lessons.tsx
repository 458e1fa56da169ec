import {Table, Text, Title} from '@mantine/core';
import {PanelLink} from '../../components/links.tsx';
import {STYLE_LABELS} from '../../components/cell-state.ts';
import {WideTable} from '../../components/wide-table.tsx';
import {count, percent} from '../../lib/format.ts';
import type {Brief} from './queries.ts';

/** The new lessons that a review would do most good to; each opens in the panel at the side. */
export function WorstLessons({lessons}: {lessons: Brief['worstLessons']}) {
  return (
    <section aria-labelledby="worst">
      <Title order={2} id="worst" mb={4}>
        New lessons to look at first
      </Title>
      <Text size="sm" c="var(--preheat-soft)" mb="xs">
        Those of the run that a mentor most likely finds fault with, the most asked for first.
      </Text>
      <WideTable minWidth={620} label="New lessons to look at first">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Lesson</Table.Th>
            <Table.Th>Style</Table.Th>
            <Table.Th className="number">Likely faulty</Table.Th>
            <Table.Th className="number">Warnings</Table.Th>
            <Table.Th className="number">Votes</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lessons.map(
            ({lessonId, title, stepTitle, lessonNumber, style, pBad, warningCount, upvotes, downvotes}) => (
              <Table.Tr key={String(lessonId)}>
                <Table.Td>
                  <PanelLink lessonId={lessonId} inherit>
                    {title}
                  </PanelLink>
                  <Text size="xs" c="var(--preheat-soft)">
                    {stepTitle} · {lessonNumber}
                  </Text>
                </Table.Td>
                <Table.Td>{STYLE_LABELS[style]}</Table.Td>
                <Table.Td className="number">{percent(pBad)}</Table.Td>
                <Table.Td className="number">{warningCount === 0 ? '–' : count(warningCount)}</Table.Td>
                <Table.Td className="number">
                  +{count(upvotes)} −{count(downvotes)}
                </Table.Td>
              </Table.Tr>
            ),
          )}
        </Table.Tbody>
      </WideTable>
    </section>
  );
}
