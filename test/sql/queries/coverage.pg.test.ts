import {beforeEach, expect, test} from 'vitest';
import {countCoverage, coverageDays, storedCoverage} from '../../../sql/queries/coverage.ts';
import {countedDemandJoins} from '../../../sql/queries/coverage-keep.ts';
import {demandJoins, demandOf} from '../../../sql/queries/demand.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {submitReview} from '../../../sql/queries/reviews.ts';
import {emptyTables, givenCells, givenLesson, roadmap, step, untilWaiting} from '../givens.ts';
import {givenPeople, names} from '../people.ts';
import {givenPublished} from '../published.ts';
import {testDatabase} from '../../support/postgres.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const POLICY = {emulated: false, maxAgeMs: 0};

async function counted(maxAgeMs = 0) {
  await countCoverage(sql, {...POLICY, maxAgeMs});
  return storedCoverage(sql);
}

test('before the first count there is none', async () => {
  expect(await storedCoverage(sql)).toBe(null);
  expect(await coverageDays(sql, {dayCount: 30})).toEqual([]);
});

test('without any cell there is a time, and nothing to count', async () => {
  expect(await counted()).toEqual({countedAt: expect.any(Date), rows: [], roadmaps: []});
});

test('cells count by style and state, once in all and in each roadmap that wants them', async () => {
  await importRoadmaps(sql, [
    roadmap('b', [step('Loops', {styles: ['video', 'reading']}), step('Lists')]),
    roadmap('a', [step('Loops', {lessonCount: 2})]),
  ]);
  const cellOf = async (title: string, number = 1, style = 'reading') => {
    const [row] = await sql<[{cellId: number}]>`
      select cell_id from preheat.cell where step_title = ${title} and lesson_number = ${number} and style = ${style}
    `;
    return row.cellId;
  };
  await givenPublished(sql, await cellOf('Loops'));
  await givenLesson(sql, await cellOf('Lists'), {approvalStatus: 'rejected'});
  const coverage = await counted();
  const brief = (rows: {style: string; state: string; cellCount: number}[] = []) =>
    rows.map(({style, state, cellCount}) => `${cellCount} ${style} ${state}`);

  expect(brief(coverage?.rows)).toEqual([
    '1 video missing',
    '1 reading missing',
    '1 reading rejected',
    '1 reading served',
  ]);
  expect(coverage?.roadmaps.map(({rows, ...part}) => ({...part, rows: brief(rows)}))).toEqual([
    {roadmapKey: 'a', title: 'Roadmap a', rows: ['1 reading missing', '1 reading served']},
    {
      roadmapKey: 'b',
      title: 'Roadmap b',
      rows: ['1 video missing', '1 reading rejected', '1 reading served'],
    },
  ]);
});

test('without its roadmaps, the rest is told alike', async () => {
  await givenCells(sql, 'Loops', 'Lists');
  const coverage = await counted();

  expect(coverage?.roadmaps).toHaveLength(1);
  expect(await storedCoverage(sql, {withRoadmaps: false})).toEqual({...coverage, roadmaps: []});
});

test('a later count forgets what is served, archived or gone, and takes up what changed its state', async () => {
  await givenCells(sql, 'Loops', 'Lists', 'Maps');
  await counted();
  await givenPublished(sql, 1);
  await givenLesson(sql, 2, {approvalStatus: 'rejected'});
  await importRoadmaps(sql, [roadmap('r', [step('Loops'), step('Lists')])]);
  const coverage = await counted();

  expect(coverage?.rows.map(({state, cellCount}) => [state, cellCount])).toEqual([
    ['rejected', 1],
    ['served', 1],
  ]);
  expect(await sql`select cell_id, state from preheat.coverage_cell order by cell_id`).toEqual([
    {cellId: 2, state: 'rejected'},
    {cellId: 3, state: 'archived'},
  ]);
});

test('a stale cell says why, and counts as a served one does', async () => {
  await givenCells(sql, 'Loops');
  await givenPublished(sql, 1);
  await importRoadmaps(sql, [roadmap('r', [step('Loops', {description: 'Other words.'})])]);
  const coverage = await counted();

  expect(coverage?.rows).toMatchObject([{state: 'stale', cellCount: 1, unreviewedCount: 1}]);
  expect(await sql`select state, stale_reason from preheat.coverage_cell`).toEqual([
    {state: 'stale', staleReason: 'text'},
  ]);
});

