import {beforeEach, expect, test} from 'vitest';
import {claimCell} from '../../../sql/queries/claims.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, givenLesson, roadmap, step} from '../../sql/givens.ts';
import {givenPublished} from '../../sql/published.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  // 1 and 2 are of Loops, 3 of Lists, 4 of Maps.
  await importRoadmaps(sql, [
    roadmap('python', [step('Loops', {styles: ['video', 'reading']}), step('Lists')]),
    roadmap('rust', [step('Loops', {styles: ['reading']}), step('Maps')]),
  ]);
});

async function given() {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql, {role: 'mentor'});
  const headers = {...(await signedIn(url, email))};
  const query = async (text: string, variables = {}) => {
    const {data, errors} = await ask(url, text, {variables, headers});
    return errors ? {errors} : data;
  };
  /** Counts anew; returns the time of the count. */
  const count = async () => {
    await sql`update preheat.coverage_refresh set counted_at = now() - interval '1 hour'`;
    await query('mutation { refreshCoverage { asOf } }');
    const [{countedAt}] = await sql<[{countedAt: Date}]>`select counted_at from preheat.coverage_refresh`;
    return countedAt.toISOString();
  };
  return {query, count};
}

test('the matrix is counted when it is asked for first, by roadmap, style and state', async () => {
  await givenPublished(sql, 2);
  await givenLesson(sql, 3, {approvalStatus: 'rejected'});
  const {query} = await given();

  expect(
    await query(`{ matrix {
      asOf comparedWith matchingCellCount removedCellCount
      roadmaps { roadmapKey title stepCount lessonCount matchingCellCount
        byStyle { style cellCount servedCount states { state cellCount } } }
    } }`),
  ).toEqual({
    matrix: {
      asOf: expect.stringMatching(/^\d{4}-.*Z$/),
      comparedWith: null,
      matchingCellCount: 4,
      removedCellCount: 0,
      roadmaps: [
        {
          roadmapKey: 'python',
          title: 'Roadmap python',
          stepCount: 2,
          lessonCount: 2,
          matchingCellCount: 3,
          byStyle: [
            {style: 'video', cellCount: 1, servedCount: 0, states: [{state: 'missing', cellCount: 1}]},
            {
              style: 'reading',
              cellCount: 2,
              servedCount: 1,
              states: [
                {state: 'rejected', cellCount: 1},
                {state: 'served', cellCount: 1},
              ],
            },
          ],
        },
        {
          roadmapKey: 'rust',
          title: 'Roadmap rust',
          stepCount: 2,
          lessonCount: 2,
          matchingCellCount: 2,
          byStyle: [
            {
              style: 'reading',
              cellCount: 2,
              servedCount: 1,
              states: [
                {state: 'missing', cellCount: 1},
                {state: 'served', cellCount: 1},
              ],
            },
          ],
        },
      ],
    },
  });
});

test('the counts come as a table in the order that is asked for', async () => {
  await givenPublished(sql, 2);
  await givenLesson(sql, 3, {approvalStatus: 'rejected'});
  const {query} = await given();

  expect(
    await query(
      '{ matrix { roadmaps { cellCounts(styles: [reading, mixed, video], states: [served, missing, rejected]) } } }',
    ),
  ).toEqual({
    matrix: {
      roadmaps: [
        {
          cellCounts: [
            [1, 0, 1],
            [0, 0, 0],
            [0, 1, 0],
          ],
        },
        {
          cellCounts: [
            [1, 1, 0],
            [0, 0, 0],
            [0, 0, 0],
          ],
        },
      ],
    },
  });
});

test('each filter narrows the matrix and the selection alike', async () => {
  await givenPublished(sql, 2);
  const {query, count} = await given();
  await count();
  for (const [filter, cellIds] of [
    ['roadmapKeys: ["rust"]', [2, 4]],
    ['styles: [video]', [1]],
    ['states: [missing]', [1, 3, 4]],
    ['text: "LOOPS"', [1, 2]],
    ['cellIds: [3, 4]', [3, 4]],
    ['marks: [unreviewed]', [2]],
    ['marks: [weak, verified]', []],
    ['minAgeDays: 1', []],
    ['states: null, text: null, cellIds: null, marks: null, minAgeDays: null, changes: null', [1, 2, 3, 4]],
  ] as const) {
    expect(
      await query(
        `{ matrix(filter: {${filter}}) { matchingCellCount } matchingCells(filter: {${filter}}) { cellCount cellIds } }`,
      ),
    ).toEqual({
      matrix: {matchingCellCount: cellIds.length},
      matchingCells: {cellCount: cellIds.length, cellIds},
    });
  }
});

