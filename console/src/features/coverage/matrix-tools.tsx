import {Button, Group} from '@mantine/core';
import {plural} from '../../lib/format.ts';
import {useIsNarrow} from './matrix/use-row-height.ts';
import {ALL, type Selection} from './selection/selection.ts';

type ToolsProps = {
  cellCount: number;
  isAllOpen: boolean;
  onOpenAll: (isOpen: boolean) => void;
  /** Absent for who may not act on cells. */
  onSelect?: (selection: Selection) => void;
  isSelecting?: boolean;
  onSelecting?: (isSelecting: boolean) => void;
};

/** What can be done to the matrix as a whole. */
export function MatrixTools({
  cellCount,
  isAllOpen,
  onOpenAll,
  onSelect,
  isSelecting = false,
  onSelecting,
}: ToolsProps) {
  // Where there is no room for boxes in the cells, taps select while the person wants it.
  const isNarrow = useIsNarrow();
  return (
    <Group gap="xs">
      {onSelecting && isNarrow && (
        <Button
          size="xs"
          variant={isSelecting ? 'filled' : 'default'}
          aria-pressed={isSelecting}
          onClick={() => onSelecting(!isSelecting)}
        >
          Select by tapping
        </Button>
      )}
      {onSelect && (
        <Button size="xs" variant="default" onClick={() => onSelect(ALL)}>
          Select {cellCount === 1 ? 'the cell' : `all ${plural(cellCount, 'cell')}`}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => onOpenAll(!isAllOpen)}>
        {isAllOpen ? 'Close all' : 'Open all'}
      </Button>
    </Group>
  );
}
