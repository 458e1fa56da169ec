import {Button, Skeleton, Stack} from '@mantine/core';
import {keepPreviousData, useQuery} from '@tanstack/react-query';
import {Link, useNavigate, useSearch} from '@tanstack/react-router';
import {useState} from 'react';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {plural} from '../../lib/format.ts';
import {optional} from '../../lib/search.ts';
import {useCan} from '../../lib/viewer.ts';
import {cellIdsOf, groupsOf} from './checks.ts';
import {DraftDrawer} from './draft-drawer.tsx';
import {Filters} from './filters.tsx';
import {DraftList} from './draft-list.tsx';
import {filterOf, MAX_LISTED, quarantineQuery} from './queries.ts';
import {RetryDialog, type RetryTarget} from './retry-dialog.tsx';
import type {Narrowing} from './search.ts';
import {SelectionBar} from './selection-bar.tsx';

/** Drafts that failed the checks: why, what they cost, and what becomes of them. */
export function QuarantinePage() {
  if (useCan('MODERATOR')) return <Quarantine />;
  return (
    <>
      <PageHeader title="Quarantine" />
      <EmptyState title="This page is for moderators and administrators">
        An administrator can change your role.
      </EmptyState>
    </>
  );
}

function Quarantine() {
  const search = useSearch({from: '/shell/quarantine'});
  const navigate = useNavigate({from: '/quarantine'});
  const isAdmin = useCan('ADMIN');
  const filter = filterOf(search);
  const quarantine = useQuery({...quarantineQuery(filter), placeholderData: keepPreviousData});
  // What is shown is of the filter before: an act would be on what nobody has seen.
  const isBefore = quarantine.isPlaceholderData;
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [target, setTarget] = useState<RetryTarget | null>(null);

  const drafts = quarantine.data?.drafts ?? [];
  const groups = groupsOf(drafts, search.checks);
  const shown = groups.flatMap(group => group.drafts);
  const shownCells = cellIdsOf(shown);
  const chosen = shownCells.filter(cellId => selected.has(cellId));
  const isCut = (quarantine.data?.count ?? 0) > MAX_LISTED;
  // Checks are looked at here: of these, the API is told which cells they are.
  const all: RetryTarget = search.checks
    ? {filter, cellIds: shownCells, expectedCount: shownCells.length}
    : {filter, expectedCount: quarantine.data?.cellCount ?? 0};
  const narrow = (changes: Narrowing): void =>
    void navigate({search: now => optional({...now, ...changes}), replace: true, resetScroll: false});
  const isNarrowed = [search.checks, search.roadmapKeys, search.styles, search.runId].some(
    value => value !== undefined,
  );

  return (
    <>
      <PageHeader
        title="Quarantine"
        actions={
          isAdmin &&
          all.expectedCount > 0 && (
            <Button variant="default" disabled={isBefore} onClick={() => setTarget(all)}>
              Try {isNarrowed ? 'all that match' : 'all'} again ({plural(all.expectedCount, 'cell')})
            </Button>
          )
        }
      >
        Drafts that failed the checks after all repairs: paid for, kept, and never shown to learners.
      </PageHeader>
      <Stack gap="md">
        {(isNarrowed || drafts.length > 0) && (
          <Filters search={search} drafts={drafts} isCut={isCut} narrow={narrow} />
        )}
        {quarantine.isPending ? (
          <Skeleton h={280} />
        ) : quarantine.isLoadingError ? (
          <ErrorNote
            title="The quarantine could not be loaded"
            error={quarantine.error}
            onRetry={quarantine.refetch}
          />
        ) : shown.length > 0 ? (
          <div inert={isBefore} style={{opacity: isBefore ? 0.6 : 1}}>
            <DraftList
              groups={groups}
              count={quarantine.data.count}
              selected={selected}
              {...(isAdmin && {select: setSelected})}
            />
          </div>
        ) : isNarrowed ? (
          <EmptyState
            title="No draft in quarantine fits this filter"
            action={
              <Button
                variant="default"
                onClick={() =>
                  narrow({checks: undefined, roadmapKeys: undefined, styles: undefined, runId: undefined})
                }
              >
                Show all
              </Button>
            }
          />
        ) : (
          <EmptyState
            title="Nothing is in quarantine"
            action={
              <Button variant="default" component={Link} to="/runs">
                Look at the runs
              </Button>
            }
          >
            Good: every draft that was made passed the checks, or was made anew since.
          </EmptyState>
        )}
      </Stack>
      <SelectionBar
        count={chosen.length}
        isDisabled={isBefore}
        onClear={() => setSelected(new Set())}
        onRetry={() => setTarget({filter, cellIds: chosen, expectedCount: chosen.length})}
      />
      <RetryDialog target={target} onClose={() => setTarget(null)} onDone={() => setSelected(new Set())} />
      <DraftDrawer
        draftId={search.draft}
        onClose={() => narrow({draft: undefined})}
        onRetry={draft => setTarget({filter: {}, cellIds: [draft.cellId], expectedCount: 1})}
      />
    </>
  );
}