test('it can be looked at as of a count, and compared with another one', async () => {
  const {query, count} = await given();
  const first = await count();
  await givenPublished(sql, 4);
  const second = await count();
  const text = `query ($asOf: DateTime, $with: DateTime, $filter: CellFilter) {
    matrix(asOf: $asOf, comparedWith: $with, filter: $filter) { asOf comparedWith matchingCellCount }
    matchingCells(asOf: $asOf, comparedWith: $with, filter: $filter) { cellIds }
  }`;
  const filled = {changes: ['filled']};

  expect(await query(text, {with: first, filter: filled})).toEqual({
    matrix: {asOf: second, comparedWith: first, matchingCellCount: 1},
    matchingCells: {cellIds: [4]},
  });
  expect(await query(text, {asOf: first, filter: {states: ['missing']}})).toMatchObject({
    matrix: {asOf: first, comparedWith: null, matchingCellCount: 4},
  });
  expect(await query(text, {asOf: first, with: first, filter: filled})).toMatchObject({
    matrix: {matchingCellCount: 0},
  });
  expect(
    await query(
      `{ cells(comparedWith: "${first}", filter: {changes: [filled]}) { nodes { cellId state } } }`,
    ),
  ).toEqual({
    cells: {nodes: [{cellId: 4, state: 'served'}]},
  });
  const [{earlier}] = await sql<[{earlier: Date}]>`
    update preheat.coverage_moment set counted_at = counted_at - interval '1 day' where counted_at = ${first}
    returning counted_at as earlier
  `;
  expect(await query('{ coverageNights { countedAt cellCount servedCount share weightedShare } }')).toEqual({
    coverageNights: [
      {countedAt: second, cellCount: 4, servedCount: 1, share: 0.25, weightedShare: expect.any(Number)},
      {countedAt: earlier.toISOString(), cellCount: 4, servedCount: 0, share: 0, weightedShare: 0},
    ],
  });
  expect(await query('{ coverageNights(first: 1) { countedAt } }')).toEqual({
    coverageNights: [{countedAt: second}],
  });
});

test('the rows of a roadmap say of each cell why it is not plainly served', async () => {
  const lessonId = await givenPublished(sql, 2);
  const {query, count} = await given();
  const first = await count();
  await claimCell(sql, {cellId: 1, claimedBy: 'run:7', leaseMs: 60_000, emulated: false});

  expect(
    await query(
      `query ($with: DateTime) { matrixRoadmap(roadmapKey: "python", filter: {states: [missing], styles: [video]}, comparedWith: $with) {
        roadmapKey title nextPosition
        steps { position title difficulty lessons { lessonNumber cells {
          cellId style state reason staleReason lessonId approvalStatus upvotes downvotes generatedAt isWeak marks demand matches was
          isBeingMade
        } } }
      } }`,
      {with: first},
    ),
  ).toEqual({
    matrixRoadmap: {
      roadmapKey: 'python',
      title: 'Roadmap python',
      nextPosition: null,
      steps: [
        {
          position: 1,
          title: 'Loops',
          difficulty: 'beginner',
          lessons: [
            {
              lessonNumber: 1,
              cells: [
                {
                  cellId: 1,
                  style: 'video',
                  state: 'missing',
                  reason: 'No lesson was made yet.',
                  staleReason: null,
                  lessonId: null,
                  approvalStatus: null,
                  upvotes: null,
                  downvotes: null,
                  generatedAt: null,
                  isWeak: false,
                  marks: [],
                  demand: expect.any(Number),
                  matches: true,
                  was: 'missing',
                  isBeingMade: true,
                },
                {
                  cellId: 2,
                  style: 'reading',
                  state: 'served',
                  reason: null,
                  staleReason: null,
                  lessonId,
                  approvalStatus: 'pending',
                  upvotes: 0,
                  downvotes: 0,
                  generatedAt: expect.stringMatching(/Z$/),
                  isWeak: false,
                  marks: ['unreviewed'],
                  demand: expect.any(Number),
                  matches: false,
                  was: 'served',
                  isBeingMade: false,
                },
              ],
            },
          ],
        },
      ],
    },
  });
  expect(await query('{ matrixRoadmap(roadmapKey: "none") { title } }')).toEqual({matrixRoadmap: null});
  expect(await query('{ matrixRoadmap(roadmapKey: "python", fromPosition: 2) { steps { title } } }')).toEqual(
    {
      matrixRoadmap: {steps: [{title: 'Lists'}]},
    },
  );
});

