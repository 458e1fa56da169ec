import {assert, integer, property} from 'fast-check';
import {expect, test} from 'vitest';
import {draftTexts} from '../../../domain/checks/draft-texts.ts';
import {checkSiblings, fingerprint, similarity} from '../../../domain/checks/siblings.ts';

const WORDS = Array.from({length: 400}, (_, index) => `word${index}`);
const prose = (words: readonly string[]) => draftTexts({content: words.join(' ')});

/** Every nth word is another one. */
const changed = (words: readonly string[], nth: number) =>
  words.map((word, index) => (index % nth === 0 ? `other${index}` : word));

test('the same words have the same fingerprint, whatever their case and marks; it fits Postgres integers', () => {
  const one = fingerprint(draftTexts({a: 'The quick, brown fox jumps.', b: '`code` over it'}));
  expect(fingerprint(draftTexts({a: 'the QUICK brown fox - jumps!', b: '`other` over it'}))).toEqual(one);
  expect(one).toHaveLength(128);
  expect(one.every(value => Number.isInteger(value) && Math.abs(value) <= 2 ** 31)).toBe(true);
});

test('the similarity estimates the share of runs of three words that two texts have in common', () => {
  const runs = (words: readonly string[]) =>
    new Set(words.slice(2).map((_, index) => words.slice(index, index + 3).join(' ')));
  assert(
    property(integer({min: 2, max: 60}), nth => {
      const other = changed(WORDS, nth);
      const [a, b] = [runs(WORDS), runs(other)];
      const common = [...a].filter(run => b.has(run)).length;
      const exact = common / (a.size + b.size - common);
      // Four standard deviations of 128 samples.
      const estimate = similarity(fingerprint(prose(WORDS)), fingerprint(prose(other)));
      expect(Math.abs(estimate - exact)).toBeLessThan(4 * Math.sqrt(0.25 / 128));
    }),
    {seed: 1},
  );
});

test('fingerprints of another make are not compared', () => {
  expect(similarity([1, 2], [1, 2, 3])).toBe(0);
  expect(similarity([], [])).toBe(0);
});

test('two texts that are too short for most bins are compared in those that they fill', () => {
  const [one, other] = [fingerprint(prose(['a', 'b', 'c', 'd'])), fingerprint(prose(['x', 'b', 'c', 'd']))];
  expect(similarity(one, one)).toBe(1);
  expect(similarity(one, other)).toBeCloseTo(1 / 3);
});

test('a copy with a word changed here and there is an error that names the closest sibling', () => {
  const siblings = [
    {label: 'video, lesson 1', fingerprint: fingerprint(prose(changed(WORDS, 2)))},
    {label: 'reading, lesson 2', fingerprint: fingerprint(prose(changed(WORDS, 40)))},
  ];
  expect(checkSiblings(fingerprint(prose(WORDS)), siblings)).toEqual([
    {
      check: 'near-duplicate',
      severity: 'error',
      message: expect.stringContaining('repeats its sibling "reading, lesson 2"') as unknown,
    },
  ]);
});

test('lessons that share some sentences, or stand alone, are none', () => {
  const siblings = [{label: 'video, lesson 1', fingerprint: fingerprint(prose(changed(WORDS, 5)))}];
  expect(checkSiblings(fingerprint(prose(WORDS)), siblings)).toEqual([]);
  expect(checkSiblings(fingerprint(prose(WORDS)), [])).toEqual([]);
});

test('letters of every script make words, whatever stands between them', () => {
  const [plain, marked] = ['Größe 𝒳𝒴 変数 e\u0301a 3rd', '«GRÖSSE» 𝒳𝒴, 変数: (e\u0301a) “3RD”!'].map(text =>
    fingerprint(draftTexts({content: text.replace('GRÖSSE', 'GRÖßE')})),
  );
  expect(marked).toEqual(plain);
  expect(fingerprint(draftTexts({content: 'Größe 𝒳 𝒴 変数 e\u0301a 3rd'}))).not.toEqual(plain);
});
