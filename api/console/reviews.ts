import type {Agreement} from '../../domain/agreement.ts';
import type {MentorAgreement} from '../../domain/review-agreement.ts';
import {mentorAgreement} from '../../domain/review-agreement.ts';
import {type Calibration, calibration, doubleRatings} from '../../sql/queries/agreement.ts';
import {type ReviewProgress, reviewProgress} from '../../sql/queries/review-progress.ts';
import {type QueuedItem, reviewQueue} from '../../sql/queries/review-queue.ts';
import {builder} from '../graphql/builder.ts';
import {countUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';

const MAX_ITEMS = 200;

const ReviewProgressType = builder.objectRef<ReviewProgress>('ReviewProgress').implement({
  description: 'How far the review queue is; a lesson and its twins count as one.',
  fields: t => ({
    waitingCount: t.exposeInt('waitingCount'),
    heldCount: t.exposeInt('heldCount', {description: 'Of those, how many a mentor holds now.'}),
    refreshedAt: t.expose('refreshedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the order was counted.',
    }),
    ownDayCount: t.exposeInt('ownDayCount', {description: 'Your verdicts of the last 24 hours.'}),
    ownWeekCount: t.exposeInt('ownWeekCount', {description: 'Your verdicts of the last 7 days.'}),
    weekCount: t.exposeInt('weekCount', {description: 'All verdicts of the last 7 days.'}),
    heldLessonId: t.expose('heldLessonId', {
      type: 'LessonId',
      nullable: true,
      description: 'What you hold now.',
    }),
  }),
});

type Queue = {items: QueuedItem[]; refreshedAt: Date | null; itemCount: number};

const QueueItemType = builder.objectRef<QueuedItem>('ReviewQueueItem').implement({
  description: 'A lesson that waits for a verdict, and why it stands where it does.',
  fields: t => ({
    lessonId: t.expose('lessonId', {type: 'LessonId'}),
    cellId: t.exposeInt('cellId'),
    stepTitle: t.exposeString('stepTitle'),
    lessonNumber: t.exposeInt('lessonNumber'),
    style: t.exposeString('style'),
    title: t.exposeString('title'),
    kind: t.exposeString('kind', {description: 'first, or second: a blind second opinion.'}),
    warningCount: t.exposeInt('warningCount'),
    upvotes: t.exposeInt('upvotes'),
    downvotes: t.exposeInt('downvotes'),
    isFirst: t.exposeBoolean('isFirst', {description: 'Its cell had no lesson before.'}),
    afterBadVerdict: t.exposeBoolean('afterBadVerdict'),
    isEmulated: t.exposeBoolean('isEmulated'),
    waitsForMentor: t.exposeBoolean('waitsForMentor'),
    demand: t.exposeFloat('demand'),
    ageDays: t.exposeInt('ageDays'),
    pBad: t.exposeFloat('pBad', {description: 'The probability that a mentor finds fault with it.'}),
    harm: t.exposeFloat('harm', {description: 'What the queue is ordered by, in no unit.'}),
    heldBy: t.exposeString('heldBy', {nullable: true}),
    requestedAt: t.expose('requestedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it waits because somebody sent it to review: such lessons come first.',
    }),
    requestReason: t.exposeString('requestReason', {nullable: true}),
  }),
});

const QueueType = builder.objectRef<Queue>('ReviewQueue').implement({
  fields: t => ({
    items: t.expose('items', {type: [QueueItemType]}),
    refreshedAt: t.expose('refreshedAt', {type: 'DateTime', nullable: true}),
    itemCount: t.exposeInt('itemCount', {description: 'All that waited at that time.'}),
  }),
});

/** Whose figures they are: a mentor or a reason; null: all. */
type NamedAgreement = Agreement & {of: string | null};

const AgreementType = builder.objectRef<NamedAgreement>('Agreement').implement({
  description: 'How far mentors agree. Figures are null where they cannot be said.',
  fields: t => ({
    of: t.exposeString('of', {nullable: true, description: 'The mentor or the reason; null: all.'}),
    unitCount: t.exposeInt('unitCount'),
    share: t.exposeFloat('share', {nullable: true, description: 'Of pairs of verdicts that are equal.'}),
    alpha: t.exposeFloat('alpha', {nullable: true, description: "Krippendorff's."}),
    ac1: t.exposeFloat('ac1', {nullable: true, description: "Gwet's."}),
  }),
});

const CalibrationType = builder.objectRef<Calibration>('ReviewCalibration').implement({
  description: "What the queue's estimate is worth, over lessons that were offered by chance.",
  fields: t => ({
    reviewCount: t.exposeInt('reviewCount'),
    expectedBadShare: t.exposeFloat('expectedBadShare', {nullable: true}),
    badShare: t.exposeFloat('badShare', {nullable: true}),
  }),
});

type Figures = MentorAgreement & {calibration: Calibration};

const FiguresType = builder.objectRef<Figures>('ReviewAgreement').implement({
  description: 'How far mentors agree on lessons that two or more of them reviewed.',
  fields: t => ({
    overall: t.field({type: AgreementType, resolve: ({overall}) => ({...overall, of: null})}),
    byMentor: t.field({
      type: [AgreementType],
      resolve: ({byMentor}) => byMentor.map(figures => ({...figures, of: figures.mentorId})),
    }),
    byReason: t.field({
      type: [AgreementType],
      resolve: ({byReason}) => byReason.map(figures => ({...figures, of: figures.reason})),
    }),
    calibration: t.expose('calibration', {type: CalibrationType}),
  }),
});

/** What is known of the review queue. */
export function addReviews(): void {
  builder.queryField('reviewProgress', t =>
    t.field({
      type: ReviewProgressType,
      authScopes: {mentor: true},
      description: 'How far the review queue is, and what you did.',
      resolve: async (_root, _args, context) => reviewProgress(context.pool, actorIn(context).id),
    }),
  );

  builder.queryField('reviewQueue', t =>
    t.field({
      type: QueueType,
      authScopes: {moderator: true},
      description:
        'The head of the queue, whoever holds or skipped what. Mentors review blind: not for them.',
      args: {first: t.arg.int({defaultValue: 50, validate: countUpTo(MAX_ITEMS)})},
      resolve: async (_root, {first}, {pool}) => reviewQueue(pool, {limit: first ?? 50}),
    }),
  );

  builder.queryField('reviewAgreement', t =>
    t.field({
      type: FiguresType,
      authScopes: {moderator: true},
      description: 'How far mentors agree, each with all others, and on each reason.',
      resolve: async (_root, _args, {pool}) => ({
        ...mentorAgreement(await doubleRatings(pool)),
        calibration: await calibration(pool),
      }),
    }),
  );
}
