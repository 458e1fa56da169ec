import {useQuery} from '@tanstack/react-query';
import {lazy, Suspense, useEffect, useMemo, useState} from 'react';
import {Group, Title} from '@mantine/core';
import {ErrorNote} from '../../components/error-note.tsx';
import {useCan} from '../../lib/viewer.ts';
import {isFiltered, isPartial, wishOf} from './filter.ts';
import {Legend} from './legend.tsx';
import {Matrix} from './matrix/matrix.tsx';
import {useOpen} from './matrix/use-open.ts';
import {MatrixCount} from './matrix-count.tsx';
import {MatrixSkeleton} from './matrix-skeleton.tsx';
import {MatrixTools} from './matrix-tools.tsx';
import {NothingToShow} from './nothing-to-show.tsx';
import {PastNote} from './past-note.tsx';
import {matrixQuery} from './queries.ts';
import type {CoverageSearch} from './search.ts';
import {isEmpty} from './selection/selection.ts';
import {useSelection} from './selection/use-selection.ts';
import type {Change} from './use-coverage-search.ts';

const ActionBar = lazy(async () => ({default: (await import('./selection/action-bar.tsx')).ActionBar}));
const FillDialog = lazy(async () => ({default: (await import('./selection/fill-dialog.tsx')).FillDialog}));

type SectionProps = {
  search: CoverageSearch;
  onChange: (change: Change) => void;
  /** Of the last count. */
  countedAt: string | undefined;
};

/** So few are shown with their steps from the start. */
const FEW = 2;

/** The matrix, how much of it there is, and what can be done to what is selected. */
export function MatrixSection({search, onChange, countedAt}: SectionProps) {
  const wish = useMemo(() => wishOf(search), [search]);
  const {data, dataUpdatedAt, error, isPlaceholderData, refetch} = useQuery(matrixQuery(wish));
  useLastCount({countedAt, asOf: search.asOf, shownAt: data?.matrix.asOf, refetch});
  const roadmaps = data?.matrix.roadmaps ?? [];
  const {isOpen, isAllOpen, setOpen, setAll} = useOpen(data !== undefined && roadmaps.length <= FEW);
  const [selection, select] = useSelection(wish);
  const [isSelecting, setSelecting] = useState(false);
  const [filledCellId, setFilledCellId] = useState<number | null>(null);
  // An act is on cells as they are now.
  const canSelect = useCan('ADMIN') && search.asOf === undefined;
  const canOpenLessons = useCan('MODERATOR');

  if (error && !data)
    return <ErrorNote title="The matrix could not be loaded" error={error} onRetry={refetch} />;
  if (!data) return <MatrixSkeleton />;
  const {matrix} = data;
  return (
    <section aria-labelledby="matrix">
      {search.asOf !== undefined && <PastNote asOf={matrix.asOf} onNow={() => onChange({asOf: undefined})} />}
      <Group justify="space-between" mb={6} gap="xs">
        <Title order={2} id="matrix">
          {isFiltered(search) ? 'What matches' : 'All cells'}
        </Title>
        {roadmaps.length > 0 && (
          <MatrixTools
            cellCount={matrix.matchingCellCount}
            isAllOpen={isAllOpen}
            onOpenAll={setAll}
            {...(canSelect && {onSelect: select, isSelecting, onSelecting: setSelecting})}
          />
        )}
      </Group>
      <MatrixCount matrix={matrix} isFiltered={isFiltered(search)} />
      {roadmaps.length === 0 ? (
        <NothingToShow search={search} onChange={onChange} />
      ) : (
        <>
          <Legend />
          <div style={{opacity: isPlaceholderData ? 0.6 : 1}} aria-busy={isPlaceholderData}>
            <Matrix
              roadmaps={roadmaps}
              wish={data.wish}
              version={dataUpdatedAt}
              isPartial={isPartial(search)}
              isOpen={isOpen}
              setOpen={setOpen}
              canSelect={canSelect}
              isSelecting={isSelecting}
              selection={selection}
              onSelect={select}
              canOpenLessons={canOpenLessons}
              onFill={setFilledCellId}
            />
          </div>
        </>
      )}
      {canSelect && (
        <Suspense>
          {!isEmpty(selection) && <ActionBar search={search} selection={selection} onSelect={select} />}
          {filledCellId !== null && (
            <FillDialog filter={{cellIds: [filledCellId]}} onClose={() => setFilledCellId(null)} />
          )}
        </Suspense>
      )}
    </section>
  );
}

/** Looks again when the cells were counted since: the figures on top say so first. */
function useLastCount({
  countedAt,
  asOf,
  shownAt,
  refetch,
}: {
  countedAt: string | undefined;
  asOf: string | undefined;
  shownAt: string | undefined;
  refetch: () => unknown;
}): void {
  const isOld = asOf === undefined && countedAt !== undefined && shownAt !== undefined && shownAt < countedAt;
  useEffect(() => {
    if (isOld) void refetch();
  }, [isOld, countedAt, refetch]);
}
