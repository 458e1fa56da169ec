import {expect, test} from 'vitest';
import {TASKS} from '../../../../dev/gemini/lesson/code/snippet.ts';
import {sql as writer} from '../../../../dev/gemini/lesson/code/sql.ts';
import {testDatabase} from '../../../support/postgres.ts';

const {sql} = await testDatabase({from: 'template1'});

const DATA = {
  title: `It's "odd"`,
  labels: ['purpose', 'order', 'limits', 'another'],
  amounts: [7, 12, 3, 19],
  limit: 11,
} as const;

test.each(TASKS)('the SQL solution of %s gives what is expected', async task => {
  const {solution, output} = writer[task](DATA);
  const rows = await sql.unsafe(solution).values();
  expect(rows.map(row => row.join('|')).join('\n')).toBe(output);
});

test.each(TASKS)('the SQL that %s begins with is a query', async task => {
  expect((await sql.unsafe(writer[task](DATA).starter)).length).toBeGreaterThan(0);
});
