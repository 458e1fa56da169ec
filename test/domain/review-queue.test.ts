import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {
  ageWeight,
  expectedHarm,
  needsSecondOpinion,
  probabilityBad,
  type ReviewEvidence,
  shareHash,
} from '../../domain/review-queue.ts';

const plain: ReviewEvidence = {
  warningCount: 0,
  upvotes: 0,
  downvotes: 0,
  isFirst: false,
  afterBadVerdict: false,
  isEmulated: false,
  waitsForMentor: false,
};
const bad = (changes: Partial<ReviewEvidence>) => probabilityBad({...plain, ...changes});

test('a lesson without anything against it is bad with 10 %', () => {
  expect(bad({})).toBeCloseTo(0.0998, 4);
});

test.each<[string, Partial<ReviewEvidence>, number]>([
  ['a warning', {warningCount: 1}, 0.154],
  ['four warnings', {warningCount: 4}, 0.45],
  ['more than four count as four', {warningCount: 9}, 0.45],
  ['the first of its cell', {isFirst: true}, 0.13],
  ['made after a bad verdict', {afterBadVerdict: true}, 0.198],
  ['emulated', {isEmulated: true}, 0.332],
  ['given up by the machine', {waitsForMentor: true}, 0.269],
  ['downvotes, ten of ten', {downvotes: 10}, 0.55],
  ['upvotes, ten of ten', {upvotes: 10}, 0.05],
])('%s', (_, changes, expected) => {
  expect(bad(changes)).toBeCloseTo(expected, 3);
});

test('many votes outweigh all facts', () => {
  const worst = {
    warningCount: 4,
    isFirst: true,
    afterBadVerdict: true,
    isEmulated: true,
    waitsForMentor: true,
  };
  expect(bad({...worst, upvotes: 1_000})).toBeLessThan(bad({downvotes: 1}));
});

test('it is a probability, and each thing against a lesson raises it', () => {
  const evidence = fc.record({
    warningCount: fc.nat(3),
    upvotes: fc.nat(10_000),
    downvotes: fc.nat(10_000),
    isFirst: fc.constant(false),
    afterBadVerdict: fc.constant(false),
    isEmulated: fc.constant(false),
    waitsForMentor: fc.constant(false),
  });
  fc.assert(
    fc.property(evidence, one => {
      const p = probabilityBad(one);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
      for (const name of ['isFirst', 'afterBadVerdict', 'isEmulated', 'waitsForMentor'] as const)
        expect(probabilityBad({...one, [name]: true})).toBeGreaterThan(p);
      expect(probabilityBad({...one, warningCount: one.warningCount + 1})).toBeGreaterThan(p);
      expect(probabilityBad({...one, downvotes: one.downvotes + 1})).toBeGreaterThan(p);
      expect(probabilityBad({...one, upvotes: one.upvotes + 1})).toBeLessThan(p);
    }),
  );
});

test('age counts an eighth on the first day, half after about a week, and never more than once', () => {
  expect(ageWeight(0)).toBe(1 / 8);
  expect(ageWeight(6)).toBe(1 / 2);
  expect(ageWeight(10_000)).toBeLessThan(1);
  expect(ageWeight(365) / ageWeight(30)).toBeLessThan(1.25);
});

test('harm is demand times probability times age', () => {
  expect(expectedHarm({demand: 3, ageDays: 6, evidence: plain})).toBeCloseTo(3 * bad({}) * 0.5, 12);
});

test('a share of lessons has a second opinion, the same ones each time, and more where the share grows', () => {
  const ids = Array.from({length: 10_000}, (_, n) => n + 1);
  const chosen = ids.filter(id => needsSecondOpinion(id, 0.1));
  expect(chosen.length).toBeGreaterThan(900);
  expect(chosen.length).toBeLessThan(1_100);
  expect(chosen.every(id => needsSecondOpinion(String(id), 0.1) && needsSecondOpinion(id, 0.2))).toBe(true);
  expect(ids.some(id => needsSecondOpinion(id, 0))).toBe(false);
  expect(ids.every(id => needsSecondOpinion(id, 1))).toBe(true);
});

test('what is chosen by one salt says nothing of another', () => {
  const ids = Array.from({length: 10_000}, (_, n) => n);
  const both = ids.filter(id => shareHash('a', id) < 0.5 && shareHash('b', id) < 0.5);
  expect(both.length).toBeGreaterThan(2_300);
  expect(both.length).toBeLessThan(2_700);
});