test('the states are those of the policy', async () => {
  await givenCells(sql, 'Loops');
  await givenLesson(sql, 1, {createdBy: 'gemini-emulator'});

  expect((await counted())?.rows).toMatchObject([{state: 'placeholder'}]);
  await countCoverage(sql, {...POLICY, emulated: true});
  expect((await storedCoverage(sql))?.rows).toMatchObject([{state: 'served'}]);
});

test('a reviewed lesson is no unreviewed one, and a verified one is told', async () => {
  await givenCells(sql, 'Loops', 'Lists', 'Maps');
  const [first, second] = [await givenPublished(sql, 1), await givenPublished(sql, 2)];
  await givenPeople(sql, ['m'], {role: 'mentor'});
  const review = {mentorId: 'm', feedback: 'So it is.', expertiseArea: '', reasons: []};
  await submitReview(sql, {...review, lessonId: first, status: 'verified'});
  await submitReview(sql, {...review, lessonId: second, status: 'needs_improvement'});
  const coverage = await counted();

  // The third cell is missing: neither.
  expect(coverage?.rows).toMatchObject([
    {state: 'missing', cellCount: 1, unreviewedCount: 0, verifiedCount: 0},
    {state: 'served', cellCount: 2, unreviewedCount: 0, verifiedCount: 1},
  ]);
});

test.each([
  ['enough accounts of some age', 20, 0, '30 days', 1],
  ['too few', 19, 0, '30 days', 0],
  ['accounts made for it', 20, 0, '1 hour', 0],
  ['as many who like it', 20, 20, '30 days', 0],
])('votes against a lesson make its cell weak: %s', async (_case, down, up, age, weakCount) => {
  await givenCells(sql, 'Loops');
  const lessonId = await givenPublished(sql, 1);
  await givenPeople(sql, names(down + up));
  await sql`update users set created_at = now() - ${age}::interval`;
  await sql`
    insert into lessons_lessonvote (user_id, lesson_content_id, vote_type, comment, created_at, updated_at)
    select u.id, ${lessonId}, case when substr(u.id, 2)::int <= ${down}::int then 'downvote' else 'upvote' end, '', now(), now()
    from users u
  `;

  expect((await counted())?.rows).toMatchObject([{state: 'served', weakCount}]);
});

test('demand is that by which a run takes cells', async () => {
  await givenCells(sql, 'Loops', 'Lists');
  const lessonId = await givenPublished(sql, 1);
  await sql`update lessons_lessoncontent set view_count = 95 where id = ${lessonId}`;
  const rows = (await counted())?.rows ?? [];
  const demandIn = (wanted: string) => rows.find(({state}) => state === wanted)?.demand ?? 0;

  // 101 = 95 views and one roadmap with 5 added, against 6 of the step without views.
  expect(demandIn('served') / demandIn('missing')).toBeCloseTo(101 / 6);
});

test('learners who have the lesson before them, and views, count as they do for a run', async () => {
  await importRoadmaps(sql, [
    roadmap('r', [step('Loops', {lessonCount: 2, styles: ['video', 'reading']}), step('Lists')]),
    roadmap('q', [step('Lists')]),
  ]);
  await givenPeople(sql, ['a', 'b']);
  await sql`
    insert into lessons_userroadmaplesson (roadmap_step_title, lesson_number, status, exercises_completed, time_spent,
      created_at, updated_at, user_id, completed_at)
    values ('Lists', 1, 'not_started', 0, 0, now(), now(), 'a', null), ('Loops', 1, 'done', 0, 0, now(), now(), 'b', now())
  `;
  for (const [cellId, views] of [
    [1, 7],
    [4, 30],
    [5, 0],
  ] as const) {
    const lessonId = await givenLesson(sql, cellId);
    await sql`update lessons_lessoncontent set view_count = ${views} where id = ${lessonId}`;
  }
  const demands = async () =>
    await sql<{demand: number}[]>`
      select ${demandOf(sql)} as demand from preheat.cell u ${demandJoins(sql, 'demand')} order by u.cell_id
    `;
  const kept = async () =>
    await sql<{demand: number}[]>`
      select ${demandOf(sql)} as demand from preheat.cell u ${countedDemandJoins(sql)} order by u.cell_id
    `;
  await counted();

  expect(await kept()).toEqual(await demands());
  expect(new Set((await kept()).map(({demand}) => demand)).size).toBeGreaterThan(3);
  await sql`update lessons_lessoncontent set view_count = case view_count when 7 then 8 else 0 end`;
  await counted();
  expect(await kept()).toEqual(await demands());
  expect(await sql`select kind, key from preheat.coverage_demand order by kind desc, key`).toEqual([
    {kind: 'style', key: 'video'},
    {kind: 'step', key: 'Lists'},
    {kind: 'step', key: 'Loops'},
    {kind: 'number', key: '1'},
  ]);
});

