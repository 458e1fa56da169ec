import {expect, test} from 'vitest';
import {FACETS} from '../../../../dev/gemini/lesson/facets/index.ts';

const TITLE = 'Some Title';

test('there is a prime number of facets, so that every stride visits all', () => {
  const divisors = Array.from({length: FACETS.length}, (_none, index) => index + 1).filter(
    divisor => FACETS.length % divisor === 0,
  );
  expect(divisors).toEqual([1, FACETS.length]);
});

test.each([
  ['word', FACETS.map(facet => facet.word)],
  ['concept', FACETS.map(facet => facet.concept)],
  ['paragraph', FACETS.map(facet => facet.paragraph(TITLE))],
  ['takeaway', FACETS.map(facet => facet.takeaway)],
  ['question', FACETS.map(facet => facet.question(TITLE))],
])('no %s comes twice', (_what, texts) => {
  expect(new Set(texts).size).toBe(FACETS.length);
});

test.each(FACETS.map(facet => [facet.word, facet] as const))('%s', (word, facet) => {
  expect(word).toMatch(/^[a-z]{4,}$/);
  // Once in each paragraph: a lesson of other words would fit any step.
  expect(facet.paragraph(TITLE).split(TITLE)).toHaveLength(2);
  const options = [facet.right, ...facet.wrong];
  expect(new Set(options).size).toBe(4);
  // An answer that stands out by its length is guessed.
  const lengths = options.map(option => option.length);
  expect(Math.max(...lengths)).toBeLessThan(1.7 * Math.min(...lengths));
});

test('the right answer is the longest no more often than by chance', () => {
  const longest = FACETS.filter(({right, wrong}) => wrong.every(option => option.length < right.length));
  expect(longest.length).toBeLessThan(FACETS.length / 3);
});
