import {keepPreviousData, queryOptions, useQueryClient} from '@tanstack/react-query';
import {CELL_STATES, STYLES} from '../../components/cell-state.ts';
import {graphql, type ResultOf, type VariablesOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';

/** All that this page asks begins with this key: a count of the coverage makes it outdated. */
const COVERAGE = 'coverage';

const CoverageDocument = graphql(`
  query Coverage($dayCount: Int) {
    coverage {
      asOf
      total {
        cellCount
        served
        stale
        missing
        placeholder
        rejected
        quarantined
        unreviewed
        verified
        weak
        share
        weightedShare
      }
      days(dayCount: $dayCount) {
        day
        cellCount
        servedCount
      }
    }
  }
`);

export type Coverage = ResultOf<typeof CoverageDocument>['coverage'];

const DAY_COUNT = 30;
const LOOK_AGAIN_MS = 30_000;

/** What is served and what is not, as it was counted last; looked at again by itself, for runs count it. */
export const coverageQuery = queryOptions({
  queryKey: [COVERAGE, 'total'],
  queryFn: async ({signal}) => (await request(CoverageDocument, {dayCount: DAY_COUNT}, signal)).coverage,
  refetchInterval: LOOK_AGAIN_MS,
});

/** Marks all that the page shows as outdated. */
export function useOutdated(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => queryClient.invalidateQueries({queryKey: [COVERAGE]});
}

const MatrixDocument = graphql(`
  query Matrix(
    $filter: CellFilter
    $asOf: DateTime
    $comparedWith: DateTime
    $styles: [Style!]!
    $states: [CellState!]!
  ) {
    matrix(filter: $filter, asOf: $asOf, comparedWith: $comparedWith) {
      asOf
      matchingCellCount
      removedCellCount
      roadmaps {
        roadmapKey
        title
        stepCount
        lessonCount
        matchingCellCount
        cellCounts(styles: $styles, states: $states)
      }
    }
  }
`);

type CellFilter = NonNullable<VariablesOf<typeof MatrixDocument>['filter']>;

/** What the API is asked for: which cells, as of when, and compared with when. */
export type MatrixWish = {filter?: CellFilter; asOf?: string; comparedWith?: string};

export type Matrix = ResultOf<typeof MatrixDocument>['matrix'];
export type MatrixRoadmap = Matrix['roadmaps'][number];

/**
 * The matrix by roadmap: what matches, and for which wish. What was shown before stays until the answer is there.
 */
export const matrixQuery = (wish: MatrixWish) =>
  queryOptions({
    queryKey: [COVERAGE, 'matrix', wish],
    queryFn: async ({signal}) => {
      const asked = {...wish, styles: [...STYLES], states: [...CELL_STATES]};
      return {wish, matrix: (await request(MatrixDocument, asked, signal)).matrix};
    },
    placeholderData: keepPreviousData,
    // Of 500 roadmaps it is some 100 kB, for each filter that was tried.
    gcTime: 60_000,
  });

const RowsDocument = graphql(`
  query MatrixRows(
    $roadmapKey: String!
    $filter: CellFilter
    $asOf: DateTime
    $comparedWith: DateTime
    $fromPosition: Int
  ) {
    matrixRoadmap(
      roadmapKey: $roadmapKey
      filter: $filter
      asOf: $asOf
      comparedWith: $comparedWith
      fromPosition: $fromPosition
    ) {
      nextPosition
      steps {
        position
        title
        lessons {
          lessonNumber
          cells {
            cellId
            style
            state
            reason
            lessonId
            approvalStatus
            upvotes
            downvotes
            generatedAt
            marks
            matches
            was
            isBeingMade
          }
        }
      }
    }
  }
`);

export type MatrixRows = NonNullable<ResultOf<typeof RowsDocument>['matrixRoadmap']>;
export type MatrixStep = MatrixRows['steps'][number];
export type MatrixLesson = MatrixStep['lessons'][number];
export type MatrixCell = MatrixLesson['cells'][number];

/** The steps of a roadmap from a position on, with their cells; of a very long one only the next part. */
export const rowsQuery = (wish: MatrixWish, roadmapKey: string, fromPosition: number) =>
  queryOptions({
    queryKey: [COVERAGE, 'rows', wish, roadmapKey, fromPosition],
    queryFn: async ({signal}): Promise<MatrixRows> =>
      (await request(RowsDocument, {...wish, roadmapKey, fromPosition}, signal)).matrixRoadmap ?? {
        nextPosition: null,
        steps: [],
      },
    // The matrix keeps what it shows; what was only looked ahead for is not worth memory for long.
    gcTime: 30_000,
  });

const NightsDocument = graphql(`
  query CoverageNights {
    coverageNights {
      countedAt
      cellCount
      servedCount
      share
    }
  }
`);

export type Night = ResultOf<typeof NightsDocument>['coverageNights'][number];

/** The counts that can be looked back at, the newest first. */
export const nightsQuery = queryOptions({
  queryKey: [COVERAGE, 'nights'],
  queryFn: async ({signal}) => (await request(NightsDocument, {}, signal)).coverageNights,
  staleTime: 60_000,
});

const LastNightDocument = graphql(`
  query LastNight {
    brief {
      headline
      nextRun {
        at
        isPaused
        message
      }
      run {
        runId
        kind
        openedAt
      }
    }
  }
`);

export type NextRun = ResultOf<typeof LastNightDocument>['brief']['nextRun'];

/** What the last night did, in a line, and when the next one is. For moderators. */
export const lastNightQuery = queryOptions({
  queryKey: [COVERAGE, 'night'],
  queryFn: async ({signal}) => (await request(LastNightDocument, {}, signal)).brief,
  staleTime: 60_000,
});

const MatchingDocument = graphql(`
  query MatchingCells($filter: CellFilter!, $asOf: DateTime, $comparedWith: DateTime) {
    matchingCells(filter: $filter, asOf: $asOf, comparedWith: $comparedWith) {
      cellCount
      cellIds
    }
  }
`);

export const MATCHING_KEY = [COVERAGE, 'matching'];

/** All cells that match, however many roadmaps they are in: how many, and the ids of the first 10,000. */
export const matchingCells = async (wish: MatrixWish, signal: AbortSignal) =>
  (await request(MatchingDocument, {...wish, filter: wish.filter ?? {}}, signal)).matchingCells;
