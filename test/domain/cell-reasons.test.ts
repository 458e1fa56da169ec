import {expect, test} from 'vitest';
import {reasonOf} from '../../domain/cell-reasons.ts';
import {CELL_STATES} from '../../domain/cells.ts';

test('each state but a plain one has its own words', () => {
  const reasons = CELL_STATES.filter(state => state !== 'served').map(state =>
    reasonOf({state, staleReason: null}),
  );

  expect(new Set(reasons).size).toBe(5);
  for (const reason of reasons) expect(reason).toMatch(/^[A-Z].*\.$/);
  expect(reasonOf({state: 'served', staleReason: null})).toBe(null);
});

test('a stale lesson says why', () => {
  const reasons = (['text', 'prompt', 'model', 'age'] as const).map(staleReason =>
    reasonOf({state: 'stale', staleReason}),
  );

  expect(new Set(reasons).size).toBe(4);
  expect(reasons[0]).toBe("The step's words were changed after the lesson was made.");
});

test('a draft in quarantine says what was found, where it is known', () => {
  const quarantined = {state: 'quarantined', staleReason: null} as const;

  expect(reasonOf({...quarantined, finding: 'The quiz has no answer.'})).toBe(
    'A draft failed the checks and waits for a person: The quiz has no answer.',
  );
  expect(reasonOf({...quarantined, finding: null})).toBe('A draft failed the checks and waits for a person.');
  expect(reasonOf({state: 'missing', staleReason: null, finding: 'Old.'})).toBe('No lesson was made yet.');
});

test('a lesson that learners voted down is not plainly served; why a stale one is stale comes first', () => {
  expect(reasonOf({state: 'served', staleReason: null, isWeak: true})).toBe(
    'Most learners who voted were not helped by the lesson.',
  );
  expect(reasonOf({state: 'stale', staleReason: 'age', isWeak: true})).toBe(
    'The lesson is older than is allowed.',
  );
});

test('what somebody wants anew says so', () => {
  expect(reasonOf({state: 'regenerate', staleReason: null})).toBe('A new version was asked for.');
});
