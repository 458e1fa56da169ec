import {expect, test} from 'vitest';
import type {BriefRun} from '../../console/src/features/brief/queries.ts';
import {isHealthy, nextText, storyOf} from '../../console/src/features/brief/words.ts';

const RUN: BriefRun = {
  runId: 7,
  kind: 'nightly',
  state: 'finished',
  cause: null,
  causeText: null,
  causeMessage: null,
  openedAt: '2026-01-31T02:30:00.000Z',
  endedAt: '2026-01-31T03:40:00.000Z',
  wantedCount: 40,
  pendingCount: 0,
  publishedCount: 40,
  servedCount: 0,
  quarantinedCount: 0,
  failedCount: 0,
  spentUsd: 1.2,
  maxUsd: 5,
  quote: {usd: {low: 1, high: 2}},
};

test('a night that did its work is told in four sentences', () => {
  const story = storyOf(RUN, 'within');
  expect(story).toHaveLength(4);
  expect(story[0]).toMatch(/^The nightly run began on .* with 40 cells to fill\.$/);
  expect(story.slice(1)).toEqual([
    '40 lessons made.',
    'It spent $1.20, within the plan of $1.00–2.00, under a cap of $5.00.',
    'It finished after 1 h 10 min: all of its cells were tried.',
  ]);
});

test('a night that stopped says why and what is left', () => {
  const [, made, spent, end] = storyOf(
    {
      ...RUN,
      state: 'stopped',
      causeText: 'A budget has no room.',
      causeMessage: 'budget of the run',
      publishedCount: 1,
      servedCount: 2,
      quarantinedCount: 1,
      failedCount: 3,
      pendingCount: 33,
      quote: null,
      maxUsd: null,
    },
    null,
  );
  expect(made).toBe(
    '1 lesson made, 2 cells found served already, 1 draft put in quarantine, 3 cells failed, 33 cells left.',
  );
  expect(spent).toBe('It spent $1.20.');
  expect(end).toBe(
    'It stopped after 1 h 10 min, before all of its cells were tried. A budget has no room. (budget of the run)',
  );
});

test('a run that is under way has no end and no verdict', () => {
  const open = {...RUN, endedAt: null};
  expect(storyOf({...open, state: 'running'}, null).slice(2)).toEqual([
    'It has spent $1.20, of the $1.00–2.00 that were quoted, under a cap of $5.00.',
    'It is still running.',
  ]);
  expect(storyOf({...open, state: 'waiting', causeText: 'The quota is used up.'}, null).at(-1)).toBe(
    'It is waiting. The quota is used up.',
  );
});

test('all is well only where nothing is wanting', () => {
  const well = {needsYou: [], errorGroups: [], run: RUN};
  expect(isHealthy(well)).toBe(true);
  expect(isHealthy({...well, run: null})).toBe(false);
  expect(isHealthy({...well, run: {...RUN, state: 'stopped'}})).toBe(false);
  expect(isHealthy({...well, needsYou: [{kind: 'coverage_old', count: 1, text: ''}]})).toBe(false);
  expect(
    isHealthy({...well, errorGroups: [{status: 'failed', message: null, cellCount: 1, suggestedFix: ''}]}),
  ).toBe(false);
});

test.each([
  [{at: null, isPaused: true, note: 'new prompts.', message: ''}, 'The nights are paused: new prompts.'],
  [{at: null, isPaused: true, note: null, message: ''}, 'The nights are paused.'],
  [{at: null, isPaused: false, note: null, message: ''}, 'No night is planned.'],
  [
    {at: null, isPaused: false, note: null, message: 'It does not answer.'},
    'When the next nightly run starts is not known. It does not answer.',
  ],
])('%o reads: %s', (next, text) => {
  expect(nextText(next)).toBe(text);
});