test('the rows as of a count are those of then', async () => {
  const {query, count} = await given();
  const first = await count();
  await givenPublished(sql, 3);
  const states = async (asOf: string | null) =>
    await query(
      'query ($asOf: DateTime) { matrixRoadmap(roadmapKey: "python", asOf: $asOf, filter: {text: "lists"}) { steps { lessons { cells { state } } } } }',
      {asOf},
    );
  const cell = (state: string) => ({matrixRoadmap: {steps: [{lessons: [{cells: [{state}]}]}]}});

  expect(await states(first)).toEqual(cell('missing'));
  expect(await states(null)).toEqual(cell('served'));
});

test.each([
  ['matrix(filter: {changes: [lost]}) { asOf }', 'filter.changes: say with comparedWith since when.'],
  [
    'matrix(asOf: "2100-01-01T00:00:00Z", filter: {minAgeDays: 3}) { asOf }',
    'filter.minAgeDays: it looks at the lessons of now; leave it out, or leave out asOf.',
  ],
  [
    'matrix(asOf: "2020-01-01T00:00:00Z") { asOf }',
    'asOf: no count of 2020-01-01T00:00:00.000Z or before is kept. coverageNights lists those that are.',
  ],
  [
    'matrixRoadmap(roadmapKey: "rust", comparedWith: "-200000-01-01T00:00:00Z") { title }',
    'comparedWith: no count of -200000-01-01T00:00:00.000Z or before is kept. coverageNights lists those that are.',
  ],
  [
    'cells(filter: {changes: [lost]}) { nodes { cellId } }',
    'filter.changes: say with comparedWith since when.',
  ],
  ['matrix(filter: {cellIds: [0]}) { asOf }', 'filter.cellIds.0: must be the ids of cells.'],
  ['matrix(filter: {minAgeDays: 0}) { asOf }', 'filter.minAgeDays: must be from 1 to 36500.'],
])('%s is refused with what to do', async (field, message) => {
  const {query, count} = await given();
  await count();

  expect(await query(`{ ${field} }`)).toMatchObject({errors: [{message, extensions: {code: 'BAD_INPUT'}}]});
});

test('no more counts are told than are kept', async () => {
  const {query} = await given();

  expect(
    await query('query ($first: Int) { coverageNights(first: $first) { share } }', {first: 201}),
  ).toMatchObject({
    errors: [{message: 'first: must be from 1 to 200.'}],
  });
});

test('a moment after the last count means the last count, however far it is', async () => {
  const {query, count} = await given();
  const last = await count();

  expect(await query('{ matrix(asOf: "+200000-01-01T00:00:00Z") { asOf } }')).toEqual({matrix: {asOf: last}});
});

test('a selection may have 10,000 cells, and no more', async () => {
  const {query, count} = await given();
  await count();
  const select = (ids: number[]) =>
    query('query ($ids: [Int!]) { matrix(filter: {cellIds: $ids}) { matchingCellCount } }', {ids});

  expect(await select(Array.from({length: 10_000}, (_, n) => n + 1))).toEqual({
    matrix: {matchingCellCount: 4},
  });
  expect(await select(Array.from({length: 10_001}, () => 1))).toMatchObject({
    errors: [{message: 'filter.cellIds: must be at most 10000.'}],
  });
});
