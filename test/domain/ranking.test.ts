import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  approvalRate,
  bayesianMean,
  controversy,
  netVotes,
  qualityScore,
  type Votes,
  wilsonBounds,
} from '../../domain/ranking.ts';

const of = (upvotes: number, downvotes: number): Votes => ({upvotes, downvotes});
const count = fc.nat(1_000_000);
const votes = fc.record({upvotes: count, downvotes: count});

test('the approval rate is in percent, and 0 without votes', () => {
  expect(approvalRate(of(50, 3))).toBeCloseTo(94.34, 2);
  expect(approvalRate(of(12, 3))).toBe(80);
  expect(approvalRate(of(0, 0))).toBe(0);
  expect(netVotes(of(3, 5))).toBe(-2);
});

describe('the Bayesian mean', () => {
  test('known values', () => {
    expect(bayesianMean(of(0, 0), 0.7, 10)).toBe(0.7);
    expect(bayesianMean(of(10, 0), 0.5, 10)).toBe(0.75);
    // IMDb's own form: v = 30 votes of 90 %, m = 10, C = 50 %.
    expect(bayesianMean(of(27, 3), 0.5, 10)).toBeCloseTo((30 / 40) * 0.9 + (10 / 40) * 0.5, 12);
  });

  test('it lies between the prior and the votes, and comes to the votes as they become many', () => {
    fc.assert(
      fc.property(votes, fc.double({min: 0, max: 1, noNaN: true}), ({upvotes, downvotes}, prior) => {
        const share = upvotes + downvotes === 0 ? prior : upvotes / (upvotes + downvotes);
        const found = bayesianMean(of(upvotes, downvotes), prior, 10);
        expect(found).toBeGreaterThanOrEqual(Math.min(share, prior) - 1e-12);
        expect(found).toBeLessThanOrEqual(Math.max(share, prior) + 1e-12);
        expect(Math.abs(found - share)).toBeLessThanOrEqual(10 / (10 + upvotes + downvotes) + 1e-12);
      }),
    );
  });

  test('a hundred to one is above two to none', () => {
    expect(bayesianMean(of(100, 1), 0.5, 10)).toBeGreaterThan(bayesianMean(of(2, 0), 0.5, 10));
  });
});

describe("Wilson's bounds", () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I,
  // method 3: the score method at 95 %.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i: from %f to %f', (upvotes, n, lower, upper) => {
    const bounds = wilsonBounds(of(upvotes, n - upvotes), 1.959964);
    expect(bounds.lower).toBeCloseTo(lower, 4);
    expect(bounds.upper).toBeCloseTo(upper, 4);
  });

  test('without votes they say nothing; of one mind they reach the end exactly', () => {
    expect(wilsonBounds(of(0, 0), 1.96)).toEqual({lower: 0, upper: 1});
    expect(wilsonBounds(of(7, 0), 1.96).upper).toBe(1);
    expect(wilsonBounds(of(0, 7), 1.96).lower).toBe(0);
  });

  test('the share lies between them, and they mirror each other', () => {
    fc.assert(
      fc.property(votes, fc.double({min: 0.1, max: 5, noNaN: true}), ({upvotes, downvotes}, z) => {
        fc.pre(upvotes + downvotes > 0);
        const {lower, upper} = wilsonBounds(of(upvotes, downvotes), z);
        const share = upvotes / (upvotes + downvotes);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(share);
        expect(upper).toBeGreaterThanOrEqual(share);
        const mirrored = wilsonBounds(of(downvotes, upvotes), z);
        expect(mirrored.lower).toBeCloseTo(1 - upper, 9);
        expect(mirrored.upper).toBeCloseTo(1 - lower, 9);
      }),
    );
  });

  test('more votes of the same share bring them closer', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1000}), fc.nat(1000), (upvotes, downvotes) => {
        const few = wilsonBounds(of(upvotes, downvotes), 1.96);
        const many = wilsonBounds(of(upvotes * 2, downvotes * 2), 1.96);
        expect(many.upper - many.lower).toBeLessThan(few.upper - few.lower);
      }),
    );
  });
});

describe('controversy', () => {
  test('known values', () => {
    expect(controversy(of(0, 0))).toBe(0);
    expect(controversy(of(500, 0))).toBe(0);
    expect(controversy(of(10, 10))).toBeCloseTo(2 / 3, 12);
    expect(controversy(of(1, 1))).toBeCloseTo(1 / 6, 12);
  });

  test('volume does not dominate: many votes of mostly one mind are below few of two', () => {
    expect(controversy(of(6_000, 2_500))).toBeLessThan(controversy(of(10, 10)));
  });

  test('it is from 0 to below 1, the same for both sides, and never more than the balance', () => {
    fc.assert(
      fc.property(votes, ({upvotes, downvotes}) => {
        const found = controversy(of(upvotes, downvotes));
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThan(1);
        expect(controversy(of(downvotes, upvotes))).toBe(found);
        // Never more than the balance by itself.
        expect(found).toBeLessThanOrEqual(
          (2 * Math.min(upvotes, downvotes)) / Math.max(1, upvotes + downvotes),
        );
      }),
    );
  });

  test('one more vote of the smaller side raises it', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({min: 1, max: 1_000_000}), (less, lead) => {
        const before = controversy(of(less, less + lead));
        expect(controversy(of(less + 1, less + lead))).toBeGreaterThan(before);
      }),
    );
  });
});

describe('the quality score', () => {
  const nowMs = Date.parse('2026-03-31T12:00:00Z');
  const daysAgo = (days: number) => new Date(nowMs - days * 86_400_000);
  const plain = {
    ...of(0, 0),
    approvalStatus: 'pending',
    completionRate: 0,
    averageQuizScore: 0,
    generatedAt: daysAgo(30),
  };

  test('each part counts as the application has it', () => {
    expect(qualityScore(plain, nowMs)).toBe(0);
    expect(qualityScore({...plain, ...of(3, 5)}, nowMs)).toBe(-20);
    expect(qualityScore({...plain, approvalStatus: 'mentor_verified'}, nowMs)).toBe(500);
    expect(qualityScore({...plain, approvalStatus: 'approved'}, nowMs)).toBe(0);
    expect(qualityScore({...plain, completionRate: 0.8}, nowMs)).toBe(80);
    expect(qualityScore({...plain, averageQuizScore: 90}, nowMs)).toBe(450);
    expect(qualityScore({...plain, generatedAt: daysAgo(29.01)}, nowMs)).toBe(1);
    expect(qualityScore({...plain, generatedAt: daysAgo(28.99)}, nowMs)).toBe(2);
    expect(qualityScore({...plain, generatedAt: daysAgo(400)}, nowMs)).toBe(0);
    // The application rounds days down, also those to come.
    expect(qualityScore({...plain, generatedAt: daysAgo(-0.5)}, nowMs)).toBe(31);
  });

  test('the parts add up', () => {
    const lesson = {
      ...of(50, 3),
      approvalStatus: 'mentor_verified',
      completionRate: 92.5,
      averageQuizScore: 81,
      generatedAt: daysAgo(10.5),
    };
    expect(qualityScore(lesson, nowMs)).toBe(470 + 500 + 9_250 + 405 + 20);
  });
});
