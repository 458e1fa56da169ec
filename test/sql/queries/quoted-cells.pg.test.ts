import {beforeEach, expect, test} from 'vitest';
import type {RunFilter} from '../../../domain/runs.ts';
import {storeSelection} from '../../../sql/queries/cell-selections.ts';
import {quotedCells, type QuotePlace} from '../../../sql/queries/quoted-cells.ts';
import {cellsToQuote} from '../../../sql/queries/quotes.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, givenCells, givenLesson, givenRun, roadmap, step} from '../givens.ts';
import {givenPublished} from '../published.ts';
import {testDatabase} from '../../support/postgres.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const POLICY = {emulated: false};

const quoted = (filter: RunFilter, after: QuotePlace | null = null, limit = 100) =>
  quotedCells(sql, {...POLICY, filter, after, limit});
const idsOf = ({cells}: {cells: {cellId: number}[]}) => cells.map(({cellId}) => cellId);

/** What the quote counts, and what a run that opens now writes down, in its order. */
async function taken(filter: RunFilter): Promise<{cellCount: number; cellIds: number[]}> {
  const parts = await cellsToQuote(sql, {...POLICY, filter});
  const runId = await givenRun(sql, {workflowId: crypto.randomUUID(), filter});
  const cells = await sql<{cellId: number}[]>`
    select cell_id from preheat.run_cell where run_id = ${runId} order by position
  `;
  return {
    cellCount: parts.reduce((sum, {cellCount}) => sum + cellCount, 0),
    cellIds: cells.map(({cellId}) => cellId),
  };
}

test.each<[string, RunFilter, number[]]>([
  ['all that is wanted', {}, [1, 3, 4]],
  ['some states', {only: ['rejected']}, [3]],
  ['words of the title, in any case', {text: 'lI'}, [3, 4]],
  ['words that are no pattern', {text: '%'}, []],
  ['a selection, of which what is served is left out', {cellIds: [4, 2, 1]}, [1, 4]],
  ['what learners ask for first', {order: 'demand'}, [4, 1, 3]],
  ['the first of them', {order: 'demand', limit: 2}, [4, 1]],
])('the cells are those that a run takes: %s', async (_what, filter, cellIds) => {
  await givenCells(sql, 'Loops', 'Maps', 'Lists', 'Lines');
  await givenPublished(sql, 2);
  await givenLesson(sql, 3, {approvalStatus: 'rejected'});
  // A parked lesson, whose views count for its step.
  const viewed = await givenLesson(sql, 4);
  await sql`update lessons_lessoncontent set view_count = 9, cache_key = 'parked:4' where id = ${viewed}`;
  const page = await quoted(filter);

  expect(idsOf(page)).toEqual(cellIds);
  expect(await taken(filter)).toEqual({cellCount: page.totalCount, cellIds});
});

test('a cell says its place and why it is wanted', async () => {
  await givenCells(sql, 'Loops', 'Lists');
  await givenPublished(sql, 1);
  await importRoadmaps(sql, [roadmap('r', [step('Loops', {description: 'Other words.'}), step('Lists')])]);

  expect(await quoted({})).toEqual({
    totalCount: 2,
    hasNextPage: false,
    cells: [
      {
        position: 1,
        cellId: 1,
        stepTitle: 'Loops',
        lessonNumber: 1,
        style: 'reading',
        state: 'stale',
        staleReason: 'text',
      },
      expect.objectContaining({position: 2, cellId: 2, state: 'missing', staleReason: null}),
    ],
  });
});

/** All pages of two, each as its places and cells, the total, and whether there is a next one. */
async function pages(filter: RunFilter): Promise<string[]> {
  const told: string[] = [];
  let after: QuotePlace | null = null;
  for (;;) {
    const {cells, totalCount, hasNextPage} = await quoted(filter, after, 2);
    const places = cells.map(({position, cellId}) => `${position}: ${cellId}`);
    told.push(`${places.join(', ')} of ${totalCount}${hasNextPage ? ' …' : ''}`);
    const last = cells.at(-1);
    if (!last || !hasNextPage) return told;
    after = {...last, totalCount};
  }
}

