import {expect, test} from 'vitest';
import {
  ALL,
  bitsOf,
  MAX_PICKED,
  NOTHING,
  type Picks,
  type Selection,
  toggled,
  toggledColumn,
  withCells,
} from '../../console/src/features/coverage/selection/selection.ts';
import {sumOf, summaryOf} from '../../console/src/features/coverage/selection/summary.ts';
import {changeOf} from '../../console/src/features/coverage/words.ts';
import {cell} from './coverage-givens.ts';

const EMPTY: Picks = new Map();
const picked = (selection: Selection) =>
  selection.kind === 'cells' ? [...selection.cells] : selection.styles;

test('cells come in one by one, and go where all of them are in', () => {
  const two = [cell(1), cell(2, {state: 'served'})];
  const one = toggled(EMPTY, [cell(1)]);
  const both = toggled(one.kind === 'cells' ? one.cells : EMPTY, two);

  expect(picked(one)).toEqual([[1, 'fill']]);
  expect(picked(both)).toEqual([
    [1, 'fill'],
    [2, 'served'],
  ]);
  expect(picked(toggled(both.kind === 'cells' ? both.cells : EMPTY, two))).toEqual([]);
});

test('no more are taken than can be named', () => {
  const many = Array.from({length: MAX_PICKED + 5}, (_, index) => cell(index + 1));

  expect(picked(withCells(EMPTY, many))).toHaveLength(MAX_PICKED);
});

test('a column is all that matches in it; two are more; none is nothing', () => {
  const video = toggledColumn(NOTHING, 'video');

  expect(video).toEqual({kind: 'matching', styles: ['video']});
  expect(toggledColumn(video, 'hands_on')).toEqual({kind: 'matching', styles: ['hands_on', 'video']});
  expect(toggledColumn(video, 'video')).toBe(NOTHING);
  expect(toggledColumn(toggled(EMPTY, [cell(1)]), 'video')).toEqual(video);
});

test('bits tell by column where something is selected, and where all that matches is', () => {
  const cells = [
    cell(1, {style: 'hands_on'}),
    cell(2, {style: 'hands_on'}),
    cell(3, {style: 'video'}),
    cell(4, {style: 'video', matches: false}),
    cell(5, {style: 'mixed', matches: false}),
  ];
  const parts = [{}, {}, null, null];
  const of = (...ids: number[]) => ({
    kind: 'cells' as const,
    cells: new Map(ids.map(id => [id, 'fill' as const])),
  });

  expect(bitsOf(of(), {parts, cells})).toEqual({some: 0, all: 0});
  expect(bitsOf(of(1, 3), {parts, cells})).toEqual({some: 0b0011, all: 0b0010});
  expect(bitsOf(of(1, 2), {parts, cells})).toEqual({some: 0b0001, all: 0b0001});
  expect(bitsOf(of(5), {parts, cells})).toEqual({some: 0b1000, all: 0b1000});
  expect(bitsOf(ALL, {parts, cells})).toEqual({some: 0b0011, all: 0b0011});
  expect(bitsOf({kind: 'matching', styles: ['video', 'mixed']}, {parts, cells})).toEqual({
    some: 0b0010,
    all: 0b0010,
  });
});

test('cells that were chosen are named to the run, those that are served to the regeneration', () => {
  const cells = new Map([
    [1, 'fill'],
    [2, 'served'],
    [3, 'quarantined'],
    [4, 'fill'],
  ] as const);
  const sum = sumOf({marks: ['weak']}, {kind: 'cells', cells}, undefined);

  expect(sum).toEqual({
    fillCount: 2,
    servedCount: 1,
    quarantinedCount: 1,
    fill: {cellIds: [1, 4]},
    servedCellIds: [2],
    isCut: false,
  });
  expect(sum && summaryOf(sum)).toBe('4 cells selected: 2 to fill, 1 served, 1 in quarantine');
});

const NONE = {cellCount: 0, cellIds: []};

test('all that match are said by the filter, never by ids', () => {
  const groups = {
    fill: {cellCount: 12_000, cellIds: [1, 2]},
    served: {cellCount: 3, cellIds: [7, 8, 9]},
    quarantined: NONE,
  };

  expect(sumOf({text: 'loops'}, ALL, groups)).toMatchObject({
    fillCount: 12_000,
    fill: {text: 'loops', states: ['missing', 'placeholder', 'rejected', 'stale']},
    servedCellIds: [7, 8, 9],
    isCut: false,
  });
  expect(sumOf({text: 'loops'}, ALL, undefined)).toBeNull();
});

test('where a run cannot be told so, the first ones are named, and the person is told', () => {
  const groups = {fill: {cellCount: 12_000, cellIds: [1, 2]}, served: NONE, quarantined: NONE};

  expect(sumOf({minAgeDays: 90}, ALL, groups)).toMatchObject({
    fillCount: 2,
    fill: {cellIds: [1, 2]},
    isCut: true,
  });
  expect(sumOf({minAgeDays: 90}, ALL, {...groups, fill: NONE})).toMatchObject({fill: null, isCut: false});
});

test.each([
  [null, 'missing', 'new'],
  ['missing', 'served', 'filled'],
  ['rejected', 'stale', 'filled'],
  ['stale', 'quarantined', 'lost'],
  ['served', 'stale', 'went_stale'],
  ['stale', 'served', null],
  ['missing', 'rejected', null],
  ['served', 'served', null],
] as const)('from %s to %s: %s', (was, is, change) => {
  expect(changeOf(was, is)).toBe(change);
});
