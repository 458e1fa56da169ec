import {expect, test} from 'vitest';
import {beside, distinct, fits, type Item} from '../../console/src/app/palette/items.ts';

test.each([
  ['', ['Coverage'], true],
  ['cov', ['Coverage'], true],
  ['ROAD imp', ['Import roadmaps'], true],
  ['maps', ['Import roadmaps'], false],
  ['home', ['Coverage', 'matrix home'], true],
  ['c++', ['C++ for games'], true],
  ['größe', ['Die Größe'], true],
  ['coverage x', ['Coverage', undefined], false],
] as const)('each typed word has to begin a word: %s', (query, texts, expected) => {
  expect(fits(query, ...texts)).toBe(expected);
});

const item = (id: string) => ({id, label: id, run: () => {}}) as Item;

test('what stands in a group before is not shown again, and empty groups are left out', () => {
  const groups = [
    {label: 'Lately', items: [item('a')]},
    {label: 'Pages', items: [item('a')]},
    {label: 'Do', items: [item('b'), item('a')]},
  ];
  expect(distinct(groups).map(({label, items}) => [label, items.map(({id}) => id)])).toEqual([
    ['Lately', ['a']],
    ['Do', ['b']],
  ]);
});

test('the choice goes round and round', () => {
  const items = ['a', 'b', 'c'].map(item);
  expect([beside(items, 'a', 1), beside(items, 'c', 1), beside(items, 'a', -1), beside([], 'a', 1)]).toEqual([
    'b',
    'a',
    'c',
    undefined,
  ]);
});
