import {infiniteQueryOptions, queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';

/** All that the pages show of a run; the list leaves nothing out, so that one component shows a run anywhere. */
const RunFields = graphql(`
  fragment RunFields on Run @_unmask {
    runId
    kind
    state
    model
    cause
    causeText
    causeMessage
    waitingUntil
    openedAt
    endedAt
    wantedCount
    pendingCount
    publishedCount
    servedCount
    quarantinedCount
    failedCount
    archivedCount
    inFlightCount
    etaMs
    slowReason
    lessonsPerMinute
    spentUsd
    reservedUsd
    lostUsd
    lostCallCount
    maxUsd
    quote {
      cellCount
      basedOnLessons
      usd {
        low
        expected
        high
      }
      minutes {
        low
        expected
        high
      }
    }
  }
`);

export type Run = ResultOf<typeof RunFields>;

const RunsDocument = graphql(
  `
    query Runs($isOpen: Boolean, $first: Int, $after: String) {
      runs(isOpen: $isOpen, first: $first, after: $after) {
        nodes {
          ...RunFields
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  `,
  [RunFields],
);

const RunDocument = graphql(
  `
    query Run($runId: Int!) {
      run(runId: $runId) {
        run {
          temporalUrl
          ...RunFields
        }
        byStyle {
          style
          wantedCount
          doneCount
          quarantinedCount
          failedCount
        }
        byRoadmap {
          roadmapKey
          roadmapTitle
          wantedCount
          doneCount
          quarantinedCount
          failedCount
        }
        errorGroups {
          status
          message
          cellCount
          suggestedFix
        }
      }
    }
  `,
  [RunFields],
);

export type RunDetails = NonNullable<ResultOf<typeof RunDocument>['run']>;
export type RunPart = Pick<
  RunDetails['byStyle'][number],
  'wantedCount' | 'doneCount' | 'quarantinedCount' | 'failedCount'
>;
export type ErrorGroup = RunDetails['errorGroups'][number];

export const RunProgressDocument = graphql(
  `
    subscription RunProgress($runId: Int!) {
      runProgress(runId: $runId) {
        ...RunFields
      }
    }
  `,
  [RunFields],
);

/** Under which all that is known of runs is kept. */
export const RUNS_KEY = 'runs';

/** While a run is under way, the lists are asked for again so often. */
const LIST_PERIOD_MS = 5_000;

/** Else a run that somebody else starts shows itself after so long. */
const IDLE_PERIOD_MS = 30_000;

const PAGE_SIZE = 20;
const MAX_OPEN = 100;

/** Runs under way; there are few. */
export const openRunsQuery = queryOptions({
  queryKey: [RUNS_KEY, 'open'],
  queryFn: async ({signal}) =>
    (await request(RunsDocument, {isOpen: true, first: MAX_OPEN}, signal)).runs.nodes,
  refetchInterval: ({state: {data}}) => (data && data.length > 0 ? LIST_PERIOD_MS : IDLE_PERIOD_MS),
});

/** Runs that have ended, the newest first, a page at a time. */
export const endedRunsQuery = infiniteQueryOptions({
  queryKey: [RUNS_KEY, 'ended'],
  queryFn: async ({pageParam, signal}) =>
    (await request(RunsDocument, {isOpen: false, first: PAGE_SIZE, after: pageParam}, signal)).runs,
  initialPageParam: null as string | null,
  getNextPageParam: ({pageInfo}) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
});

export const runKey = (runId: number) => [RUNS_KEY, 'one', runId] as const;

/** One run with its parts; null where there is none. */
export const runQuery = (runId: number) =>
  queryOptions({
    queryKey: runKey(runId),
    queryFn: async ({signal}) => (await request(RunDocument, {runId}, signal)).run,
  });

const RetryableDocument = graphql(`
  query Retryable($runId: Int!) {
    run(runId: $runId) {
      retryableCount
    }
  }
`);

/** How many failed cells of a run are still to be made. */
export const retryableQuery = (runId: number) =>
  queryOptions({
    queryKey: [RUNS_KEY, 'retryable', runId],
    queryFn: async ({signal}) => (await request(RetryableDocument, {runId}, signal)).run?.retryableCount ?? 0,
  });
