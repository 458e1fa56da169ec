import {Button} from '@mantine/core';
import {IconRefresh} from '@tabler/icons-react';
import {useQuery} from '@tanstack/react-query';
import {useCountAnew} from '../../components/count-anew.ts';
import {ErrorNote} from '../../components/error-note.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {SavedViews} from '../../components/saved-views.tsx';
import {Time} from '../../components/time.tsx';
import {useCan} from '../../lib/viewer.ts';
import {Figures} from './figures.tsx';
import {Filters} from './filters.tsx';
import {LastNight} from './last-night.tsx';
import {MatrixSection} from './matrix-section.tsx';
import {coverageQuery} from './queries.ts';
import {coverageSearch} from './search.ts';
import {CLEARED, useCoverageSearch} from './use-coverage-search.ts';

/** What learners get and what they do not, and what to do about it. */
export function CoveragePage() {
  const {search, change} = useCoverageSearch();
  const coverage = useQuery(coverageQuery);
  const countAnew = useCountAnew(coverage.data?.asOf);
  const canSeeRuns = useCan('MODERATOR');
  return (
    <>
      <PageHeader
        title="Coverage"
        actions={
          <>
            <SavedViews
              page="coverage"
              filter={search}
              onPick={filter => change({...CLEARED, ...coverageSearch(filter)})}
            />
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={countAnew.isPending}
              onClick={() => countAnew.mutate()}
            >
              Count anew
            </Button>
          </>
        }
      >
        {coverage.data ? (
          <>
            As of <Time value={coverage.data.asOf} />
          </>
        ) : (
          'What learners get, and what is missing'
        )}
      </PageHeader>
      {coverage.isLoadingError ? (
        <ErrorNote
          title="The coverage could not be loaded"
          error={coverage.error}
          onRetry={coverage.refetch}
        />
      ) : (
        <Figures coverage={coverage.data} search={search} onChange={change} />
      )}
      {canSeeRuns && <LastNight />}
      <Filters search={search} onChange={change} />
      <MatrixSection search={search} onChange={change} countedAt={coverage.data?.asOf} />
    </>
  );
}