test.each<[string, RunFilter, string[]]>([
  ['in walk order', {}, ['1: 1, 2: 3 of 5 …', '3: 4, 4: 5 of 5 …', '5: 6 of 5']],
  ['up to a limit', {limit: 3}, ['1: 1, 2: 3 of 3 …', '3: 4 of 3']],
  ['up to a limit that a page ends at', {limit: 4}, ['1: 1, 2: 3 of 4 …', '3: 4, 4: 5 of 4']],
  ['narrowed', {text: 'l'}, ['1: 3, 2: 4 of 3 …', '3: 6 of 3']],
  ['by demand', {order: 'demand'}, ['1: 4, 2: 1 of 5 …', '3: 3, 4: 5 of 5 …', '5: 6 of 5']],
])('pages follow each other to the end: %s', async (_what, filter, expected) => {
  await givenCells(sql, 'Cs', 'Maps', 'Lists', 'Lines', 'Bs', 'Loops');
  await givenPublished(sql, 2);
  const viewed = await givenLesson(sql, 4);
  await sql`update lessons_lessoncontent set view_count = 9, cache_key = 'parked:4' where id = ${viewed}`;

  expect(await pages(filter)).toEqual(expected);
});

test('of a next page nothing is placed or counted again: what was filled meanwhile is left out', async () => {
  await givenCells(sql, 'A', 'B', 'C', 'D', 'E');
  const first = await quoted({}, null, 2);
  await givenPublished(sql, 1);
  await givenPublished(sql, 3);
  const second = await quoted({}, {position: 2, cellId: 2, totalCount: 5}, 2);

  expect(idsOf(first)).toEqual([1, 2]);
  expect(second).toMatchObject({
    totalCount: 5,
    hasNextPage: false,
    cells: [
      {position: 3, cellId: 4},
      {position: 4, cellId: 5},
    ],
  });
  expect(await quoted({}, {position: 4, cellId: 5, totalCount: 5}, 2)).toMatchObject({
    cells: [],
    hasNextPage: false,
  });
  expect(await quoted({limit: 3}, {position: 4, cellId: 2, totalCount: 3}, 2)).toMatchObject({cells: []});
});

test('cells that are far apart, with nothing wanted between, are found all the same, stale ones too', async () => {
  const titles = ['A', 'B', 'C', 'D', 'E'];
  for (const [index] of titles.entries()) {
    await sql`select setval('preheat.cell_cell_id_seq', ${index * 40_000 + 1}, false)`;
    await givenCells(sql, ...titles.slice(0, index + 1));
  }
  await givenPublished(sql, 40_001);
  await givenPublished(sql, 120_001);
  await importRoadmaps(sql, [
    roadmap(
      'r',
      titles.map(title => step(title, title === 'D' ? {description: 'Other words.'} : {})),
    ),
  ]);

  expect(await pages({})).toEqual(['1: 1, 2: 80001 of 4 …', '3: 120001, 4: 160001 of 4']);
});

test('a selection that was stored is taken as if its cells were named', async () => {
  await givenCells(sql, 'A', 'B', 'C', 'D');
  await givenPublished(sql, 2);
  const selectionId = await storeSelection(sql, [4, 2, 1, 4]);

  expect(idsOf(await quoted({selectionId}))).toEqual([1, 4]);
  expect(await taken({selectionId})).toEqual({cellCount: 2, cellIds: [1, 4]});
  expect(idsOf(await quoted({selectionId: await storeSelection(sql, [])}))).toEqual([]);
});

test('the same cells are the same selection; an old one is forgotten', async () => {
  const selectionId = await storeSelection(sql, [1, 2]);

  expect(await storeSelection(sql, [2, 1, 2])).toBe(selectionId);
  expect(await storeSelection(sql, [1])).not.toBe(selectionId);
  await sql`update preheat.cell_selection set stored_at = now() - interval '31 days' where selection_id = ${selectionId}`;
  await storeSelection(sql, [1]);
  expect(await sql`select cell_ids from preheat.cell_selection`).toEqual([{cellIds: [1]}]);
  await sql`update preheat.cell_selection set stored_at = now() - interval '31 days'`;
  await storeSelection(sql, [1]);
  expect(await sql`select from preheat.cell_selection`).toHaveLength(1);
});
