import {expect, test} from 'vitest';
import {type Candidate, liveVersion, stylePrior, voteMean} from '../../domain/serving.ts';

const PRIOR = 0.5;

/** The better one has the lower id, so that the last resort, the higher id, never decides for it. */
function beats(better: Partial<Candidate>, worse: Partial<Candidate>): boolean {
  const candidate = (lessonId: number, changes: Partial<Candidate>): Candidate => ({
    lessonId,
    isEmulated: false,
    isVerified: false,
    isPromoted: false,
    isSuperseded: false,
    upvotes: 0,
    downvotes: 0,
    generatedAt: new Date(1_000),
    ...changes,
  });
  const both = [candidate(1, better), candidate(2, worse)];
  return liveVersion(both, PRIOR) === 1 && liveVersion(both.toReversed(), PRIOR) === 1;
}

const NEWER = {generatedAt: new Date(2_000)};
const LIKED = {upvotes: 5, ...NEWER};

test.each<[what: string, better: Partial<Candidate>, worse: Partial<Candidate>]>([
  [
    'a real model’s before the emulator’s',
    {},
    {isEmulated: true, isVerified: true, isPromoted: true, ...LIKED},
  ],
  ['verified before all that nobody stands for', {isVerified: true, isSuperseded: true, downvotes: 9}, LIKED],
  ['promoted before all that nobody stands for', {isPromoted: true, isSuperseded: true, downvotes: 9}, LIKED],
  ['promoted before verified', {isPromoted: true}, {isVerified: true, ...LIKED}],
  ['what was not superseded before what was', {downvotes: 9}, {isSuperseded: true, ...LIKED}],
  ['the better mean of votes before the newer', {upvotes: 1}, NEWER],
  ['no votes before downvotes', {}, {downvotes: 1, ...NEWER}],
  ['many votes before few of the same share', {upvotes: 9}, {upvotes: 1, ...NEWER}],
  ['the newer where all else is equal', {upvotes: 5, downvotes: 5, ...NEWER}, {}],
])('%s', (_, better, worse) => {
  expect(beats(better, worse)).toBe(true);
});

test('the last resort is the higher id, and without candidates there is none', () => {
  expect(beats({}, {})).toBe(false);
  expect(liveVersion([], PRIOR)).toBeNull();
});

test('a style’s share begins at one half and follows its votes', () => {
  expect(stylePrior({upvotes: 0, downvotes: 0})).toBe(0.5);
  expect(stylePrior({upvotes: 10, downvotes: 0})).toBe(0.75);
  expect(stylePrior({upvotes: 790, downvotes: 200})).toBeCloseTo(0.795);
});

test('the mean of a lesson lies between its style’s share and its own', () => {
  expect(voteMean({upvotes: 0, downvotes: 0}, 0.8)).toBe(0.8);
  expect(voteMean({upvotes: 0, downvotes: 10}, 0.8)).toBeCloseTo(0.4);
  expect(voteMean({upvotes: 90, downvotes: 0}, 0.5)).toBeCloseTo(0.95);
});
