import {Button, CloseButton, Drawer, Group, Stack, Text, VisuallyHidden} from '@mantine/core';
import {useDebouncedValue, useDisclosure} from '@mantine/hooks';
import {useQuery} from '@tanstack/react-query';
import {useMemo} from 'react';
import {ErrorNote} from '../../../components/error-note.tsx';
import {AnchorLink} from '../../../components/links.tsx';
import {type QuoteState, QuoteText, useQuote} from '../../../components/quote.tsx';
import {QuotedCells} from '../../../components/quoted-cells.tsx';
import {count, plural} from '../../../lib/format.ts';
import classes from '../coverage.module.css';
import {wishOf} from '../filter.ts';
import type {CoverageSearch} from '../search.ts';
import {FillDialog} from './fill-dialog.tsx';
import {groupsQuery} from './matching.ts';
import {RegenerateDialog} from './regenerate-dialog.tsx';
import {MAX_PICKED, NOTHING, type Selection} from './selection.ts';
import {type Sum, sumOf, summaryOf} from './summary.ts';

const ANNOUNCE_MS = 600;

type BarProps = {
  search: CoverageSearch;
  selection: Selection;
  onSelect: (selection: Selection) => void;
};

/** What is selected, what filling it takes, and the acts on it. */
export function ActionBar({search, selection, onSelect}: BarProps) {
  const wish = useMemo(() => wishOf(search), [search]);
  const styles = selection.kind === 'matching' ? selection.styles : [];
  const groups = useQuery({...groupsQuery(wish, styles), enabled: selection.kind === 'matching'});
  const sum = useMemo(() => sumOf(search, selection, groups.data), [search, selection, groups.data]);
  const quote = useQuote(sum?.fill ?? null);
  const summary = sum && summaryOf(sum);
  const [announced] = useDebouncedValue(summary, ANNOUNCE_MS);
  const clear = () => onSelect(NOTHING);

  return (
    <div className={classes['bar']} role="region" aria-label="Selected cells">
      <VisuallyHidden role="status">{announced}</VisuallyHidden>
      {groups.error && (
        <ErrorNote title="The selection could not be counted" error={groups.error} onRetry={groups.refetch} />
      )}
      <Group justify="space-between" gap="sm" align="flex-start">
        <Stack gap={2} style={{flex: '1 1 280px'}}>
          <Group gap={6} wrap="nowrap">
            <CloseButton size="sm" aria-label="Clear the selection" onClick={clear} />
            <Text fw={650}>{summary ?? 'Counting what is selected …'}</Text>
          </Group>
          {sum?.fill && <QuoteText {...quote} />}
          {sum && <Notes sum={sum} quote={quote} />}
        </Stack>
        {sum && <Acts sum={sum} quote={quote} onDone={clear} />}
      </Group>
    </div>
  );
}

/** What the numbers do not say. */
function Notes({sum, quote: {quote, isSettled}}: {sum: Sum; quote: QuoteState}) {
  const isOther = sum.fill !== null && isSettled && quote !== null && quote.cellCount !== sum.fillCount;
  return (
    <>
      {isOther && (
        <Text size="sm">
          To be filled when the cells were counted: {count(sum.fillCount)}; now: {count(quote.cellCount)}.
        </Text>
      )}
      {sum.quarantinedCount > 0 && (
        <Text size="sm">
          What is in quarantine is not filled: the same prompt failed the checks there.{' '}
          <AnchorLink to="/quarantine" inherit underline="always">
            Look at the drafts
          </AnchorLink>
        </Text>
      )}
      {sum.isCut && (
        <Text size="sm">
          Marks, ages and changes name the cells to a run one by one: these are the first {count(MAX_PICKED)}.
        </Text>
      )}
    </>
  );
}

function Acts({sum, quote: {quote, isSettled}, onDone}: {sum: Sum; quote: QuoteState; onDone: () => void}) {
  const [isFilling, fill] = useDisclosure();
  const [isRegenerating, regenerate] = useDisclosure();
  const [isListed, list] = useDisclosure();
  const fillCount = isSettled && quote !== null ? quote.cellCount : sum.fillCount;
  return (
    <Group gap="xs">
      {sum.fill && (
        <Button variant="default" onClick={list.open}>
          Show the cells
        </Button>
      )}
      {sum.servedCount > 0 && (
        <Button variant="default" onClick={regenerate.open}>
          Regenerate {plural(sum.servedCount, 'lesson')}
        </Button>
      )}
      {sum.fill && fillCount > 0 && <Button onClick={fill.open}>Fill {plural(fillCount, 'cell')}</Button>}
      {sum.fill && (
        <Drawer
          opened={isListed}
          onClose={list.close}
          position="right"
          size="xl"
          title="The cells that would be filled"
        >
          <QuotedCells filter={sum.fill} />
        </Drawer>
      )}
      {sum.fill && isFilling && <FillDialog filter={sum.fill} onClose={fill.close} onStarted={onDone} />}
      {isRegenerating && (
        <RegenerateDialog cellIds={sum.servedCellIds} onClose={regenerate.close} onDone={onDone} />
      )}
    </Group>
  );
}
