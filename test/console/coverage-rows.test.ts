import {expect, test} from 'vitest';
import {
  type IsOpen,
  type Loaded,
  roadmapRowKey,
  type Row,
  rowsOf,
} from '../../console/src/features/coverage/matrix/rows.ts';
import {cell, counts, lesson, roadmap, step} from './coverage-givens.ts';

const OPEN: IsOpen = () => true;
const CLOSED: IsOpen = () => false;
const loaded = (...steps: Loaded['steps'][number][]): Loaded => ({steps, nextPosition: null, fault: null});
const told = (rows: readonly Row[]) => rows.map(({kind, level, title}) => `${level} ${kind} ${title}`);

test('a roadmap that is closed is one row with its counts by style', () => {
  const cellCounts = [counts({}), counts({quarantined: 1, stale: 2, served: 3}), counts({}), counts({})];
  const [row, ...others] = rowsOf(roadmap('python', {cellCounts}), undefined, CLOSED);

  expect(others).toEqual([]);
  expect(row).toMatchObject({
    kind: 'roadmap',
    isOpen: false,
    parts: [
      null,
      {
        cellCount: 6,
        servedCount: 5,
        states: [
          {state: 'served', cellCount: 3},
          {state: 'stale', cellCount: 2},
          {state: 'quarantined', cellCount: 1},
        ],
      },
      null,
      null,
    ],
  });
});

test('until its rows are there, as many stand for them as steps can match', () => {
  const rows = (changes: object) => rowsOf(roadmap('python', changes), undefined, OPEN).slice(1);

  expect(rows({stepCount: 3, matchingCellCount: 12}).map(({kind}) => kind)).toEqual(['wait', 'wait', 'wait']);
  expect(rows({stepCount: 3, matchingCellCount: 1})).toHaveLength(1);
});

test('a step with one lesson is one row; one with several is a row that opens', () => {
  const rows = loaded(
    step('Loops', lesson(1, cell(1))),
    step('Lists', lesson(1, cell(2)), lesson(2, cell(3))),
    step('Maps', lesson(2, cell(4))),
  );
  const isOpen: IsOpen = key => key === roadmapRowKey('python');

  expect(told(rowsOf(roadmap('python'), rows, isOpen))).toEqual([
    '1 roadmap Roadmap python',
    '2 lesson Loops',
    '2 step Lists',
    '2 lesson Maps · lesson 2',
  ]);
  expect(told(rowsOf(roadmap('python'), rows, OPEN)).slice(2, 5)).toEqual([
    '2 step Lists',
    '3 lesson Lesson 1',
    '3 lesson Lesson 2',
  ]);
});

test('a step counts what matches of its lessons, a stale one as served', () => {
  const lists = step(
    'Lists',
    lesson(1, cell(1, {state: 'stale'}), cell(2, {style: 'video', matches: false})),
    lesson(2, cell(3), cell(4, {style: 'video', matches: false})),
  );
  const [, row] = rowsOf(roadmap('python'), loaded(lists), OPEN);

  expect(row).toMatchObject({
    parts: [
      null,
      null,
      {
        cellCount: 2,
        servedCount: 1,
        states: [
          {state: 'stale', cellCount: 1},
          {state: 'missing', cellCount: 1},
        ],
      },
      null,
    ],
  });
});

test('cells stand in the order of the columns, and none where the style is not wanted', () => {
  const [, row] = rowsOf(
    roadmap('python'),
    loaded(step('Loops', lesson(1, cell(1, {style: 'mixed'}), cell(2, {style: 'video'})))),
    OPEN,
  );

  expect(row?.kind === 'lesson' && row.cells.map(one => one?.cellId ?? null)).toEqual([null, 2, null, 1]);
});

test('a part that is still to come, or that failed, has a row of its own', () => {
  const steps = [step('Loops', lesson(1, cell(1)))];
  const last = (more: Partial<Loaded>) =>
    rowsOf(roadmap('python'), {steps, nextPosition: null, fault: null, ...more}, OPEN).at(-1);

  expect(last({})).toMatchObject({kind: 'lesson'});
  expect(last({nextPosition: 900})).toMatchObject({kind: 'wait', fault: null});
  expect(last({fault: 'The server does not answer.'})).toMatchObject({
    kind: 'wait',
    fault: 'The server does not answer.',
  });
});

test('two steps of one title and position have two keys', () => {
  const rows = rowsOf(
    roadmap('python'),
    loaded(step('Loops', lesson(1, cell(1))), step('Loops', lesson(1, cell(2)))),
    OPEN,
  );

  expect(new Set(rows.map(({key}) => key)).size).toBe(3);
});
