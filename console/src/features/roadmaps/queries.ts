import {infiniteQueryOptions, queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import type {RoadmapsSearch} from './search.ts';

const PAGE_SIZE = 50;

const RoadmapsDocument = graphql(`
  query Roadmaps($text: String, $isArchived: Boolean, $first: Int, $after: String) {
    roadmaps(text: $text, isArchived: $isArchived, first: $first, after: $after) {
      nodes {
        key
        title
        source
        stepCount
        lessonCount
        cellCount
        isArchived
        updatedAt
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const RoadmapDocument = graphql(`
  query Roadmap($key: String!) {
    roadmap(key: $key) {
      roadmap {
        key
        title
        description
        category
        source
        stepCount
        lessonCount
        cellCount
        isArchived
        archivedAt
        archivedBy
        archiveReason
        updatedAt
      }
      ownCellCount
      text
      steps {
        position
        title
        description
        difficulty
        firstLesson
        lessonCount
        styles
        sharedWithCount
        sharedWith {
          key
          title
        }
      }
    }
  }
`);

const RoadmapCoverageDocument = graphql(`
  query RoadmapCoverage {
    coverage {
      asOf
      roadmaps {
        roadmapKey
        total {
          cellCount
          share
        }
        byStyle {
          style
          counts {
            cellCount
            share
            served
            stale
            missing
            placeholder
            rejected
            quarantined
          }
        }
      }
    }
  }
`);

const ArchiveDocument = graphql(`
  mutation ArchiveRoadmap($key: String!, $reason: String) {
    archiveRoadmap(key: $key, reason: $reason) {
      success
      message
    }
  }
`);

const RestoreDocument = graphql(`
  mutation RestoreRoadmap($key: String!) {
    restoreRoadmap(key: $key) {
      success
      message
    }
  }
`);

export type RoadmapRow = ResultOf<typeof RoadmapsDocument>['roadmaps']['nodes'][number];
export type RoadmapDetails = NonNullable<ResultOf<typeof RoadmapDocument>['roadmap']>;
export type Roadmap = RoadmapDetails['roadmap'];
export type Step = RoadmapDetails['steps'][number];
export type RoadmapCoverage = ResultOf<typeof RoadmapCoverageDocument>['coverage']['roadmaps'][number];

/** What all queries about roadmaps begin with: an import may change any of them. */
export const ROADMAPS_KEY = ['roadmaps'] as const;

const IS_ARCHIVED = {only: true, too: null} as const;

/** The list of roadmaps, by title. */
export const roadmapsQuery = ({text, archived}: RoadmapsSearch) =>
  infiniteQueryOptions({
    queryKey: [...ROADMAPS_KEY, 'list', {text, archived}],
    queryFn: async ({pageParam, signal}) => {
      const isArchived = archived === undefined ? false : IS_ARCHIVED[archived];
      const given = {text: text ?? null, isArchived, first: PAGE_SIZE, after: pageParam};
      return (await request(RoadmapsDocument, given, signal)).roadmaps;
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({pageInfo}) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  });

/** One roadmap in full; null where there is none. */
export const roadmapQuery = (key: string) =>
  queryOptions({
    queryKey: [...ROADMAPS_KEY, 'one', key],
    queryFn: async ({signal}) => (await request(RoadmapDocument, {key}, signal)).roadmap,
  });

/** How far each roadmap was covered when it was counted last, by key. */
export const roadmapCoverageQuery = queryOptions({
  queryKey: [...ROADMAPS_KEY, 'coverage'],
  queryFn: async ({signal}) => {
    const {asOf, roadmaps} = (await request(RoadmapCoverageDocument, {}, signal)).coverage;
    return {asOf, byKey: new Map(roadmaps.map(roadmap => [roadmap.roadmapKey, roadmap]))};
  },
});

export const archiveRoadmap = async (given: {key: string; reason: string | null}) =>
  (await request(ArchiveDocument, given)).archiveRoadmap;

export const restoreRoadmap = async (key: string) => (await request(RestoreDocument, {key})).restoreRoadmap;
