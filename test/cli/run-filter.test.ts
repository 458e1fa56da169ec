import {Command, InvalidArgumentError} from 'commander';
import {expect, test} from 'vitest';
import {dollars, filterOf, isNarrowed, positiveCount, readCellId, withFilter} from '../../cli/run-filter.ts';

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

test('the ids of cells add up', () => {
  expect(readCellId('12', readCellId('7', undefined))).toEqual([7, 12]);
});

test.each(['0', '-1', '1.5', 'x', '', '1234567890123456'])('"%s" is no id of a cell', text => {
  expect(() => readCellId(text, undefined)).toThrow(InvalidArgumentError);
});

test('only the options that were given narrow a run', () => {
  expect(filterOf({})).toEqual({});
  expect(
    filterOf({roadmap: ['git'], style: ['video'], only: ['missing'], limit: 3, by: 'demand', cell: [7]}),
  ).toEqual({
    cellIds: [7],
    roadmapKeys: ['git'],
    styles: ['video'],
    only: ['missing'],
    limit: 3,
    order: 'demand',
  });
});

test('a run may be ordered by demand; a plan has no order', () => {
  const options = (name: string) => withFilter(new Command(name)).options.map(option => option.long);
  expect(options('warm')).toContain('--by');
  expect(options('set')).toContain('--by');
  expect(options('plan')).not.toContain('--by');
  const command = withFilter(new Command('warm')).parse(['--by', 'demand'], {from: 'user'});
  expect(command.opts()).toEqual({by: 'demand'});
  const wrong = withFilter(new Command('warm'))
    .exitOverride()
    .configureOutput({writeErr: () => {}});
  expect(() => wrong.parse(['--by', 'luck'], {from: 'user'})).toThrow('Allowed choices are walk, demand.');
});

test.each([
  {roadmapKeys: ['git']},
  {styles: ['video' as const]},
  {only: ['missing' as const]},
  {cellIds: [1]},
  {selectionId: 'a'},
  {text: 'loops'},
  {failedInRunId: 1},
])('%j leaves cells out', filter => {
  expect(isNarrowed(filter)).toBe(true);
});

test('a limit and an order alone leave no cell out', () => {
  expect(isNarrowed({limit: 3, order: 'demand'})).toBe(false);
});
