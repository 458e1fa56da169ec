import {expect, test} from 'vitest';
import {
  fillFilterOf,
  isFiltered,
  isPartial,
  narrowed,
  wishOf,
} from '../../console/src/features/coverage/filter.ts';
import {coverageSearch} from '../../console/src/features/coverage/search.ts';

const NIGHT = '2026-11-26T02:10:00.000Z';

test('an address is read as the API takes it, and what does not fit is left out', () => {
  expect(
    coverageSearch({
      roadmapKeys: ['python', ''],
      text: ' loops ',
      states: ['missing', 'nonsense'],
      styles: 'video',
      marks: ['weak'],
      minAgeDays: '90',
      comparedWith: NIGHT,
      changes: ['lost', 'filled'],
      lesson: '12',
    }),
  ).toEqual({
    roadmapKeys: ['python'],
    text: 'loops',
    states: ['missing'],
    styles: ['video'],
    marks: ['weak'],
    minAgeDays: 90,
    comparedWith: NIGHT,
    changes: ['filled', 'lost'],
  });
});

test.each([
  [{asOf: 'yesterday'}],
  [{asOf: '2026-99-99T00:00:00Z'}],
  [{changes: ['lost']}],
  [{minAgeDays: 1.5}],
  [{text: '   '}],
  [{styles: ['dance']}],
])('%o narrows nothing', search => {
  expect(coverageSearch(search)).toEqual({});
});

test('the age of lessons is that of now: as of a night it is not asked', () => {
  expect(coverageSearch({asOf: NIGHT, minAgeDays: 30})).toEqual({asOf: NIGHT});
});

test('times stand beside the filter', () => {
  expect(wishOf({asOf: NIGHT, comparedWith: NIGHT})).toEqual({asOf: NIGHT, comparedWith: NIGHT});
  expect(wishOf({text: 'loops', comparedWith: NIGHT})).toEqual({
    filter: {text: 'loops'},
    comparedWith: NIGHT,
  });
  expect(isFiltered({asOf: NIGHT})).toBe(false);
  expect(isFiltered({text: 'loops'})).toBe(true);
});

test('shares are of all cells of a roadmap, or are not shown', () => {
  expect(isPartial({roadmapKeys: ['python'], text: 'loops', styles: ['video']})).toBe(false);
  for (const search of [{states: ['missing' as const]}, {marks: ['weak' as const]}, {minAgeDays: 1}])
    expect(isPartial(search)).toBe(true);
});

test('a run is told all that matches in the words that it knows', () => {
  expect(fillFilterOf({})).toEqual({states: ['missing', 'placeholder', 'rejected', 'stale']});
  expect(
    fillFilterOf(
      {roadmapKeys: ['python'], text: 'loops', states: ['missing', 'served'], styles: ['video', 'mixed']},
      ['video', 'reading'],
    ),
  ).toEqual({roadmapKeys: ['python'], text: 'loops', states: ['missing'], styles: ['video']});
});

test.each([{marks: ['weak' as const]}, {minAgeDays: 1}, {changes: ['lost' as const]}, {asOf: NIGHT}])(
  'a run knows nothing of %o',
  search => {
    expect(fillFilterOf(search)).toBeNull();
  },
);

test('what matches is narrowed to states and columns, or is nothing', () => {
  const wish = {filter: {text: 'loops', states: ['missing' as const, 'stale' as const]}};

  expect(narrowed(wish, {states: ['stale', 'served'], styles: ['video']})).toEqual({
    filter: {text: 'loops', states: ['stale'], styles: ['video']},
  });
  expect(narrowed(wish, {states: ['served'], styles: ['video']})).toBeNull();
  expect(narrowed({filter: {styles: ['mixed']}}, {states: ['served'], styles: ['video']})).toBeNull();
});