test('a young count is left as it is', async () => {
  await givenCells(sql, 'Loops');
  const before = await counted();
  await givenPublished(sql, 1);

  expect(await countCoverage(sql, {...POLICY, maxAgeMs: 60_000})).toBe(false);
  expect(await storedCoverage(sql)).toEqual(before);
  await sql`update preheat.coverage_refresh set counted_at = now() - interval '61 seconds'`;
  expect(await countCoverage(sql, {...POLICY, maxAgeMs: 60_000})).toBe(true);
  expect((await storedCoverage(sql))?.rows).toMatchObject([{state: 'served'}]);
});

test('of two counts at once, one counts', async () => {
  await givenCells(sql, 'Loops');
  const holder = await sql.reserve();
  await holder`begin`;
  await holder`lock table preheat.coverage_count in access exclusive mode`;
  const both = [1, 2].map(() => countCoverage(sql, {...POLICY, maxAgeMs: 60_000}));
  await untilWaiting(sql, 2);
  await holder`commit`;
  holder.release();

  expect((await Promise.all(both)).filter(Boolean)).toEqual([true]);
});

test('a count that takes too long changes nothing', async () => {
  await givenCells(sql, 'Loops');
  const holder = await sql.reserve();
  await holder`begin`;
  await holder`lock table preheat.coverage_count in access exclusive mode`;
  const counting = countCoverage(sql, {...POLICY, maxMs: 50});
  await expect(counting).rejects.toThrow(/statement timeout/);
  await holder`commit`;
  holder.release();

  expect(await storedCoverage(sql)).toBe(null);
  expect(await sql`select from preheat.coverage_cell`).toEqual([]);
});

test('what is imported while the cells are counted belongs to the next count', async () => {
  await givenCells(sql, 'Loops');
  const holder = await sql.reserve();
  await holder`begin`;
  await holder`lock table preheat.coverage_count in access exclusive mode`;
  const counting = countCoverage(sql, POLICY);
  await untilWaiting(sql);
  await holder`insert into preheat.cell (step_title, lesson_number, style) values ('Lists', 1, 'reading')`;
  await holder`commit`;
  holder.release();

  expect(await counting).toBe(true);
  expect((await storedCoverage(sql))?.rows).toMatchObject([{state: 'missing', cellCount: 1}]);
});

test('a roadmap that is deleted while the cells are counted has them counted again', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('Loops')]), roadmap('b', [step('Loops')])]);
  await counted();
  const holder = await sql.reserve();
  await holder`begin`;
  await holder`lock table preheat.coverage_count in access exclusive mode`;
  const counting = countCoverage(sql, POLICY);
  await untilWaiting(sql);
  await holder`delete from preheat.roadmap where roadmap_key = 'a'`;
  await holder`commit`;
  holder.release();

  expect(await counting).toBe(true);
  expect((await storedCoverage(sql))?.roadmaps).toMatchObject([{roadmapKey: 'b'}]);
});

test('of each day the last count stays, of all cells and of each roadmap', async () => {
  await givenCells(sql, 'Loops', 'Lists');
  await counted();
  await sql`update preheat.coverage_day set day = day - 1`;
  await sql`insert into preheat.coverage_day select day - 29, roadmap_id, style, state, cell_count from preheat.coverage_day`;
  await givenPublished(sql, 1);
  await counted();
  await counted();
  const counts = async (roadmapKey?: string) =>
    (await coverageDays(sql, {roadmapKey, dayCount: 30})).map(({cellCount, servedCount}) => [
      servedCount,
      cellCount,
    ]);

  expect(await counts()).toEqual([
    [0, 2],
    [1, 2],
  ]);
  expect(await counts('r')).toEqual([
    [0, 2],
    [1, 2],
  ]);
  expect(await counts('no such')).toEqual([]);
  expect((await coverageDays(sql, {dayCount: 31})).map(({day}) => day)).toEqual([
    expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    expect.any(String),
    expect.any(String),
  ]);
});
