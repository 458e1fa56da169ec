import {Button, Group, Popover, Stack, Text} from '@mantine/core';
import {useEffect} from 'react';
import {CellStateMark} from '../../../components/cell-state-mark.tsx';
import {CELL_STATE_TEXTS, FILLABLE, STYLE_LABELS} from '../../../components/cell-state.ts';
import {AnchorLink} from '../../../components/links.tsx';
import {useCan} from '../../../lib/viewer.ts';
import {MakingMark} from '../making-mark.tsx';
import type {MatrixCell} from '../queries.ts';
import {BEING_MADE} from '../words.ts';
import type {LessonRow} from './rows.ts';

/** A cell that was opened, and where it stands on the page. */
export type OpenedCell = {row: LessonRow; cell: MatrixCell; element: HTMLElement};

/** What there is to know and to do of a cell without a lesson to open. */
export function CellPopover({
  opened: {row, cell, element},
  onClose,
  onFill,
}: {
  opened: OpenedCell;
  onClose: () => void;
  /** Absent for who may not. */
  onFill?: (cellId: number) => void;
}) {
  const canLookAtDrafts = useCan('MODERATOR');
  useEffect(() => {
    window.addEventListener('scroll', onClose, {passive: true});
    return () => window.removeEventListener('scroll', onClose);
  }, [onClose]);
  const {left, top, width, height} = element.getBoundingClientRect();
  const canFill = onFill !== undefined && FILLABLE.some(state => state === cell.state);
  const {label, meaning} = CELL_STATE_TEXTS[cell.state];
  return (
    <Popover opened onDismiss={onClose} trapFocus withArrow shadow="md" width={320} position="bottom">
      <Popover.Target>
        <span style={{position: 'fixed', left, top, width, height, pointerEvents: 'none'}} />
      </Popover.Target>
      <Popover.Dropdown
        aria-label={`${row.stepTitle}, lesson ${row.lessonNumber}, ${STYLE_LABELS[cell.style]}`}
      >
        <Stack gap="xs">
          <Text fw={600} size="sm">
            {row.stepTitle}, lesson {row.lessonNumber} · {STYLE_LABELS[cell.style]}
          </Text>
          <Group gap={6} wrap="nowrap" align="flex-start">
            <CellStateMark state={cell.state} isDecorative />
            <Text size="sm">
              <b>{label}.</b> {cell.reason ?? meaning}
            </Text>
          </Group>
          {cell.isBeingMade && (
            <Group gap={6} wrap="nowrap" align="flex-start">
              <MakingMark />
              <Text size="sm">
                <b>{BEING_MADE.label}.</b> {BEING_MADE.meaning}
              </Text>
            </Group>
          )}
          {cell.state === 'quarantined' && canLookAtDrafts && (
            <AnchorLink
              to="/quarantine"
              search={{roadmapKeys: [row.roadmapKey], styles: [cell.style]}}
              size="sm"
            >
              Look at the drafts in quarantine
            </AnchorLink>
          )}
          <Group gap="xs" justify="flex-end">
            <Button variant="default" size="xs" onClick={onClose} data-autofocus={!canFill}>
              Close
            </Button>
            {canFill && (
              <Button size="xs" onClick={() => onFill(cell.cellId)} data-autofocus>
                Fill this cell
              </Button>
            )}
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
