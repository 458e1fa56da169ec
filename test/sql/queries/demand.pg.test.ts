import {beforeEach, expect, test} from 'vitest';
import type {RunFilter} from '../../../domain/runs.ts';
import {STYLES} from '../../../domain/styles.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {nextCells, openRun} from '../../../sql/queries/runs.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenLesson, givenRun, roadmap, step} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

let runNumber = 0;

/** The cells of a run, first first. */
async function cellsOf(filter: RunFilter): Promise<string[]> {
  runNumber += 1;
  const runId = await givenRun(sql, {workflowId: `run-${runNumber}`, filter});
  const rows = await sql<{cell: string}[]>`
    select c.step_title || ' ' || c.lesson_number || ' ' || c.style as cell
    from preheat.run_cell rc join preheat.cell c using (cell_id) where rc.run_id = ${runId} order by rc.position
  `;
  return rows.map(row => row.cell);
}

const titlesByDemand = async () => (await cellsOf({order: 'demand'})).map(cell => cell.split(' ')[0]);

/** A parked lesson of a cell that was viewed so often: it serves nothing, but tells what learners asked for. */
async function givenViews(cell: string, viewCount: number): Promise<void> {
  const [title = '', lessonNumber = '', style = ''] = cell.split(' ');
  const [{cellId}] = await sql<[{cellId: number}]>`
    select cell_id from preheat.cell where step_title = ${title} and lesson_number = ${lessonNumber}::int and style = ${style}
  `;
  const id = await givenLesson(sql, cellId);
  await sql`
    update lessons_lessoncontent set view_count = ${viewCount}, cache_key = 'parked:' || id where id = ${id}
  `;
}

async function givenLearner(id: string, title: string, {completed = false} = {}): Promise<void> {
  await sql`
    insert into users (
      password, first_name, last_name, date_joined, id, email, username, account_status, is_premium,
      email_verification_token, is_email_verified, is_active, is_staff, is_sign_in, is_superuser, is_blocked,
      is_suspended, is_deleted, created_at, updated_at, subscription_auto_renew, subscription_tier
    )
    values ('!', '', '', now(), ${id}, ${id}, ${id}, 'active', false, '', true, true, false, false, false, false, false,
      false, now(), now(), false, 'free')
  `;
  await sql`
    insert into lessons_userroadmaplesson (
      roadmap_step_title, lesson_number, status, exercises_completed, time_spent, completed_at, created_at, updated_at,
      user_id
    )
    values (${title}, 1, 'in_progress', 0, 0, ${completed ? new Date() : null}, now(), now(), ${id})
  `;
}

test('a run walks its cells as the roadmaps list them, unless it is told otherwise', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('B'), step('A')])]);
  await givenViews('A 1 reading', 100);
  const walk = ['B 1 reading', 'A 1 reading'];
  expect(await cellsOf({})).toEqual(walk);
  expect(await cellsOf({order: 'walk'})).toEqual(walk);
  expect(await cellsOf({order: 'demand'})).toEqual(walk.toReversed());
});

test('where nothing is known of learners, demand is the walk order', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('B', {lessonCount: 2, styles: ['mixed', 'hands_on']}), step('A')]),
  ]);
  expect(await cellsOf({order: 'demand'})).toEqual(await cellsOf({}));
});

test('a step that more roadmaps want comes earlier', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('A'), step('B')]), roadmap('b', [step('B')])]);
  expect(await titlesByDemand()).toEqual(['B', 'A']);
});

test('a step that learners have before them comes earlier; one that they are done with does not', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('A'), step('B'), step('C')])]);
  await givenLearner('1', 'B', {completed: true});
  expect(await titlesByDemand()).toEqual(['A', 'B', 'C']);
  await givenLearner('2', 'C');
  expect(await titlesByDemand()).toEqual(['C', 'A', 'B']);
  await givenLearner('3', 'B');
  await givenLearner('4', 'B');
  expect(await titlesByDemand()).toEqual(['B', 'C', 'A']);
});

