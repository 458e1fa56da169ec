import {beforeEach, expect, test} from 'vitest';
import {claimCell, releaseCell} from '../../../sql/queries/claims.ts';
import type {CellFilter} from '../../../sql/queries/cell-filter.ts';
import {countAt} from '../../../sql/queries/coverage-past.ts';
import {countCoverage} from '../../../sql/queries/coverage.ts';
import {matchingCells} from '../../../sql/queries/matrix.ts';
import {matrixRoadmap, type MatrixRows} from '../../../sql/queries/matrix-roadmap.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, givenCells, givenLesson, roadmap, step} from '../givens.ts';
import {givenPeople, names} from '../people.ts';
import {givenPublished} from '../published.ts';
import {testDatabase} from '../../support/postgres.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const POLICY = {emulated: false};
type Options = Parameters<typeof matrixRoadmap>[1];

const OPTIONS: Options = {
  ...POLICY,
  roadmapKey: 'r',
  filter: {},
  at: null,
  comparedWith: null,
  fromPosition: 1,
  cellLimit: 1_000,
};

async function count(): Promise<Date> {
  await countCoverage(sql, {...POLICY, maxAgeMs: 0});
  const at = await countAt(sql);
  if (!at) throw new Error('It was not counted.');
  return at;
}

async function rows(changes: Partial<Options> = {}): Promise<MatrixRows> {
  const part = await matrixRoadmap(sql, {...OPTIONS, ...changes});
  if (!part) throw new Error('There is no such roadmap.');
  return part;
}

const cellsOf = ({steps}: MatrixRows) => steps.flatMap(({lessons}) => lessons.flatMap(({cells}) => cells));

/** The ids of the cells that match. */
async function found(filter: CellFilter, changes: Partial<Options> = {}): Promise<number[]> {
  return cellsOf(await rows({...changes, filter})).flatMap(({cellId, matches}) => (matches ? [cellId] : []));
}

test('the steps of a roadmap come in its order, each with its own lessons and cells', async () => {
  await importRoadmaps(sql, [
    roadmap('other', [step('Lists', {lessonCount: 3, styles: ['mixed', 'reading']})]),
    roadmap('r', [
      step('Maps', {difficulty: 'advanced', styles: ['reading', 'video']}),
      step('Lists', {lessonCount: 2}),
    ]),
  ]);
  const shape = (await rows()).steps.map(({position, title, difficulty, lessons}) => ({
    place: `${position} ${title} ${difficulty}`,
    lessons: lessons.map(({lessonNumber, cells}) => [lessonNumber, ...cells.map(({style}) => style)]),
  }));

  expect(shape).toEqual([
    {place: '1 Maps advanced', lessons: [[1, 'video', 'reading']]},
    {
      place: '2 Lists beginner',
      lessons: [
        [1, 'reading'],
        [2, 'reading'],
      ],
    },
  ]);
  expect(await rows()).toMatchObject({roadmapKey: 'r', title: 'Roadmap r', nextPosition: null});
});

test('an unknown roadmap has no rows; one whose cells do not match has no steps', async () => {
  await givenCells(sql, 'Loops');

  expect(await matrixRoadmap(sql, {...OPTIONS, roadmapKey: 'none'})).toBe(null);
  expect(await rows({filter: {styles: ['video']}})).toMatchObject({title: 'Roadmap r', steps: []});
});

test('a cell is told with its lesson, and what is wrong with it', async () => {
  await givenCells(sql, 'Loops', 'Lists', 'Maps');
  const lessonId = await givenPublished(sql, 1);
  await givenLesson(sql, 2, {approvalStatus: 'rejected'});
  await sql`
    insert into preheat.draft (request_id, cell_id, call_number, prompt_version, prompt, model, emulated, answer_text,
      finish_reason, prompt_tokens, cached_tokens, output_tokens, thought_tokens, cost_usd, status, findings)
    select 'd' || n, 3, 0, '', '', '', e, '', 'STOP', 0, 0, 0, 0, 0, status, findings::jsonb
    from (values
      (1, false, 'quarantined', '[{"severity": "error", "message": "Of the one before."}]'),
      (2, false, 'quarantined', '[{"severity": "warning", "message": "A warning."}, {"severity": "error", "message": "The quiz has no answer."}]'),
      (3, false, 'superseded', '[{"severity": "error", "message": "Of another."}]'),
      (4, true, 'quarantined', '[{"severity": "error", "message": "Of the emulator."}]')
    ) d (n, e, status, findings)
  `;

  expect(cellsOf(await rows())).toEqual([
    {
      cellId: 1,
      lessonNumber: 1,
      style: 'reading',
      state: 'served',
      staleReason: null,
      lessonId,
      approvalStatus: 'pending',
      upvotes: 0,
      downvotes: 0,
      generatedAt: expect.any(Date),
      finding: null,
      marks: ['unreviewed'],
      demand: expect.any(Number),
      was: null,
      isBeingMade: false,
      matches: true,
    },
    expect.objectContaining({cellId: 2, state: 'rejected', lessonId: null, finding: null, marks: []}),
    expect.objectContaining({cellId: 3, state: 'quarantined', finding: 'The quiz has no answer.'}),
  ]);
});

