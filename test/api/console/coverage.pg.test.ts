import {beforeEach, expect, test} from 'vitest';
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
  return async (query: string, variables = {}) => {
    const {data, errors} = await ask(url, query, {variables, headers});
    return errors ? {errors} : data;
  };
}

const COUNTS =
  '{ cellCount served stale missing placeholder rejected quarantined unreviewed verified weak share weightedShare }';

test('the coverage is counted when it is asked for first', async () => {
  await givenPublished(sql, 2);
  await givenLesson(sql, 3, {approvalStatus: 'rejected'});
  const query = await given();

  expect(
    await query(`{ coverage {
      asOf
      total ${COUNTS}
      byStyle { style counts { cellCount served } }
      roadmaps { roadmapKey title total { cellCount served } byStyle { style counts { cellCount } } }
      days { cellCount servedCount }
      ofRust: days(roadmapKey: "rust", dayCount: 1) { cellCount servedCount }
    } }`),
  ).toEqual({
    coverage: {
      asOf: expect.stringMatching(/^\d{4}-.*Z$/),
      total: {
        cellCount: 4,
        served: 1,
        stale: 0,
        missing: 2,
        placeholder: 0,
        rejected: 1,
        quarantined: 0,
        unreviewed: 1,
        verified: 0,
        weak: 0,
        share: 0.25,
        // Two roadmaps have the step Loops, where 5 is added to what is counted of each.
        weightedShare: expect.closeTo(7 / (7 + 7 + 6 + 6)),
      },
      byStyle: [
        {style: 'video', counts: {cellCount: 1, served: 0}},
        {style: 'reading', counts: {cellCount: 3, served: 1}},
      ],
      roadmaps: [
        {
          roadmapKey: 'python',
          title: 'Roadmap python',
          total: {cellCount: 3, served: 1},
          byStyle: [
            {style: 'video', counts: {cellCount: 1}},
            {style: 'reading', counts: {cellCount: 2}},
          ],
        },
        {
          roadmapKey: 'rust',
          title: 'Roadmap rust',
          total: {cellCount: 2, served: 1},
          byStyle: [{style: 'reading', counts: {cellCount: 2}}],
        },
      ],
      days: [{cellCount: 4, servedCount: 1}],
      ofRust: [{cellCount: 2, servedCount: 1}],
    },
  });
});

test('it stays as it was counted, until somebody asks for it a minute later', async () => {
  const query = await given();
  const served = async (operation: string) => await query(`${operation} { total { served } } }`);
  await served('{ coverage');
  await givenPublished(sql, 2);

  expect(await served('{ coverage')).toEqual({coverage: {total: {served: 0}}});
  expect(await served('mutation { refreshCoverage')).toEqual({refreshCoverage: {total: {served: 0}}});
  await sql`update preheat.coverage_refresh set counted_at = now() - interval '61 seconds'`;
  expect(await served('{ coverage')).toEqual({coverage: {total: {served: 0}}});
  expect(await served('mutation { refreshCoverage')).toEqual({refreshCoverage: {total: {served: 1}}});
});

test('roadmaps are told wherever the document asks for them', async () => {
  const query = await given();
  await query('{ coverage { asOf } }');

  expect(await query('{ coverage { ...f } } fragment f on Coverage { roadmaps { roadmapKey } }')).toEqual({
    coverage: {roadmaps: [{roadmapKey: 'python'}, {roadmapKey: 'rust'}]},
  });
});

test('where nothing is wanted, all of it is served', async () => {
  await emptyTables(sql);
  const query = await given();

  expect(await query('{ coverage { total { cellCount share weightedShare } roadmaps { title } } }')).toEqual({
    coverage: {total: {cellCount: 0, share: 1, weightedShare: 1}, roadmaps: []},
  });
});

const CELLS = `query ($filter: CellFilter, $first: Int, $after: String) {
  cells(filter: $filter, first: $first, after: $after) {
    nodes { cellId stepTitle style state lessonId }
    pageInfo { endCursor hasNextPage }
  }
}`;

