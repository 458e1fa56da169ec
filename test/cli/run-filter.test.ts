import {InvalidArgumentError} from 'commander';
import {expect, test} from 'vitest';
import {dollars, filterOf, isNarrowed, positiveCount} from '../../cli/run-filter.ts';

test('a count is a whole number of at least 1', () => {
  expect(positiveCount('12')).toBe(12);
});

test.each(['0', '-1', '1.5', 'many', '', '1e400'])('"%s" is no count', text => {
  expect(() => positiveCount(text)).toThrow(InvalidArgumentError);
});

test('a sum may have a dollar sign and cents', () => {
  expect([dollars('2.50'), dollars('$3')]).toEqual([2.5, 3]);
});

test.each(['0', '-1', 'much', '', ' ', 'Infinity'])('"%s" is no sum', text => {
  expect(() => dollars(text)).toThrow(InvalidArgumentError);
});

test('only the options that were given narrow a run', () => {
  expect(filterOf({})).toEqual({});
  expect(filterOf({roadmap: ['git'], style: ['video'], only: ['missing'], limit: 3})).toEqual({
    roadmapKeys: ['git'],
    styles: ['video'],
    only: ['missing'],
    limit: 3,
  });
});

test('roadmaps, styles and states leave cells out; a limit alone does not', () => {
  expect(
    [{roadmapKeys: ['git']}, {styles: ['video' as const]}, {only: ['missing' as const]}].map(isNarrowed),
  ).toEqual([true, true, true]);
  expect(isNarrowed({limit: 3})).toBe(false);
});
