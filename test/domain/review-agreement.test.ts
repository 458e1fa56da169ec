import {expect, test} from 'vitest';
import {mentorAgreement, type Rating} from '../../domain/review-agreement.ts';
import type {ReviewReason, ReviewStatus} from '../../domain/reviews.ts';

const rating = (
  lessonId: number,
  mentorId: string,
  status: ReviewStatus,
  ...reasons: ReviewReason[]
): Rating => ({
  lessonId,
  mentorId,
  status,
  reasons,
});

const RATINGS = [
  rating(1, 'ann', 'verified'),
  rating(1, 'bob', 'verified'),
  rating(2, 'ann', 'rejected', 'inaccurate', 'unclear'),
  rating(2, 'bob', 'needs_improvement', 'inaccurate'),
  rating(3, 'ann', 'rejected', 'unclear'),
  rating(3, 'bob', 'rejected', 'unclear'),
  rating(3, 'cyd', 'verified'),
  rating(4, 'cyd', 'verified'),
];

test('overall figures are over lessons that two or more rated', () => {
  expect(mentorAgreement(RATINGS).overall).toMatchObject({unitCount: 3});
  expect(mentorAgreement(RATINGS).overall.share).toBeCloseTo((1 + 0 + 1 / 3) / 3, 12);
});

test('a mentor is compared with each other one who rated the same lesson, and not others among themselves', () => {
  const byMentor = Object.fromEntries(
    mentorAgreement(RATINGS).byMentor.map(({mentorId, unitCount, share}) => [mentorId, [unitCount, share]]),
  );
  expect(byMentor).toEqual({ann: [4, 0.5], bob: [4, 0.5], cyd: [2, 0]});
});

test('a reason is given or not by each, whatever the verdict', () => {
  const {byReason} = mentorAgreement(RATINGS);
  expect(byReason.map(({reason}) => reason)).toContain('dead_link');
  const share = (wanted: ReviewReason) => byReason.find(({reason}) => reason === wanted)?.share;
  expect(share('inaccurate')).toBe(1);
  expect(share('unclear')).toBeCloseTo((1 + 0 + 1 / 3) / 3, 12);
  const never = byReason.find(({reason}) => reason === 'dead_link');
  expect(never).toEqual({reason: 'dead_link', unitCount: 3, share: 1, alpha: null, ac1: 1});
});

test('without a lesson that two rated there is nothing to say', () => {
  const figures = mentorAgreement([rating(4, 'cyd', 'verified')]);
  expect(figures.overall).toEqual({unitCount: 0, share: null, alpha: null, ac1: null});
  expect(figures.byMentor).toEqual([]);
});
