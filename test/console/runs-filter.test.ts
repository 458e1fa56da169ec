import {expect, test} from 'vitest';
import {basisOf, beyondOf} from '../../console/src/components/quote-text.ts';
import {
  capFault,
  choiceOf,
  choiceText,
  dollarsOf,
  filterOf,
  newRunKey,
  USUAL_CHOICE,
} from '../../console/src/components/run-filter.ts';
import {usdRange} from '../../console/src/lib/format.ts';

test('a choice becomes a filter of what narrows', () => {
  expect(filterOf(USUAL_CHOICE)).toEqual({
    states: ['missing', 'placeholder', 'rejected', 'stale'],
    order: 'walk',
  });
  expect(
    filterOf({states: ['stale'], roadmapKeys: ['python'], styles: ['video'], order: 'demand', limit: 5}),
  ).toEqual({states: ['stale'], roadmapKeys: ['python'], styles: ['video'], order: 'demand', limit: 5});
});

test('all styles are no filter by style, and no state is no filter at all', () => {
  const styles = ['hands_on', 'video', 'reading', 'mixed'] as const;
  expect(filterOf({...USUAL_CHOICE, styles: [...styles]})).not.toHaveProperty('styles');
  expect(filterOf({...USUAL_CHOICE, states: []})).toBeNull();
});

test('a filter of the API becomes the choice again', () => {
  const choice = {...USUAL_CHOICE, roadmapKeys: ['python'], limit: 7};
  const {states, roadmapKeys, styles, order, limit} = choice;
  expect(choiceOf({states, roadmapKeys, styles, order, limit})).toEqual(choice);
  expect(choiceOf({states: null, roadmapKeys: null, styles: null, order: null, limit: null})).toEqual(
    USUAL_CHOICE,
  );
});

test.each([
  [USUAL_CHOICE, 'Missing, placeholder, rejected and stale cells of all roadmaps.'],
  [
    {
      states: ['missing' as const],
      roadmapKeys: ['py', 'sql'],
      styles: ['video' as const],
      order: 'demand' as const,
      limit: 1200,
    },
    'Missing cells of Python and sql, video only; what learners ask for most comes first; at most 1,200 cells.',
  ],
])('a choice is a sentence', (choice, text) => {
  expect(choiceText(choice, {py: 'Python'})).toBe(text);
});

test('each key is another one, as the API takes them', () => {
  expect(newRunKey()).toMatch(/^[\w-]{1,100}$/);
  expect(newRunKey()).not.toBe(newRunKey());
});

test.each([
  [2.5, 2.5],
  ['2.50', 2.5],
  ['0.30', 0.3],
  ['10.0', 10],
  ['5.', 5],
])('%j in a field for a cap is %j dollars', (value, dollars) => {
  expect(dollarsOf(value)).toBe(dollars);
  expect(capFault(value)).toBeNull();
});

test('nothing in a field for a cap is no cap', () => {
  expect(dollarsOf('')).toBeNull();
  expect(capFault('')).toBeNull();
});

test.each([
  ['nought', 0],
  ['a sum that rounds to nought', '0.0000'],
  ['the beginning of a sum', '0.'],
  ['a sign', '-'],
  ['a point', '.'],
  ['more than a number holds, which JSON sends as null,', '9'.repeat(400)],
])('%s in a field for a cap is a fault, not no cap', (_, value) => {
  expect(dollarsOf(value)).toBeNull();
  expect(capFault(value)).toMatch(/above \$0.*no cap/);
});

const FITS = {cellCount: 10, maxUsd: null, beyondMaxUsd: 0, beyondUsdToday: 0, beyondRequestsToday: 0};

test('what does not fit is told, each with what happens then', () => {
  expect(beyondOf(FITS)).toEqual([]);
  expect(beyondOf({...FITS, maxUsd: 0.3, beyondMaxUsd: 4})).toEqual([
    '4 of them will not fit under the cap of $0.30: what is left stays to be made.',
  ]);
  expect(beyondOf({...FITS, beyondUsdToday: 10, beyondRequestsToday: 1})).toEqual([
    "None of them fits into today's dollars: the run waits for the next day with the rest.",
    "1 of them will not fit into today's requests: the run waits for the next day with the rest.",
  ]);
});

test('on what a quote rests', () => {
  expect(basisOf(0)).toMatch(/^An assumption/);
  expect(basisOf(1)).toBe('By what 1 lesson took with this model.');
});

test.each([
  [{low: 0.35, high: 0.5512}, '$0.35–0.55'],
  [{low: 0.0042, high: 0.0061}, '$0.0042–0.0061'],
  [{low: 1234.5, high: 2000}, '$1,234.50–2,000.00'],
  [{low: 0, high: 0}, '$0.00'],
  [{low: 1, high: 1.001}, '$1.00'],
])('%o is %s', (range, text) => {
  expect(usdRange(range)).toBe(text);
});
