import {expect, test} from 'vitest';
import {planTable} from '../../cli/commands/plan.ts';

const rows = [
  {roadmapKey: 'git', roadmapTitle: 'Git', style: 'video', state: 'missing', cellCount: 1200},
  {roadmapKey: 'git', roadmapTitle: 'Git', style: 'video', state: 'quarantined', cellCount: 1},
  {roadmapKey: 'sql', roadmapTitle: 'Databases', style: 'mixed', state: 'missing', cellCount: 3},
] as const;
const unserved = [
  {style: 'video', state: 'missing', cellCount: 1203},
  {style: 'video', state: 'quarantined', cellCount: 1},
];

test('the counts stand under their styles, and each state is summed once', () => {
  expect(planTable(rows, {cellCount: 2000, unserved, stale: []})).toBe(
    [
      '796 of 2,000 cells are served.',
      '',
      'Not served  hands_on  video  reading  mixed    all',
      'Git                0  1,201        0      0  1,201',
      'Databases          0      0        0      3      3',
      '',
      'A cell that several roadmaps share is counted in each; each is made once: 1,203 missing, 1 quarantined (only with --only).',
    ].join('\n'),
  );
});

test('with nothing missing there is no table', () => {
  expect(planTable([], {cellCount: 12, unserved: [], stale: []})).toBe('12 of 12 cells are served.');
});

test('a narrowed plan claims nothing of the cells that it did not look at', () => {
  expect(planTable([], {cellCount: 12, unserved: [], stale: []}, true)).toBe(
    'All cells that were asked for are served.',
  );
  expect(planTable(rows, {cellCount: 2000, unserved, stale: []}, true)).toMatch(
    /^1,204 of the cells that were asked for are not served\.\n/,
  );
});

test('stale cells are served, and stand in the table', () => {
  const stale = [
    {roadmapKey: 'git', roadmapTitle: 'Git', style: 'mixed', state: 'stale', cellCount: 5},
  ] as const;
  expect(planTable(stale, {cellCount: 12, unserved: [], stale: [{cellCount: 2}, {cellCount: 3}]})).toBe(
    [
      '12 of 12 cells are served.',
      '',
      'Not served, stale  hands_on  video  reading  mixed  all',
      'Git                       0      0        0      5    5',
      '',
      'A cell that several roadmaps share is counted in each; each is made once: 5 stale.',
      'Stale lessons are served until their replacements are published.',
    ].join('\n'),
  );
});
