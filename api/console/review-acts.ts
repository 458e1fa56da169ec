import {type LessonId} from '../../domain/lesson-id.ts';
import type {ReviewStatus} from '../../domain/reviews.ts';
import {
  claimNext,
  heartbeat,
  releaseClaim,
  type ReviewItem,
  skipReview,
} from '../../sql/queries/review-claims.ts';
import {undoReview} from '../../sql/queries/review-undo.ts';
import {submitReview} from '../../sql/queries/reviews.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {ReviewReasonEnum} from '../graphql/lessons-mutation.ts';
import {actorIn} from './actor.ts';
import {FindingType} from './drafts.ts';
import {done, notDone, type Outcome, OutcomeType} from './outcome.ts';

const ReviewItemType = builder.objectRef<ReviewItem>('ReviewItem').implement({
  description: 'A lesson to review. It says nothing of what others think of it.',
  fields: t => ({
    lessonId: t.expose('lessonId', {type: 'LessonId'}),
    cellId: t.exposeInt('cellId'),
    stepTitle: t.exposeString('stepTitle'),
    lessonNumber: t.exposeInt('lessonNumber'),
    style: t.exposeString('style'),
    title: t.exposeString('title'),
    description: t.exposeString('description'),
    difficulty: t.exposeString('difficulty'),
    estimatedDurationMinutes: t.exposeInt('estimatedDurationMinutes'),
    content: t.expose('content', {type: 'JSON', nullable: true}),
    warnings: t.expose('warnings', {type: [FindingType], description: 'What the checks warned of.'}),
    parentLessonId: t.expose('parentLessonId', {type: 'LessonId', nullable: true}),
    claimedAt: t.expose('claimedAt', {type: 'DateTime'}),
    leasedUntil: t.expose('leasedUntil', {type: 'DateTime'}),
    isResumed: t.exposeBoolean('isResumed', {description: 'You held it already.'}),
  }),
});

type Claimed = Outcome & {item: ReviewItem | null; skippedCount: number};

const ClaimedType = builder.objectRef<Claimed>('ClaimNextReviewPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    item: t.expose('item', {type: ReviewItemType, nullable: true}),
    skippedCount: t.exposeInt('skippedCount', {
      description: 'Where nothing is left: what you skipped, which `withSkipped` offers.',
    }),
  }),
});

type Beat = {held: boolean; leasedUntil: Date | null};

const BeatType = builder.objectRef<Beat>('HeartbeatReviewPayload').implement({
  fields: t => ({
    held: t.exposeBoolean('held', {
      description: 'False where somebody else took it, it was released, or the review is in.',
    }),
    leasedUntil: t.expose('leasedUntil', {type: 'DateTime', nullable: true}),
  }),
});

type Verdict = Outcome & {lessonId: LessonId | null; approvalStatus: string | null};

const VerdictType = builder.objectRef<Verdict>('ReviewVerdictPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    lessonId: t.expose('lessonId', {type: 'LessonId', nullable: true}),
    approvalStatus: t.exposeString('approvalStatus', {
      nullable: true,
      description: "The lesson's status after that.",
    }),
  }),
});

async function claim(context: ApiContext, withSkipped: boolean): Promise<Claimed> {
  const mentorId = actorIn(context).id;
  const result = await claimNext(context.pool, {mentorId, random: Math.random(), withSkipped});
  switch (result.kind) {
    case 'claimed':
      return {...done('The lesson is yours to review.'), item: result.item, skippedCount: 0};
    case 'empty':
      return {...notDone('Nothing is left to review.'), item: null, skippedCount: result.skippedCount};
    case 'refused':
      return {...notDone(result.message), item: null, skippedCount: 0};
  }
}

async function undo(context: ApiContext, wantedLessonId: LessonId | null): Promise<Verdict> {
  const result = await undoReview(context.pool, {mentorId: actorIn(context).id, wantedLessonId});
  if (result.kind === 'refused') return {...notDone(result.message), lessonId: null, approvalStatus: null};
  const {lessonId, approvalStatus} = result;
  return {...done('The verdict is taken back.'), lessonId, approvalStatus};
}

/** What a mentor does with the queue. */
export function addReviewActs(): void {
  builder.mutationField('claimNextReview', t =>
    t.field({
      type: ClaimedType,
      authScopes: {mentor: true},
      description: 'Gives you the lesson that you hold, or claims the next one for ten minutes.',
      args: {withSkipped: t.arg.boolean({defaultValue: false})},
      resolve: async (_root, {withSkipped}, context) => claim(context, withSkipped ?? false),
    }),
  );

  builder.mutationField('heartbeatReview', t =>
    t.field({
      type: BeatType,
      authScopes: {mentor: true},
      description: 'Holds a lesson for ten more minutes: send it once a minute.',
      args: {lessonId: t.arg({type: 'LessonId', required: true})},
      resolve: async (_root, {lessonId}, context): Promise<Beat> => {
        const result = await heartbeat(context.pool, {lessonId, mentorId: actorIn(context).id});
        return result.kind === 'held'
          ? {held: true, leasedUntil: result.leasedUntil}
          : {held: false, leasedUntil: null};
      },
    }),
  );

  for (const [name, act, words, description] of [
    [
      'skipReview',
      skipReview,
      'It is left to others.',
      'Leaves a lesson to others; you are not offered it for two weeks.',
    ],
    ['releaseReview', releaseClaim, 'It is given back.', 'Gives a lesson back without a word.'],
  ] as const) {
    builder.mutationField(name, t =>
      t.field({
        type: OutcomeType,
        authScopes: {mentor: true},
        description,
        args: {lessonId: t.arg({type: 'LessonId', required: true})},
        resolve: async (_root, {lessonId}, context) =>
          (await act(context.pool, {lessonId, mentorId: actorIn(context).id}))
            ? done(words)
            : notDone('You did not hold it.'),
      }),
    );
  }

  builder.mutationField('submitReview', t =>
    t.field({
      type: VerdictType,
      authScopes: {mentor: true},
      description:
        'Stores your verdict on a lesson and its twins, or changes an earlier one; ends your claim.',
      args: {
        lessonId: t.arg({type: 'LessonId', required: true}),
        status: t.arg.string({required: true, description: 'verified, needs_improvement or rejected.'}),
        feedback: t.arg.string({required: true}),
        expertiseArea: t.arg.string({required: true}),
        reasons: t.arg({type: [ReviewReasonEnum]}),
      },
      resolve: async (_root, {status, reasons, ...given}, context): Promise<Verdict> => {
        const result = await submitReview(context.pool, {
          ...given,
          mentorId: actorIn(context).id,
          // What is no status is refused with the words that there are.
          status: status as ReviewStatus,
          reasons: reasons ?? [],
        });
        if (result.kind === 'refused')
          return {...notDone(result.message), lessonId: null, approvalStatus: null};
        const {approvalStatus} = result;
        return {...done('The review is stored.'), lessonId: given.lessonId, approvalStatus};
      },
    }),
  );

  builder.mutationField('undoReview', t =>
    t.field({
      type: VerdictType,
      authScopes: {mentor: true},
      description: 'Takes your last verdict of the last ten minutes back; once more the one before it.',
      args: {
        lessonId: t.arg({
          type: 'LessonId',
          description: 'Refuses where your last verdict is on another lesson, as one from another tab.',
        }),
      },
      resolve: async (_root, {lessonId}, context) => undo(context, lessonId ?? null),
    }),
  );
}
