import {expect, test} from 'vitest';
import {agreementText, queueText} from '../../cli/reviews-text.ts';
import {mentorAgreement, type Rating} from '../../domain/review-agreement.ts';
import type {QueueItem} from '../../domain/review-queue.ts';

const COUNTED = new Date('2026-11-27T01:02:03Z');
const item = (changes: Partial<QueueItem> = {}): QueueItem => ({
  lessonId: 7,
  cellId: 3,
  stepTitle: 'Loops',
  lessonNumber: 2,
  style: 'video',
  title: 'Loops in Python',
  kind: 'first',
  demand: 2.5,
  ageDays: 1,
  pBad: 0.13,
  harm: 0.0722,
  heldBy: null,
  warningCount: 0,
  upvotes: 0,
  downvotes: 0,
  isFirst: false,
  afterBadVerdict: false,
  isEmulated: false,
  waitsForMentor: false,
  ...changes,
});
const none = {reviewCount: 0, expectedBadShare: null, badShare: null};

test('each lesson of the queue says why it comes where it does', () => {
  const facts = {isFirst: true, afterBadVerdict: true, isEmulated: true, waitsForMentor: true};
  const items = [
    item(),
    item({
      ...facts,
      lessonId: '1000000001',
      heldBy: 'ann',
      warningCount: 2,
      upvotes: 1,
      downvotes: 4,
      ageDays: 40,
      kind: 'second',
    }),
  ];
  expect(queueText({items, itemCount: 1_200, refreshedAt: COUNTED})).toBe(
    [
      '1,200 lessons in the queue (counted 2026-11-27T01:02:03Z)',
      '7  Loops · lesson 2 · video',
      '     harm 0.072: bad with 13 %, demand 2.5 x, 1 day old',
      '1000000001  Loops · lesson 2 · video  (held by ann)',
      '     harm 0.072: bad with 13 %, demand 2.5 x, 40 days old, 2 warnings, votes +1 -4, the first of its cell, made after a bad verdict, given up by the machine, emulated, second opinion',
    ].join('\n'),
  );
});

test('an empty queue and one that was never counted are told apart', () => {
  expect(queueText({items: [], itemCount: 0, refreshedAt: COUNTED})).toBe(
    'No lesson wants a review (counted 2026-11-27T01:02:03Z).',
  );
  expect(queueText({items: [], itemCount: 0, refreshedAt: null})).toContain('never counted');
});

test('what others wrote cannot move the cursor', () => {
  const text = queueText({
    items: [item({stepTitle: 'A\u001B[2JB\nC'})],
    itemCount: 1,
    refreshedAt: COUNTED,
  });
  expect(text).not.toContain('\u001B');
});

test('agreement is a table, with the reasons that were given, and how good the estimate was', () => {
  const rating = (
    lessonId: number,
    mentorId: string,
    status: Rating['status'],
    ...reasons: Rating['reasons']
  ) => ({
    lessonId,
    mentorId,
    status,
    reasons,
  });
  const figures = mentorAgreement([
    rating(1, 'ann', 'verified'),
    rating(1, 'bob', 'verified'),
    rating(2, 'ann', 'rejected', 'unclear'),
    rating(2, 'bob', 'rejected'),
    rating(3, 'ann', 'verified'),
    rating(3, 'bob', 'rejected', 'unclear'),
  ]);
  const calibration = {reviewCount: 1, expectedBadShare: 0.2, badShare: 1};
  expect(agreementText({...figures, calibration})).toBe(
    [
      '                       pairs   equal   alpha     AC1',
      'all mentors                3    67 %    0.44    0.56',
      'ann                        3    67 %    0.44    0.56',
      'bob                        3    67 %    0.44    0.56',
      '',
      'Reasons, given or not',
      'unclear                    3    33 %   -0.25   -0.20',
      '',
      'Of 1 lesson offered by chance, 100 % were found bad; 20 % were expected.',
    ].join('\n'),
  );
});

test('without double reviews there is nothing to say', () => {
  expect(agreementText({...mentorAgreement([]), calibration: none})).toBe(
    'No lesson has the verdicts of two mentors yet: there is nothing to say of agreement.\n' +
      'No lesson that was offered by chance has a verdict yet: how good the order of the queue is cannot be said.',
  );
});
