import {Badge, Group, Stack, Table, Text} from '@mantine/core';
import {count} from '../../lib/format.ts';
import type {FieldChange, RoadmapChange, StepChange} from './import-queries.ts';

const KINDS: Record<StepChange['kind'], string> = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
  moved: 'Moved',
};

/** What an import does to one roadmap: its own fields, then its steps. */
export function RoadmapChanges({change}: {change: RoadmapChange}) {
  const listed = change.steps.length;
  // A step that only moves counts as moved alone; one that is changed and moved counts once.
  const stepCount = change.addedCount + change.removedCount + change.changedCount;
  return (
    <Stack gap="xs">
      {change.kind === 'changed' && <Fields fields={change.fields} />}
      {listed > 0 && (
        <Table.ScrollContainer minWidth={480} scrollAreaProps={{viewportProps: {tabIndex: 0}}}>
          <Table aria-label={`Steps of ${change.title} that change`} highlightOnHover={false}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={90}>What</Table.Th>
                <Table.Th w={90} className="number">
                  Place
                </Table.Th>
                <Table.Th>Step</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {change.steps.map(step => (
                <StepRow key={`${step.kind} ${step.title}`} step={step} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {stepCount > listed && (
        <Text size="sm">
          {count(listed)} of at least {count(stepCount)} changed steps are listed.
        </Text>
      )}
    </Stack>
  );
}

function StepRow({step}: {step: StepChange}) {
  return (
    <Table.Tr>
      <Table.Td style={{verticalAlign: 'top'}}>
        <Badge variant="default">{KINDS[step.kind]}</Badge>
      </Table.Td>
      <Table.Td className="number" style={{verticalAlign: 'top'}}>
        {placeOf(step)}
      </Table.Td>
      <Table.Td>
        <Text fw={500} size="sm" style={{overflowWrap: 'anywhere'}}>
          {step.title}
        </Text>
        <Fields fields={step.fields} isWhole={step.kind !== 'changed'} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Fields with what they were and what they are then; of a step that is new or goes, `isWhole`, only what it says. */
function Fields({fields, isWhole = false}: {fields: readonly FieldChange[]; isWhole?: boolean}) {
  return fields.map(({field, before, after}) => (
    <Group key={field} gap={6} align="baseline">
      <Text size="xs" c="var(--preheat-soft)">
        {field}
      </Text>
      <Text size="sm" component="div" style={{overflowWrap: 'anywhere', whiteSpace: 'pre-wrap'}}>
        {!isWhole && (
          <>
            {before === null || before === '' ? <i>nothing</i> : <del>{before}</del>}
            <span aria-label=" becomes "> → </span>
          </>
        )}
        {isWhole ? (after ?? before) : after === null || after === '' ? <i>nothing</i> : <ins>{after}</ins>}
      </Text>
    </Group>
  ));
}

function placeOf({positionBefore, positionAfter}: StepChange): string {
  if (positionBefore === null || positionAfter === null) return count(positionAfter ?? positionBefore ?? 0);
  return positionBefore === positionAfter
    ? count(positionAfter)
    : `${count(positionBefore)} → ${count(positionAfter)}`;
}
