import {expect, test} from 'vitest';
import {pointsOf} from '../../../../dev/gemini/lesson/points.ts';

test.each([
  ['a series', 'Load the tables, derive new columns, and chain the steps.', 3],
  ['two parts', 'Compare the values, but keep their order', 2],
  ['a list within a part', 'Read the CSV files, the sheets and the JSON, and fix their encodings.', 2],
  ['a list alone', 'Find missing, doubled or impossible values', 1],
  ['commas that part nothing', 'Change tables in use, step by step, without stopping the application.', 1],
  [
    'a list behind a colon',
    'Describe a step by parts: the lower base, the copied files, and what runs then.',
    2,
  ],
  ['a short part of a series', 'Know what you ship, pin it, and watch for advice.', 2],
  ['a short part at the end', 'Restrict the scripts of a page, and test them.', 1],
  ['two sentences', 'Give names to values. Change what they mean!', 2],
  [
    'more than four',
    'Do the first thing, do the second thing; then the third thing; and a fourth; or a fifth',
    4,
  ],
  ['one word', 'Recursion.', 1],
  ['nothing', '', 0],
])('%s: %j has %i', (_what, description, count) => {
  const points = pointsOf(description);
  expect(points).toHaveLength(count);
  for (const point of points) expect(description).toContain(point);
});

test('a series is parted at its commas, without the words between', () => {
  expect(pointsOf('Load the tables, derive new columns, and chain the steps.')).toEqual([
    'Load the tables',
    'derive new columns',
    'chain the steps',
  ]);
});