test('roadmaps, learners and views of a step add up', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('Viewed'), step('All')]),
    roadmap('b', [step('All')]),
    roadmap('c', [step('Viewed'), step('All')]),
  ]);
  await givenViews('Viewed 1 reading', 2);
  await givenViews('All 1 reading', 1);
  await givenLearner('1', 'All');
  expect(await titlesByDemand()).toEqual(['All', 'Viewed']);
});

test('views of all versions of a cell count', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('A'), step('B')])]);
  await givenViews('A 1 reading', 3);
  await givenViews('B 1 reading', 2);
  await givenViews('B 1 reading', 2);
  expect(await titlesByDemand()).toEqual(['B', 'A']);
});

test('views of one step tell which numbers and styles are asked for in the others', async () => {
  const both = {lessonCount: 2, styles: ['hands_on' as const, 'video' as const]};
  await importRoadmaps(sql, [roadmap('a', [step('A', both), step('B', both)])]);
  await givenViews('A 2 video', 10);
  expect(await cellsOf({order: 'demand'})).toEqual([
    'A 2 video',
    'A 1 video',
    'A 2 hands_on',
    'A 1 hands_on',
    'B 2 video',
    'B 1 video',
    'B 2 hands_on',
    'B 1 hands_on',
  ]);
});

test('a limit takes the first in the run’s order, and the pages follow it', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('A'), step('B'), step('C'), step('D')])]);
  await givenViews('C 1 reading', 9);
  await givenViews('D 1 reading', 5);
  expect(await cellsOf({order: 'demand', limit: 2})).toEqual(['C 1 reading', 'D 1 reading']);

  const {runId} = await openRun(sql, {
    workflowId: 'pages',
    kind: 'manual',
    filter: {order: 'demand'},
    model: 'gemini',
    maxUsd: null,
    emulated: false,
  });
  const page = (afterCellId: number) => nextCells(sql, {runId, afterCellId, limit: 2});
  expect(await page(0)).toEqual([3, 4]);
  expect(await page(4)).toEqual([1, 2]);
  expect(await page(2)).toEqual([]);
});

/** A generator of its own, so that each run of the test sees the same learners. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test('of learners who like some steps, early lessons and some styles, 300 views find more than the walk order', async () => {
  const random = mulberry32(7);
  const titles = Array.from({length: 50}, (_, n) => `S${n}`);
  await importRoadmaps(sql, [
    roadmap(
      'a',
      titles.map(title => step(title, {lessonCount: 12, styles: [...STYLES]})),
    ),
  ]);
  const likes = new Map(titles.map(title => [title, random() ** 3]));
  const styleLikes: Record<string, number> = {hands_on: 0.5, video: 0.3, reading: 0.15, mixed: 0.05};
  const cells = await cellsOf({});
  const asked = (cell: string) => {
    const [title = '', number = '1', style = ''] = cell.split(' ');
    return (likes.get(title) ?? 0) * (styleLikes[style] ?? 0) * 0.8 ** Number(number);
  };
  const total = cells.reduce((sum, cell) => sum + asked(cell), 0);
  const views = new Map<string, number>();
  for (let n = 0; n < 300; n += 1) {
    let left = random() * total;
    const cell = cells.find(candidate => (left -= asked(candidate)) < 0) ?? cells[0]!;
    views.set(cell, (views.get(cell) ?? 0) + 1);
  }
  for (const [cell, viewCount] of views) await givenViews(cell, viewCount);

  const warmShare = (order: readonly string[]) =>
    order.slice(0, cells.length / 4).reduce((sum, cell) => sum + asked(cell), 0) / total;
  const raw = cells.toSorted((a, b) => (views.get(b) ?? 0) - (views.get(a) ?? 0));
  const byDemand = warmShare(await cellsOf({order: 'demand'}));
  expect(byDemand).toBeGreaterThan(warmShare(cells) + 0.2);
  expect(byDemand).toBeGreaterThan(warmShare(raw) + 0.1);
});
