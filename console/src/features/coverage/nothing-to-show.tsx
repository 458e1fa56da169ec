import {Button} from '@mantine/core';
import {EmptyState} from '../../components/empty-state.tsx';
import {ButtonLink} from '../../components/links.tsx';
import {useCan} from '../../lib/viewer.ts';
import {CLEARED, type Change} from './use-coverage-search.ts';
import {isFiltered} from './filter.ts';
import type {CoverageSearch} from './search.ts';

/** Why the matrix is empty, and what next. */
export function NothingToShow({
  search,
  onChange,
}: {
  search: CoverageSearch;
  onChange: (change: Change) => void;
}) {
  const canImport = useCan('ADMIN');
  if (isFiltered(search))
    return (
      <EmptyState
        title="No cell matches"
        action={<Button onClick={() => onChange(CLEARED)}>Clear the filters</Button>}
      >
        {search.comparedWith !== undefined && search.changes !== undefined
          ? 'Nothing of the kind changed between the two counts.'
          : 'Every filter has to fit: leave one out.'}
      </EmptyState>
    );
  return (
    <EmptyState
      title="There are no cells yet"
      action={canImport && <ButtonLink to="/roadmaps">Import roadmaps</ButtonLink>}
    >
      Roadmaps say which lessons should exist. Once they are imported, and the coverage is counted, their
      cells stand here.
    </EmptyState>
  );
}
