import {Group, Paper, SimpleGrid, Skeleton, Text} from '@mantine/core';
import {CellStateMark} from '../../components/cell-state-mark.tsx';
import {CELL_STATE_TEXTS, type CellState} from '../../components/cell-state.ts';
import {Figure} from '../../components/figure.tsx';
import {count, percent} from '../../lib/format.ts';
import classes from './coverage.module.css';
import type {Coverage} from './queries.ts';
import type {CoverageSearch} from './search.ts';
import {Sparkline} from './sparkline.tsx';
import type {Change} from './use-coverage-search.ts';
import {type Mark, MARK_TEXTS} from './words.ts';

const STATES = ['missing', 'quarantined', 'placeholder', 'stale', 'rejected'] as const satisfies CellState[];
const MARKS_SHOWN = ['weak', 'unreviewed', 'verified'] as const satisfies Mark[];

type FiguresProps = {
  /** Absent while it is loaded. */
  coverage: Coverage | undefined;
  search: CoverageSearch;
  onChange: (change: Change) => void;
};

/** How much is served, and what is not: each figure shows its cells in the matrix, and hides the others. */
export function Figures({coverage, search, onChange}: FiguresProps) {
  if (!coverage) return <FiguresSkeleton />;
  const {total} = coverage;
  return (
    <div className={classes['figures']}>
      <Share coverage={coverage} />
      <SimpleGrid cols={{base: 2, xs: 4}} spacing="xs" verticalSpacing="xs">
        {STATES.map(state => (
          <Figure
            key={state}
            label={
              <Group component="span" gap={5} wrap="nowrap">
                <CellStateMark state={state} size={11} isDecorative />
                {CELL_STATE_TEXTS[state].label}
              </Group>
            }
            value={count(total[state])}
            isPressed={search.states?.includes(state) ?? false}
            onClick={() => onChange({states: toggled(search.states, state)})}
          />
        ))}
        {MARKS_SHOWN.map(mark => (
          <Figure
            key={mark}
            label={MARK_TEXTS[mark].label}
            value={count(total[mark])}
            isPressed={search.marks?.includes(mark) ?? false}
            onClick={() => onChange({marks: toggled(search.marks, mark)})}
          />
        ))}
      </SimpleGrid>
    </div>
  );
}

function Share({coverage: {total, days}}: {coverage: Coverage}) {
  return (
    <Paper withBorder px="sm" py={6}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <div>
          <Text size="xs" c="var(--preheat-soft)">
            Served now
          </Text>
          <Text fz={28} fw={650} lh={1.2}>
            {percent(total.share)}
          </Text>
        </div>
        <div>
          <Text size="xs" c="var(--preheat-soft)">
            Of what learners ask for
          </Text>
          <Text fz={28} fw={650} lh={1.2}>
            {percent(total.weightedShare)}
          </Text>
        </div>
      </Group>
      <Text size="xs" c="var(--preheat-soft)">
        {count(total.served + total.stale)} of {count(total.cellCount)} cells
      </Text>
      <Sparkline days={days} />
    </Paper>
  );
}

const FiguresSkeleton = () => (
  <div className={classes['figures']} aria-busy>
    <Skeleton h={124} />
    <SimpleGrid cols={{base: 2, xs: 4}} spacing="xs" verticalSpacing="xs">
      {[...STATES, ...MARKS_SHOWN].map(name => (
        <Skeleton key={name} h={57} />
      ))}
    </SimpleGrid>
  </div>
);

/** With or without one; nothing where none is left. */
function toggled<T>(values: readonly T[] | undefined, value: T): T[] | undefined {
  const next = values?.includes(value) ? values.filter(one => one !== value) : [...(values ?? []), value];
  return next.length === 0 ? undefined : next;
}