test('cells are told as they are now, or as they were at a count', async () => {
  await givenCells(sql, 'A', 'B');
  const first = await count();
  await givenPublished(sql, 1);
  await importRoadmaps(sql, [roadmap('r', [step('A', {description: 'Other words.'}), step('B'), step('C')])]);
  const second = await count();
  await sql`update preheat.lesson_version set stale_text_since = null`;
  const states = async (at: Date | null) =>
    cellsOf(await rows({at})).map(({cellId, state, staleReason}) => [cellId, state, staleReason]);

  // The third one was not there then.
  expect(await states(first)).toEqual([
    [1, 'missing', null],
    [2, 'missing', null],
  ]);
  expect(await states(second)).toEqual([
    [1, 'stale', 'text'],
    [2, 'missing', null],
    [3, 'missing', null],
  ]);
  expect(await states(null)).toEqual([
    [1, 'served', null],
    [2, 'missing', null],
    [3, 'missing', null],
  ]);
});

test('what it was at another count is told, and null where it was not there', async () => {
  await givenCells(sql, 'A', 'B');
  const first = await count();
  await givenPublished(sql, 1);
  await importRoadmaps(sql, [roadmap('r', [step('A'), step('B'), step('C')])]);
  const second = await count();
  const was = async (comparedWith: Date | null, at: Date | null = null) =>
    cellsOf(await rows({at, comparedWith})).map(cell => cell.was);

  expect(await was(null)).toEqual([null, null, null]);
  expect(await was(first)).toEqual(['missing', 'missing', null]);
  expect(await was(second)).toEqual(['served', 'missing', 'missing']);
  expect(await was(second, first)).toEqual(['served', 'missing']);
});

test('of a cell that came back, nothing is told of when no roadmap wanted it', async () => {
  await givenCells(sql, 'A', 'B');
  await count();
  await givenCells(sql, 'A');
  const without = await count();
  await givenCells(sql, 'A', 'B');

  expect(cellsOf(await rows({comparedWith: without})).map(({was}) => was)).toEqual(['missing', null]);
  expect(cellsOf(await rows({at: without})).map(({cellId}) => cellId)).toEqual([1]);
});

test('a cell that somebody makes is told as such: now, not at a count, and until its claim ends or runs out', async () => {
  await givenCells(sql, 'Made', 'Given up', 'Waits');
  for (const cellId of [1, 2]) {
    const claim = await claimCell(sql, {...POLICY, cellId, claimedBy: 'run:7', leaseMs: 60_000});
    expect(claim.kind).toBe('claimed');
  }
  await sql`update preheat.cell set claimed_until = now() - interval '1 second' where cell_id = 2`;
  const at = await count();
  const made = async (changes: Partial<Options> = {}) =>
    cellsOf(await rows(changes)).map(({isBeingMade}) => isBeingMade);

  expect(await made()).toEqual([true, false, false]);
  expect(await made({at})).toEqual([false, false, false]);
  await releaseCell(sql, {cellId: 1, claimedBy: 'run:7'});
  expect(await made()).toEqual([false, false, false]);
});

test('all cells of a step with a match are told, and which of them match', async () => {
  await importRoadmaps(sql, [
    roadmap('r', [step('Loops', {styles: ['video', 'reading'], lessonCount: 2}), step('Lists')]),
  ]);
  const {steps} = await rows({filter: {styles: ['video']}});

  expect(steps.map(({title}) => title)).toEqual(['Loops']);
  expect(cellsOf({steps} as MatrixRows).map(({style, matches}) => [style, matches])).toEqual([
    ['video', true],
    ['reading', false],
    ['video', true],
    ['reading', false],
  ]);
});

