import {queryOptions} from '@tanstack/react-query';
import {graphql, type LessonId, type ResultOf} from '../lib/graphql.ts';
import {request} from '../lib/request.ts';

const DiffDocument = graphql(`
  query LessonDiff($before: LessonId!, $after: LessonId!) {
    lessonDiff(before: $before, after: $after) {
      field
      hunks {
        beforeLine
        afterLine
        lines {
          kind
          text
        }
      }
    }
  }
`);

/** What `<Diff>` shows of one field. */
export type FieldDiff = NonNullable<ResultOf<typeof DiffDocument>['lessonDiff']>[number];

/** What differs between two lessons; null where one of them is not there. For moderators. */
export const diffQuery = (before: LessonId, after: LessonId) =>
  queryOptions({
    queryKey: ['lesson-diff', String(before), String(after)],
    queryFn: async ({signal}) => (await request(DiffDocument, {before, after}, signal)).lessonDiff,
    // Lessons are not changed in place.
    staleTime: Number.POSITIVE_INFINITY,
  });
