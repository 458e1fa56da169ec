import {expect, test} from 'vitest';
import {actOf} from '../../console/src/features/coverage/matrix/keys.ts';

const GRID = {rowCount: 100, pageRowCount: 10, canSelect: true};
const LEAF: Parameters<typeof actOf>[3] = {isOpen: null, parentIndex: 3};

/** What a key does in row 5. `Ctrl+Shift+a` holds two more keys. */
function press(keys: string, {column = 2, index = 5, facts = LEAF, grid = GRID} = {}) {
  const held = keys.split('+');
  const key = held.pop() ?? '';
  return actOf(
    {
      key: key === 'Space' ? ' ' : key,
      ctrlKey: held.includes('Ctrl'),
      metaKey: held.includes('Cmd'),
      shiftKey: held.includes('Shift'),
      altKey: held.includes('Alt'),
    },
    {index, column},
    grid,
    facts,
  );
}

const to = (index: number, column: number, extend = false) => ({do: 'go', to: {index, column}, extend});

test.each([
  ['ArrowDown', to(6, 2)],
  ['ArrowUp', to(4, 2)],
  ['ArrowRight', to(5, 3)],
  ['ArrowLeft', to(5, 1)],
  ['Home', to(5, 0)],
  ['End', to(5, 4)],
  ['Ctrl+Home', to(0, 0)],
  ['Cmd+End', to(99, 4)],
  ['PageDown', to(15, 2)],
  ['PageUp', to(0, 2)],
  ['Shift+ArrowDown', to(6, 2, true)],
  ['Shift+ArrowLeft', to(5, 1, true)],
])('%s goes there', (keys, act) => {
  expect(press(keys)).toEqual(act);
});

test('the edges hold', () => {
  expect(press('ArrowUp', {index: 0})).toEqual(to(0, 2));
  expect(press('ArrowDown', {index: 99})).toEqual(to(99, 2));
  expect(press('ArrowRight', {column: 4})).toEqual(to(5, 4));
  expect(press('PageDown', {index: 95})).toEqual(to(99, 2));
});

test('beside a title, right opens and then goes on; left closes and then goes to the parent', () => {
  const closed = {isOpen: false, parentIndex: null};
  const open = {isOpen: true, parentIndex: null};

  expect(press('ArrowRight', {column: 0, facts: closed})).toEqual({do: 'turn', isOpen: true});
  expect(press('ArrowRight', {column: 0, facts: open})).toEqual(to(5, 1));
  expect(press('ArrowLeft', {column: 0, facts: open})).toEqual({do: 'turn', isOpen: false});
  expect(press('ArrowLeft', {column: 0, facts: LEAF})).toEqual(to(3, 0));
  expect(press('ArrowLeft', {column: 0, facts: closed})).toBeNull();
});

test.each([
  ['Space', 2, 'cell'],
  ['Space', 0, 'row'],
  ['Shift+Space', 2, 'row'],
  ['Ctrl+Space', 2, 'column'],
  ['Ctrl+a', 2, 'all'],
])('%s in column %i selects the %s', (keys, column, what) => {
  expect(press(keys, {column})).toEqual({do: 'select', what});
});

test('where nothing can be selected, Space opens, and the browser keeps its own keys', () => {
  const grid = {...GRID, canSelect: false};
  for (const column of [0, 2]) expect(press('Space', {column, grid})).toEqual({do: 'enter'});
  for (const keys of ['Ctrl+a', 'Cmd+a', 'Ctrl+Space', 'Shift+Space']) expect(press(keys, {grid})).toBeNull();
});

test('what is not meant for the grid is left to the browser', () => {
  for (const keys of ['a', 'Tab', 'Escape', 'Alt+ArrowLeft', 'F5']) expect(press(keys)).toBeNull();
  expect(press('Enter')).toEqual({do: 'enter'});
});
