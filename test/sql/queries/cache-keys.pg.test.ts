import * as fc from 'fast-check';
import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {cacheKey} from '../../../domain/cells.ts';
import {STYLES, type Style} from '../../../domain/styles.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {testDatabase} from '../../support/postgres.ts';
import {roadmap, step} from '../givens.ts';

const {sql} = await testDatabase();

/** What Postgres can store: any code points but NUL, and no lone surrogates (which `binary` leaves out). */
const title = fc
  .oneof(
    fc.string({unit: 'binary', minLength: 1, maxLength: 255, size: 'max'}),
    fc.string({unit: 'grapheme', minLength: 1, maxLength: 60, size: 'max'}),
    // What quoting, escaping or trimming somewhere on the way would change.
    fc.string({
      unit: fc.constantFrom(...Array.from(`'"\\{},:%$ \n\t\u00a0\u200d\ufeffNULL`)),
      minLength: 1,
      maxLength: 12,
    }),
  )
  .map(text => text.replaceAll('\0', '0'))
  .filter(text => Array.from(text).length <= 255);

// Fifty titles a statement: 350 in all, each as a cell of a stored roadmap.
test('the key of a stored cell, preheat.cache_key and the domain’s are one: md5 of title:number:style', async () => {
  const titles = fc.uniqueArray(title, {minLength: 50, maxLength: 50, size: 'max'});
  await fc.assert(
    fc.asyncProperty(
      titles,
      fc.integer({min: 1, max: 50}),
      fc.constantFrom(...STYLES),
      async (given, lessonCount, style) => {
        const steps = given.map(text => step(text, {lessonCount, styles: [style]}));
        await importRoadmaps(sql, [roadmap('any', steps)]);

        const cells = await sql<
          {stepTitle: string; lessonNumber: number; style: Style; stored: string; computed: string}[]
        >`
        select step_title, lesson_number, style, cache_key as stored,
          preheat.cache_key(step_title, lesson_number, style) as computed
        from preheat.cell where archived_at is null and lesson_number = ${lessonCount}
      `;

        expect(cells.map(cell => cell.stepTitle).toSorted()).toEqual(given.toSorted());
        for (const cell of cells) {
          const expected = md5(`${cell.stepTitle}:${cell.lessonNumber}:${cell.style}`);
          const key = cacheKey(cell.stepTitle, cell.lessonNumber, cell.style);
          expect([cell.stored, cell.computed, key]).toEqual([expected, expected, expected]);
        }
      },
    ),
    {numRuns: 7},
  );
});

test('a title of 255 characters outside the basic plane fits', async () => {
  const long = '🐍'.repeat(255);
  await importRoadmaps(sql, [roadmap('any', [step(long)])]);
  const [row] = await sql`select cache_key from preheat.cell where archived_at is null`;
  expect(row).toEqual({cacheKey: cacheKey(long, 1, 'reading')});
});

function md5(text: string): string {
  return createHash('md5').update(Buffer.from(text, 'utf8')).digest('hex');
}
