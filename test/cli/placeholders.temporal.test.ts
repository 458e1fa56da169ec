import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test, vi} from 'vitest';
import {EMULATOR_API_KEY} from '../../config.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {givenLesson} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {preheat, startPreheat} from '../support/preheat.ts';
import {localTemporal} from '../support/temporal.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {url, sql} = await testDatabase();
const temporal = await localTemporal();
const emulator = await startGeminiEmulator();
const folder = await mkdtemp(join(tmpdir(), 'preheat-placeholders-'));
afterAll(async () => {
  await emulator.close();
  await rm(folder, {recursive: true});
});

const settings = {
  DATABASE_URL: url,
  TEMPORAL_ADDRESS: temporal.address,
  GEMINI_API_KEY: EMULATOR_API_KEY,
  GEMINI_BASE_URL: emulator.url,
};
const worker = startPreheat(['worker'], settings);
await worker.saying('The worker is ready (Gemini emulator).');

const ROADMAP = `
id: python
title: Python
steps:
  - title: Python Loops
    lessons: 6
    styles: [reading]
`;

/** What the application stores when its model fails, in the words of both of its versions. */
const PLACEHOLDERS = [
  {content: '# Python Loops\n\nThis is a placeholder lesson.', is_fallback: true, error_note: 'No model.'},
  {summary: 'This is a placeholder lesson for Python Loops.', content: '# Python Loops', error: 'No model.'},
  {type: 'reading', title: 'Python Loops - Lesson 3', content: '', diagrams: [], quiz: [], error: ''},
  {},
];

test('a run replaces what others stored as placeholders; the rows are parked, and a good one stays', async () => {
  await writeFile(join(folder, 'python.yaml'), ROADMAP);
  await preheat(['import', join(folder, 'python.yaml')], settings);
  const cells = await sql<{cellId: number; cacheKey: string}[]>`
    select cell_id, cache_key from preheat.cell order by cell_id
  `;
  const [good, missing, ...poisoned] = cells.map(({cellId}) => cellId);
  if (good === undefined || missing === undefined) throw new Error('The import made no cells.');
  const goodId = await givenLesson(sql, good, {content: {content: 'For and while.'}});
  for (const [index, cellId] of poisoned.entries()) {
    await givenLesson(sql, cellId, {content: PLACEHOLDERS[index], upvotes: 20, approvalStatus: 'approved'});
  }
  const before = await sql`select *, xmin::text from lessons_lessoncontent order by id`;

  expect((await preheat(['plan'], settings)).stdout).toMatch(
    /^1 of 6 cells are served\.[^]*: 1 missing, 4 placeholder\.\n/,
  );
  const warm = await preheat(['warm', '--yes'], settings);
  expect(warm).toMatchObject({exitCode: 0, stderr: ''});
  expect(warm.stdout).toContain('5 of 5 lessons made');

  const after = await sql`select *, xmin::text from lessons_lessoncontent where id <= 5 order by id`;
  expect(after[0]).toEqual(before[0]);
  // Nothing but the key, and what every change of a row changes.
  expect(after.slice(1)).toEqual(
    before.slice(1).map(row => ({...row, cacheKey: `parked:${row['id']}`, xmin: expect.any(String)})),
  );
  expect(
    await sql`select lesson_id, cell_id, state, origin from preheat.lesson_version where lesson_id <= 5 order by lesson_id`,
  ).toEqual([
    // The run's reconcile has taken it in.
    {lessonId: goodId, cellId: good, state: 'live', origin: 'adopted'},
    ...poisoned.map((cellId, index) => ({
      lessonId: goodId + 1 + index,
      cellId,
      state: 'parked',
      origin: 'adopted',
    })),
  ]);
  const served = await sql`
    select c.cell_id, l.created_by from preheat.cell c left join lessons_lessoncontent l using (cache_key) order by cell_id
  `;
  expect(served).toEqual(
    cells.map(({cellId}) => ({cellId, createdBy: cellId === good ? 'gemini-ai' : 'gemini-emulator'})),
  );
  expect((await preheat(['warm'], settings)).stdout).toBe('Nothing to do. All 6 cells are served.\n');
});
