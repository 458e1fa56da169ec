import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {testDatabase} from '../../support/postgres.ts';
import {givenCells} from '../givens.ts';
import {BEGINNINGS, command, limits} from './limiter-commands.ts';
import {Walk} from './limiter-walk.ts';

const {sql} = await testDatabase();
await givenCells(sql, 'One');

test('whatever is asked, settled, lost, refused and changed, the limiter does what the model does', async () => {
  const result = await fc.check(
    fc.asyncProperty(
      fc.constantFrom(...BEGINNINGS),
      limits,
      fc.array(command, {minLength: 30, maxLength: 120, size: 'max'}),
      async (beginning, first, commands) => {
        const walk = new Walk(sql, beginning);
        await walk.open(first);
        for (const step of commands) await walk.step(step);
        walk.checkMinutes();
        await walk.checkNothingLeaks();
      },
    ),
    {numRuns: 20},
  );
  expect(fc.defaultReportMessage(result)).toBeUndefined();
});
