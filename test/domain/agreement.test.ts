import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  type Agreement,
  agreementOf,
  agreementShare,
  gwetAc1,
  krippendorffAlpha,
  type Unit,
} from '../../domain/agreement.ts';

/** Raters as rows and units as columns, as the examples are printed; a dot is a missing rating. */
function unitsOf(...raters: string[]): Unit[] {
  const rows = raters.map(row => row.split(' '));
  return rows[0]!.map((_, unit) => rows.map(row => row[unit]!).filter(value => value !== '.'));
}

/** Two raters' table: how often the first said the row and the second the column. */
function unitsOfTable(table: readonly (readonly number[])[]): Unit[] {
  return table.flatMap((row, a) =>
    row.flatMap((count, b) => Array.from({length: count}, () => [String(a), String(b)])),
  );
}

/** Krippendorff (2011), sections A, B and C. */
const BINARY = unitsOf('0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0');
const NOMINAL = unitsOf('a a b b d c c c e d d a', 'b a b b b c c c e d d d');
const WITH_GAPS = unitsOf(
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
);

/** Gwet (2002): two raters who say yes of nearly all of 125. */
const SKEWED = unitsOfTable([
  [118, 5],
  [2, 0],
]);

/** `cont3x3abstractors` of the R package irrCAC, whose author is Gwet. */
const ABSTRACTORS = unitsOfTable([
  [13, 0, 0],
  [0, 20, 7],
  [0, 4, 56],
]);

describe('Krippendorff’s alpha', () => {
  test.each([
    ['two raters, two values', BINARY, 0.095],
    ['two raters, five values', NOMINAL, 0.692],
    ['four raters with gaps', WITH_GAPS, 0.743],
  ])('%s: as published', (_, units, published) => {
    expect(krippendorffAlpha(units)).toBeCloseTo(published, 3);
  });

  test('says nothing where nobody rated with another, or nobody ever differed', () => {
    expect(krippendorffAlpha([])).toBeNull();
    expect(krippendorffAlpha([['a'], []])).toBeNull();
    expect(
      krippendorffAlpha([
        ['a', 'a'],
        ['a', 'a', 'a'],
      ]),
    ).toBeNull();
  });

  test('is 1 where all agree, and below 0 where they agree less than by chance', () => {
    expect(
      krippendorffAlpha([
        ['a', 'a'],
        ['b', 'b'],
      ]),
    ).toBe(1);
    expect(
      krippendorffAlpha([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ).toBeCloseTo(-0.5, 12);
  });
});

describe('Gwet’s AC1', () => {
  test.each([
    ['two raters who mostly say yes, where kappa is below 0', SKEWED, 2, 0.941],
    ['two raters, three values', ABSTRACTORS, 3, 0.849],
    ['four raters with gaps', WITH_GAPS, 5, 0.775],
  ])('%s: as published', (_, units, categoryCount, published) => {
    expect(gwetAc1(units, categoryCount)).toBeCloseTo(published, 3);
  });

  test('is 1 where all agree, also on one value', () => {
    expect(
      gwetAc1(
        [
          ['a', 'a'],
          ['a', 'a'],
        ],
        3,
      ),
    ).toBe(1);
  });

  test('counts what could have been said and was not', () => {
    expect(
      gwetAc1(
        [
          ['a', 'b'],
          ['a', 'a'],
        ],
        2,
      ),
    ).toBeCloseTo((0.5 - 0.375) / 0.625, 12);
    expect(
      gwetAc1(
        [
          ['a', 'b'],
          ['a', 'a'],
        ],
        3,
      ),
    ).toBeCloseTo((0.5 - 0.1875) / 0.8125, 12);
  });

  test('says nothing where nobody rated with another', () => {
    expect(gwetAc1([['a'], ['b']], 2)).toBeNull();
  });
});

test('the share of agreement is the mean over units of the pairs that are equal', () => {
  expect(agreementShare(unitsOf('a a b', 'a b b', 'a a .'))).toBeCloseTo((1 + 1 / 3 + 1) / 3, 12);
  expect(agreementShare([['a']])).toBeNull();
  expect(agreementShare(WITH_GAPS)).toBeCloseTo(0.818, 3);
});

test('all figures leave out what one rater rated', () => {
  expect(agreementOf([['a'], ['a', 'b'], ['b', 'b']], 2)).toEqual(
    agreementOf(
      [
        ['a', 'b'],
        ['b', 'b'],
      ],
      2,
    ),
  );
  expect(agreementOf([['a']], 2)).toEqual({unitCount: 0, share: null, alpha: null, ac1: null});
});

test('neither order of units nor of ratings nor the names of values matter, and nothing is above 1', () => {
  const value = fc.constantFrom('x', 'y', 'z');
  const units = fc.array(fc.array(value, {minLength: 2, maxLength: 4}), {minLength: 1, maxLength: 20});
  fc.assert(
    fc.property(units, given => {
      const figures = agreementOf(given, 3);
      const turned = agreementOf(
        given.toReversed().map(unit => unit.toReversed().map(v => `value ${v}`)),
        3,
      );
      expect(rounded(turned)).toEqual(rounded(figures));
      expect(rounded(figures).every(figure => figure === null || figure <= 1)).toBe(true);
    }),
  );
});

/** Sums in another order differ in the last digits; and -0 is 0. */
function rounded({share, alpha, ac1}: Agreement): (number | null)[] {
  return [share, alpha, ac1].map(figure => (figure === null ? null : Math.round(figure * 1e9) / 1e9 + 0));
}
