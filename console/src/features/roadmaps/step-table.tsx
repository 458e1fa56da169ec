import {Group, Table, Text, Title} from '@mantine/core';
import {STYLE_LABELS} from '../../components/cell-state.ts';
import {EmptyState} from '../../components/empty-state.tsx';
import {AnchorLink} from '../../components/links.tsx';
import {count} from '../../lib/format.ts';
import type {Roadmap, Step} from './queries.ts';

/** How many of the roadmaps that share a step are named in its row. */
const NAMED = 3;

/** The steps of a roadmap in its order, each with a way to its cells. */
export function StepTable({roadmap, steps}: {roadmap: Roadmap; steps: readonly Step[]}) {
  if (steps.length === 0)
    return <EmptyState title="This roadmap has no steps">It wants no lesson.</EmptyState>;
  return (
    <section aria-label="Steps">
      <Title order={2} mb="xs">
        Steps
      </Title>
      <Table.ScrollContainer minWidth={680}>
        <Table aria-label="Steps">
          <Table.Thead>
            <Table.Tr>
              <Table.Th className="number">No.</Table.Th>
              <Table.Th>Step</Table.Th>
              <Table.Th>Difficulty</Table.Th>
              <Table.Th className="number">Lessons</Table.Th>
              <Table.Th>Styles</Table.Th>
              <Table.Th>Shared with</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {steps.map(step => (
              <StepRow key={step.title} roadmap={roadmap} step={step} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function StepRow({roadmap, step}: {roadmap: Roadmap; step: Step}) {
  const {position, title, description, difficulty, firstLesson, lessonCount, styles} = step;
  return (
    <Table.Tr>
      <Table.Td className="number" style={{verticalAlign: 'top'}}>
        {count(position)}
      </Table.Td>
      <Table.Td>
        {roadmap.isArchived ? (
          <Text size="sm" fw={500}>
            {title}
          </Text>
        ) : (
          <AnchorLink to="/" search={{roadmapKeys: [roadmap.key], text: title}} size="sm" fw={500}>
            {title}
          </AnchorLink>
        )}
        {description !== '' && (
          <Text size="xs" c="var(--preheat-soft)" maw={480} style={{whiteSpace: 'pre-line'}}>
            {description}
          </Text>
        )}
      </Table.Td>
      <Table.Td style={{verticalAlign: 'top'}}>{difficulty}</Table.Td>
      <Table.Td className="number" style={{verticalAlign: 'top'}}>
        {firstLesson === 1 ? count(lessonCount) : `${firstLesson}–${lessonCount}`}
      </Table.Td>
      <Table.Td style={{verticalAlign: 'top'}}>
        {styles.length === Object.keys(STYLE_LABELS).length
          ? 'All four'
          : styles.map(style => STYLE_LABELS[style]).join(', ')}
      </Table.Td>
      <Table.Td style={{verticalAlign: 'top'}}>
        <Shared step={step} />
      </Table.Td>
    </Table.Tr>
  );
}

function Shared({step: {sharedWith, sharedWithCount}}: {step: Step}) {
  if (sharedWithCount === 0) return '–';
  const named = sharedWith.slice(0, NAMED);
  return (
    <Group gap={6}>
      {named.map(({key, title}) => (
        <AnchorLink key={key} to="/roadmaps/$roadmapKey" params={{roadmapKey: key}} size="sm">
          {title}
        </AnchorLink>
      ))}
      {sharedWithCount > named.length && (
        <Text size="sm" c="var(--preheat-soft)">
          and {count(sharedWithCount - named.length)} more
        </Text>
      )}
    </Group>
  );
}
