import {expect, test} from 'vitest';
import {changeOf, isServed} from '../../domain/cell-changes.ts';
import {CELL_STATES} from '../../domain/cells.ts';

const UNSERVED = ['missing', 'placeholder', 'rejected', 'quarantined'] as const;

test('a stale cell is served; what has nothing good is not', () => {
  expect(CELL_STATES.filter(isServed)).toEqual(['served', 'stale']);
});

test.each(UNSERVED)('%s, and served or stale by now, is filled; the other way round it is lost', state => {
  expect([changeOf(state, 'served'), changeOf(state, 'stale')]).toEqual(['filled', 'filled']);
  expect([changeOf('served', state), changeOf('stale', state)]).toEqual(['lost', 'lost']);
});

test('a served lesson that should be made anew by now went stale; one made anew is nothing to tell', () => {
  expect(changeOf('served', 'stale')).toBe('went_stale');
  expect(changeOf('stale', 'served')).toBe(null);
});

test('what no roadmap wanted is new, whatever it has', () => {
  expect(CELL_STATES.map(state => changeOf(null, state))).toEqual(CELL_STATES.map(() => 'new'));
});

test('what has nothing good as before has not changed, for whatever reason', () => {
  for (const was of UNSERVED) for (const is of UNSERVED) expect(changeOf(was, is)).toBe(null);
});
