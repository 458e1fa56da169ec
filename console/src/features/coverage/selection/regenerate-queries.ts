import {queryOptions} from '@tanstack/react-query';
import {graphql, type VariablesOf} from '../../../lib/graphql.ts';
import {request} from '../../../lib/request.ts';

/** The API acts on no more at once. */
export const MAX_LESSONS = 500;

const MatchingLessonsDocument = graphql(`
  query LessonsToRegenerate($filter: LessonFilter!) {
    matchingLessons(filter: $filter) {
      count
      digest
      lessons {
        lessonId
        title
        stepTitle
      }
    }
  }
`);

const liveOf = (cellIds: readonly number[]) => ({cellIds: [...cellIds], states: ['live' as const]});

/** The lessons that would be made anew: how many, which, and the first of them. */
export const lessonsQuery = (cellIds: readonly number[]) =>
  queryOptions({
    queryKey: ['coverage', 'lessons', cellIds],
    queryFn: async ({signal}) =>
      (await request(MatchingLessonsDocument, {filter: liveOf(cellIds)}, signal)).matchingLessons,
    staleTime: 0,
    // A person has seen a number: another one comes when they ask for it, or are refused.
    refetchOnWindowFocus: false,
  });

const BulkRegenerateDocument = graphql(`
  mutation BulkRegenerate(
    $filter: LessonFilter!
    $expectedCount: Int!
    $expectedDigest: String
    $instructions: String
  ) {
    bulkRegenerate(
      filter: $filter
      expectedCount: $expectedCount
      expectedDigest: $expectedDigest
      instructions: $instructions
    ) {
      success
      message
      matchingCount
    }
  }
`);

type Wanted = Omit<VariablesOf<typeof BulkRegenerateDocument>, 'filter'> & {cellIds: readonly number[]};

/** Has them made anew, if they are those that were seen. */
export const bulkRegenerate = async ({cellIds, ...seen}: Wanted) =>
  (await request(BulkRegenerateDocument, {...seen, filter: liveOf(cellIds)})).bulkRegenerate;
