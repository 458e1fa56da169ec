import {queryOptions} from '@tanstack/react-query';
import {graphql, type LessonId} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';

/** Nothing of what others think of it: who reviews is to judge by themselves. */
const EarlierDocument = graphql(`
  query EarlierVersion($id: LessonId!) {
    lessons {
      getLessonById(lessonId: $id) {
        title
        description
        content
        learningStyle
        difficultyLevel
        estimatedDuration
      }
    }
  }
`);

/** The version that a lesson is to be better than; null where it is not there any more. */
export const earlierQuery = (id: LessonId) =>
  queryOptions({
    queryKey: ['earlier-version', id],
    queryFn: async ({signal}) => (await request(EarlierDocument, {id}, signal)).lessons.getLessonById,
    // Lessons are not changed in place, and each reading counts as a view.
    staleTime: Number.POSITIVE_INFINITY,
  });
