import {createHash} from 'node:crypto';
import type {Db} from '../../sql/client.ts';
import {type LessonFilter, type MatchingLesson, matchingLessons} from '../../sql/queries/bulk.ts';
import {builder} from '../graphql/builder.ts';
import {LessonFilterInput, lessonFilterOf} from './bulk-filter.ts';

/** One transaction, whose locks votes on these lessons wait for: measured, 14 ms a lesson on two busy cores. */
const MAX_LESSONS = 500;
const SHOWN = 20;

const MatchingLessonType = builder.objectRef<MatchingLesson>('MatchingLesson').implement({
  fields: t => ({
    lessonId: t.expose('lessonId', {type: 'LessonId'}),
    cellId: t.exposeInt('cellId'),
    stepTitle: t.exposeString('stepTitle'),
    title: t.exposeString('title'),
  }),
});

const MatchType = builder.objectRef<readonly MatchingLesson[]>('MatchingLessons').implement({
  description: 'The versions that a filter names; twins count each.',
  fields: t => ({
    count: t.int({
      description: `Up to ${MAX_LESSONS + 1}: more than ${MAX_LESSONS} are not acted on at once.`,
      resolve: lessons => lessons.length,
    }),
    digest: t.string({
      description: 'Of which ones they are: with it, an act is refused where these are others by then.',
      resolve: digestOf,
    }),
    lessons: t.field({
      type: [MatchingLessonType],
      description: `The first ${SHOWN}.`,
      resolve: lessons => lessons.slice(0, SHOWN),
    }),
  }),
});

/** Which ones they are, in their order. */
function digestOf(lessons: readonly MatchingLesson[]): string {
  return createHash('sha256')
    .update(lessons.map(({lessonId}) => lessonId).join(','))
    .digest('base64url')
    .slice(0, 22);
}

/** What the person saw. */
export type Expected = {expectedCount: number; expectedDigest?: string | null | undefined};

/** Why an act on these is not done: they are not what the person saw. Null where they are. */
export function drift(
  lessons: readonly MatchingLesson[],
  {expectedCount, expectedDigest}: Expected,
): string | null {
  const count = lessons.length;
  if (count > MAX_LESSONS)
    return `More than ${MAX_LESSONS} lessons match. Narrow the filter, and act on them part by part.`;
  if (count !== expectedCount) {
    const difference = `${Math.abs(count - expectedCount)} ${count > expectedCount ? 'more' : 'fewer'}`;
    return `Other lessons match than were seen: ${count} now, not ${expectedCount} (${difference}). Look at them again.`;
  }
  if (expectedDigest != null && expectedDigest !== digestOf(lessons))
    return 'As many lessons match as were seen, but others. Look at them again.';
  return null;
}

/** What matches: one more at most than can be acted on at once. */
export const matching = (db: Db, filter: LessonFilter) =>
  matchingLessons(db, filter, {limit: MAX_LESSONS + 1});

/** What an act on many lessons would act on. */
export function addMatchingLessons(): void {
  builder.queryField('matchingLessons', t =>
    t.field({
      type: MatchType,
      authScopes: {moderator: true},
      description: 'What an act on all lessons that match a filter would act on.',
      args: {filter: t.arg({type: LessonFilterInput, required: true})},
      resolve: async (_root, {filter}, {pool}) => matching(pool, lessonFilterOf(filter)),
    }),
  );
}