type Cells = {cells: {nodes: {cellId: number}[]; pageInfo: {endCursor: string; hasNextPage: boolean}}};

test('cells come page by page', async () => {
  const lessonId = await givenPublished(sql, 2);
  const query = await given();
  const first = (await query(CELLS, {first: 3})) as unknown as Cells;

  expect(first.cells).toEqual({
    nodes: [
      {cellId: 1, stepTitle: 'Loops', style: 'video', state: 'missing', lessonId: null},
      {cellId: 2, stepTitle: 'Loops', style: 'reading', state: 'served', lessonId},
      {cellId: 3, stepTitle: 'Lists', style: 'reading', state: 'missing', lessonId: null},
    ],
    pageInfo: {endCursor: expect.any(String), hasNextPage: true},
  });
  expect(await query(CELLS, {first: 3, after: first.cells.pageInfo.endCursor})).toMatchObject({
    cells: {nodes: [{cellId: 4}], pageInfo: {hasNextPage: false}},
  });
});

test.each([
  [{roadmapKeys: ['rust']}, [2, 4]],
  [{styles: ['video']}, [1]],
  [{text: 'li'}, [3]],
  [{states: ['served']}, [2]],
  [{states: ['missing'], styles: ['reading']}, [3, 4]],
  [{text: 'none'}, []],
])('cells are filtered by %o', async (filter, ids) => {
  await givenPublished(sql, 2);
  const query = await given();
  await query('{ coverage { asOf } }');
  const {cells} = (await query(CELLS, {filter})) as unknown as Cells;

  expect(cells.nodes.map(({cellId}) => cellId)).toEqual(ids);
});

test('steps come page by page, with their cells', async () => {
  const query = await given();
  const STEPS = `query ($after: String) {
    steps(roadmapKey: "python", first: 1, after: $after) {
      nodes { position title difficulty firstLesson lessonCount styles cells { style state } }
      pageInfo { endCursor hasNextPage }
    }
  }`;
  type Steps = {steps: {nodes: object[]; pageInfo: {endCursor: string; hasNextPage: boolean}}};
  const {steps: first} = (await query(STEPS)) as unknown as Steps;
  const {steps: second} = (await query(STEPS, {after: first.pageInfo.endCursor})) as unknown as Steps;

  expect(first).toMatchObject({
    nodes: [
      {
        position: 1,
        title: 'Loops',
        difficulty: 'beginner',
        firstLesson: 1,
        lessonCount: 1,
        styles: ['video', 'reading'],
        cells: [
          {style: 'video', state: 'missing'},
          {style: 'reading', state: 'missing'},
        ],
      },
    ],
    pageInfo: {hasNextPage: true},
  });
  expect(second).toMatchObject({nodes: [{title: 'Lists'}], pageInfo: {hasNextPage: false}});
  expect(await query('{ steps(roadmapKey: "python", text: "LIST") { nodes { title } } }')).toEqual({
    steps: {nodes: [{title: 'Lists'}]},
  });
  expect(await query('{ steps(roadmapKey: "none") { nodes { title } pageInfo { endCursor } } }')).toEqual({
    steps: {nodes: [], pageInfo: {endCursor: null}},
  });
});

test.each([
  ['cells(first: 0)', 'first: must be from 1 to 100.'],
  ['cells(first: $first)', 'first: must be from 1 to 100.'],
  ['cells(after: "!")', 'after: "!" is no cursor of this list.'],
  ['cells(after: "LTE")', 'after: "LTE" is no cursor of this list.'],
  ['steps(roadmapKey: "python", after: "MQ")', 'after: "MQ" is no cursor of this list.'],
])('%s is refused', async (field, message) => {
  const query = await given();
  const head = field.includes('$first') ? 'query ($first: Int)' : '';
  const answer = await query(`${head} { ${field} { nodes { __typename } } }`, {first: 101});

  expect(answer).toMatchObject({errors: [{message, extensions: {code: 'BAD_INPUT'}}]});
});