test.each<[string, CellFilter, number[]]>([
  ['style', {styles: ['reading']}, [1, 2, 3, 4, 5, 6]],
  ['another style', {styles: ['video']}, []],
  ['state', {states: ['missing', 'rejected']}, [2, 3]],
  ['words', {text: 'AP'}, [3]],
  ['name', {cellIds: [2, 4, 99]}, [2, 4]],
  ['this roadmap', {roadmapKeys: ['q', 'r']}, [1, 2, 3, 4, 5, 6]],
  ['another roadmap', {roadmapKeys: ['q']}, []],
  ['weak', {marks: ['weak']}, [4]],
  ['verified', {marks: ['verified']}, [5]],
  ['unreviewed', {marks: ['unreviewed']}, [1, 4, 6]],
  ['unreviewed or verified', {marks: ['unreviewed', 'verified']}, [1, 4, 5, 6]],
  ['age', {minAgeDays: 10}, [6]],
  ['several', {marks: ['unreviewed'], cellIds: [1, 5]}, [1]],
])('cells match by %s, and the same ones in the counted matrix', async (_what, filter, cellIds) => {
  await givenCells(sql, 'Served', 'Rejected', 'Maps', 'Weak', 'Verified', 'Old');
  await givenPublished(sql, 1);
  await givenLesson(sql, 2, {approvalStatus: 'rejected'});
  const [weak, verified, old] = [
    await givenPublished(sql, 4),
    await givenPublished(sql, 5),
    await givenPublished(sql, 6),
  ];
  await sql`update lessons_lessoncontent set generated_at = now() - interval '11 days' where id = ${old}`;
  await givenPeople(sql, ['m', ...names(20)]);
  await sql`update users set created_at = now() - interval '30 days'`;
  await sql`
    insert into lessons_lessonvote (user_id, lesson_content_id, vote_type, comment, created_at, updated_at)
    select u.id, ${weak}, 'downvote', '', now(), now() from users u where u.id <> 'm'
  `;
  await sql`
    insert into lessons_mentorreview (status, feedback, expertise_area, reviewed_at, updated_at, lesson_content_id, mentor_id)
    values ('verified', '', '', now(), now(), ${verified}, 'm')
  `;
  await sql`update lessons_lessoncontent set approval_status = 'mentor_verified' where id = ${verified}`;
  const at = await count();

  expect(await found(filter)).toEqual(cellIds);
  expect(await found(filter, {at: at})).toEqual(cellIds);
  const selected = await matchingCells(sql, {...POLICY, filter, at, limit: 100});
  expect(selected.cellIds).toEqual(cellIds);
});

test('cells match by what became of them since a count', async () => {
  await givenCells(sql, 'A', 'B', 'C');
  await givenPublished(sql, 2);
  const before = await count();
  await givenPublished(sql, 1);
  const compared = {comparedWith: before};

  expect(await found({changes: ['filled']}, compared)).toEqual([1]);
  expect(await found({changes: ['lost', 'new']}, compared)).toEqual([]);
  // Without a count to compare with, nothing is known to have changed.
  expect(await found({changes: ['new']})).toEqual([]);
});

test('a long roadmap comes in parts, of whole steps', async () => {
  await importRoadmaps(sql, [
    roadmap('r', [step('A', {lessonCount: 3}), step('B', {lessonCount: 2}), step('C')]),
  ]);
  const part = async (fromPosition: number, cellLimit: number) => {
    const {steps, nextPosition} = await rows({fromPosition, cellLimit});
    return [steps.map(({title}) => title).join(' '), nextPosition];
  };

  expect(await part(1, 3)).toEqual(['A', 2]);
  expect(await part(1, 4)).toEqual(['A B', 3]);
  expect(await part(2, 2)).toEqual(['B', 3]);
  expect(await part(3, 1)).toEqual(['C', null]);
  expect(await part(4, 1)).toEqual(['', null]);
});

test('demand is as it was counted: that by which a run takes cells', async () => {
  await givenCells(sql, 'Loops', 'Lists');
  const lessonId = await givenPublished(sql, 1);
  await sql`update lessons_lessoncontent set view_count = 95 where id = ${lessonId}`;
  const demands = async () => cellsOf(await rows()).map(({demand}) => demand);
  const [, uncounted] = await demands();
  await count();
  const [loops = 0, lists = 0] = await demands();

  expect(uncounted).toBeCloseTo(6 / 5);
  expect(loops / lists).toBeCloseTo(101 / 6);
});
