import {Anchor, Checkbox, Table, Text} from '@mantine/core';
import {Link} from '@tanstack/react-router';
import {STYLE_LABELS} from '../../components/cell-state.ts';
import {Time} from '../../components/time.tsx';
import {plural, usd} from '../../lib/format.ts';
import {CELL_IS, cellIdsOf, type CheckGroup, checkLabel, checkMeaning, errorsOf} from './checks.ts';
import type {ListedDraft} from './queries.ts';

type Selection = {
  /** Ids of cells: what is tried again is a cell. */
  selected: ReadonlySet<number>;
  /** Absent where the person may not act. */
  select?: (cellIds: ReadonlySet<number>) => void;
};

/** The drafts, by the check that keeps each back. */
export function DraftList({groups, count, ...selection}: {groups: CheckGroup[]; count: number} & Selection) {
  const columns = selection.select ? 7 : 6;
  return (
    <Table.ScrollContainer minWidth={920}>
      <Table aria-label={`Drafts in quarantine: ${count}`} verticalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            {selection.select && <Table.Th w={36} aria-label="Selection" />}
            <Table.Th>Lesson</Table.Th>
            <Table.Th>Findings</Table.Th>
            <Table.Th>Cell</Table.Th>
            <Table.Th className="number">Paid</Table.Th>
            <Table.Th>Model, run</Table.Th>
            <Table.Th>Made</Table.Th>
          </Table.Tr>
        </Table.Thead>
        {groups.map(group => (
          <Table.Tbody key={group.check}>
            <GroupRow group={group} columns={columns} {...selection} />
            {group.drafts.map(draft => (
              <DraftRow key={draft.draftId} draft={draft} {...selection} />
            ))}
          </Table.Tbody>
        ))}
      </Table>
    </Table.ScrollContainer>
  );
}

function GroupRow({
  group: {check, drafts},
  columns,
  selected,
  select,
}: {group: CheckGroup; columns: number} & Selection) {
  const cellIds = cellIdsOf(drafts);
  const chosen = cellIds.filter(cellId => selected.has(cellId));
  const isAll = chosen.length === cellIds.length;
  const label = checkLabel(check);
  const toggle = (): void => {
    const next = new Set(selected);
    for (const cellId of cellIds) {
      if (isAll) next.delete(cellId);
      else next.add(cellId);
    }
    select?.(next);
  };
  return (
    <Table.Tr bg="var(--preheat-ground)">
      {select && (
        <Table.Td>
          <Checkbox
            aria-label={`All of “${label}”`}
            checked={isAll}
            indeterminate={chosen.length > 0 && !isAll}
            onChange={toggle}
          />
        </Table.Td>
      )}
      <Table.Th scope="rowgroup" colSpan={select ? columns - 1 : columns}>
        {label}{' '}
        <Text span size="sm" c="var(--preheat-soft)">
          · {plural(drafts.length, 'draft')}. {checkMeaning(check)}
        </Text>
      </Table.Th>
    </Table.Tr>
  );
}

function DraftRow({draft, selected, select}: {draft: ListedDraft} & Selection) {
  const {cellId, stepTitle, lessonNumber, style, cellIs, runId, model, paidUsd, createdAt} = draft;
  const name = `${stepTitle}, lesson ${lessonNumber}, ${STYLE_LABELS[style]}`;
  const cell = CELL_IS[cellIs];
  const toggle = (): void => {
    const next = new Set(selected);
    if (!next.delete(cellId)) next.add(cellId);
    select?.(next);
  };
  return (
    <Table.Tr>
      {select && (
        <Table.Td>
          <Checkbox aria-label={name} checked={selected.has(cellId)} onChange={toggle} />
        </Table.Td>
      )}
      <Table.Td maw={260}>
        <Anchor
          size="sm"
          renderRoot={props => (
            <Link
              {...props}
              from="/quarantine"
              to="/quarantine"
              search={now => ({...now, draft: draft.draftId})}
              resetScroll={false}
            />
          )}
        >
          {stepTitle}
        </Anchor>
        <Text size="xs" c="var(--preheat-soft)">
          Lesson {lessonNumber} · {STYLE_LABELS[style]}
        </Text>
      </Table.Td>
      <Table.Td>
        <Findings draft={draft} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{cell?.label ?? cellIs}</Text>
      </Table.Td>
      <Table.Td className="number">{usd(paidUsd)}</Table.Td>
      <Table.Td>
        <Text size="sm">{model}</Text>
        {runId !== null && (
          <Anchor
            size="xs"
            renderRoot={props => <Link {...props} to="/runs/$runId" params={{runId: String(runId)}} />}
          >
            Run {runId}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td style={{whiteSpace: 'nowrap'}}>
        <Text size="sm" component="div">
          <Time value={createdAt} />
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

const SHOWN = 2;

/** The first ones; the draft has them all. */
function Findings({draft}: {draft: ListedDraft}) {
  const errors = errorsOf(draft);
  return (
    <>
      {errors.slice(0, SHOWN).map(({check, message}) => (
        <Text key={`${check} ${message}`} size="sm" lineClamp={2}>
          {message}
        </Text>
      ))}
      {errors.length > SHOWN && (
        <Text size="xs" c="var(--preheat-soft)">
          and {errors.length - SHOWN} more
        </Text>
      )}
    </>
  );
}
