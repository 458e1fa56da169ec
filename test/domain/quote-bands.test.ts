import {expect, test} from 'vitest';
import {addRanges, bandOf, type Figure, type Range, timesBand} from '../../domain/quote-bands.ts';

/** Numbers in [0, 1), the same ones each time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const many = (count: number, draw: () => number): number[] => Array.from({length: count}, draw);

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function figureOf(values: readonly number[]): Figure {
  const lessonCount = values.length;
  const mean = total(values) / lessonCount;
  const squares = total(values.map(value => (value - mean) ** 2));
  return {lessonCount, mean, sd: lessonCount < 2 ? 0 : Math.sqrt(squares / (lessonCount - 1))};
}

/** What one lesson may cost, each by a law of its own. */
const LAWS: Record<string, (random: () => number) => number> = {
  'alike, give or take a fifth': random => 0.005 * (0.8 + 0.4 * random()),
  'one of five is repaired, once or twice': random =>
    0.005 * (0.8 + 0.4 * random()) * (random() < 0.8 ? 1 : random() < 0.5 ? 2 : 3),
  'a long tail': random =>
    0.005 * Math.exp(0.6 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())),
};

const SIZES = [1, 5, 40, 1_000].flatMap(cellCount =>
  [3, 10, 50, 200].map(lessonCount => ({cellCount, lessonCount})),
);

test.each(Object.entries(LAWS).map(([name, law]) => ({name, law})))(
  'of ten runs eight end within the band, whatever their size and history: $name',
  ({law}) => {
    const random = randomNumbers(20261124);
    for (const {cellCount, lessonCount} of SIZES) {
      const hits = many(400, () => {
        const seen = figureOf(many(lessonCount, () => law(random)));
        const {low, high} = bandOf([{...seen, cellCount}]);
        const outcome = total(many(cellCount, () => law(random)));
        return low <= outcome && outcome <= high ? 1 : 0;
      });
      expect
        .soft(total(hits) / 400, `${cellCount} cells after ${lessonCount} lessons`)
        .toBeGreaterThanOrEqual(0.8);
    }
  },
);

test('runs that differ by a few hundredths as wholes end within the band, too', () => {
  const random = randomNumbers(7);
  const law = LAWS['alike, give or take a fifth'] ?? (() => 0);
  const hits = many(400, () => {
    const {low, high} = bandOf([{...figureOf(many(200, () => law(random))), cellCount: 2_000}]);
    const outcome = total(many(2_000, () => law(random))) * (0.94 + 0.12 * random());
    return low <= outcome && outcome <= high ? 1 : 0;
  });
  expect(total(hits) / 400).toBeGreaterThanOrEqual(0.8);
});

const width = ({low, high}: Range): number => high / low;
const FIGURE = {lessonCount: 20, mean: 10, sd: 3};

test('the expected sum is that of the means, and lies between low and high', () => {
  const band = bandOf([
    {...FIGURE, cellCount: 30},
    {...FIGURE, mean: 4, cellCount: 5},
  ]);
  expect(band.expected).toBe(320);
  expect(band.low).toBeLessThan(320);
  expect(band.high).toBeGreaterThan(320);
});

test.each([
  ['more lessons seen', {lessonCount: 200}, {lessonCount: 5}],
  ['lessons that are more alike', {sd: 1}, {sd: 9}],
  ['more cells, of which dear and cheap ones meet', {cellCount: 100}, {cellCount: 1}],
])('the band is narrower with %s', (_, narrow, wide) => {
  const band = (changes: object) => width(bandOf([{...FIGURE, cellCount: 30, ...changes}]));
  expect(band(narrow)).toBeLessThan(0.9 * band(wide));
});

test('styles that vary by themselves are narrower together than one as large', () => {
  const half = {...FIGURE, cellCount: 15};
  expect(width(bandOf([half, half]))).toBeLessThan(width(bandOf([{...FIGURE, cellCount: 30}])));
});

test('one lesson that was seen does not make the rest certain', () => {
  const band = bandOf([{lessonCount: 1, mean: 10, sd: 0, cellCount: 100}]);
  expect(width(band)).toBeGreaterThan(3);
  expect(band.low).toBeGreaterThan(0);
});

test('however much is known, runs differ by some hundredths', () => {
  const band = bandOf([{lessonCount: 1e9, mean: 10, sd: 0, cellCount: 1e9}]);
  expect(width(band)).toBeCloseTo(Math.exp(2 * 1.645 * 0.05), 2);
});

test('without cells, or where nothing costs anything, all is zero', () => {
  const nothing = {low: 0, expected: 0, high: 0};
  expect(bandOf([])).toEqual(nothing);
  expect(bandOf([{...FIGURE, mean: 0, sd: 0, cellCount: 3}])).toEqual(nothing);
});

test('an assumption is as wide for many cells as for one, and its lows and highs add up', () => {
  expect(timesBand(10, {low: 1, high: 4})).toEqual({low: 10, expected: 20, high: 40});
  expect(addRanges(timesBand(1, {low: 1, high: 4}), timesBand(2, {low: 1, high: 1}))).toEqual({
    low: 3,
    expected: 4,
    high: 6,
  });
});
