import {beforeEach, expect, test} from 'vitest';
import {archiveRoadmap} from '../../../sql/queries/roadmap-archive.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, roadmap, step} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(() => emptyTables(sql));

async function given() {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql, {role: 'mentor'});
  const headers = {...(await signedIn(url, email))};
  return async (query: string, variables = {}) => {
    const {data, errors} = await ask(url, query, {variables, headers});
    expect(errors).toBe(undefined);
    return Object.values(data ?? {})[0];
  };
}

const LIST = `query ($text: String, $isArchived: Boolean = false, $first: Int, $after: String) {
  roadmaps(text: $text, isArchived: $isArchived, first: $first, after: $after) {
    nodes { key title description category source stepCount lessonCount cellCount isArchived archivedBy archiveReason }
    pageInfo { endCursor hasNextPage }
  }
}`;
const ONE = `query ($key: String!) { roadmap(key: $key) {
  roadmap { key isArchived }
  steps { position title description difficulty firstLesson lessonCount styles sharedWithCount sharedWith { key title } }
  ownCellCount text
} }`;

test('roadmaps are listed by title, with what they want', async () => {
  await importRoadmaps(sql, [
    roadmap('z', [step('One', {lessonCount: 3, styles: ['video', 'reading']}), step('Two')], {
      title: 'A first',
      description: 'Words.',
      category: 'Languages',
    }),
    roadmap('app:1', [step('Three', {firstLesson: 2, lessonCount: 3})], {title: 'B second'}),
  ]);
  const request = await given();

  expect(await request(LIST)).toEqual({
    nodes: [
      {
        key: 'z',
        title: 'A first',
        description: 'Words.',
        category: 'Languages',
        source: 'file',
        stepCount: 2,
        lessonCount: 4,
        cellCount: 7,
        isArchived: false,
        archivedBy: null,
        archiveReason: null,
      },
      expect.objectContaining({
        key: 'app:1',
        source: 'application',
        stepCount: 1,
        lessonCount: 2,
        cellCount: 2,
      }),
    ],
    pageInfo: {endCursor: expect.any(String), hasNextPage: false},
  });
});

test('pages follow each other, also of roadmaps of one title', async () => {
  const keys = ['a', 'b', 'c', 'd', 'e'];
  await importRoadmaps(
    sql,
    keys.map(key => roadmap(key, [step('One')], {title: key < 'c' ? 'First' : 'Second'})),
  );
  const request = await given();

  const found: unknown[] = [];
  for (let after: unknown = null, more: unknown = true; more === true;) {
    const page = (await request(LIST, {first: 2, after})) as unknown as {
      nodes: {key: string}[];
      pageInfo: {endCursor: string; hasNextPage: boolean};
    };
    found.push(...page.nodes.map(({key}) => key));
    ({endCursor: after, hasNextPage: more} = page.pageInfo);
  }
  expect(found).toEqual(keys);
});

test.each([
  ['pyth', ['python']],
  ['PYTHON', ['python']],
  ['begin', ['py-2']],
  ['py-', ['py-2']],
  ['%', []],
  ['  ', ['py-2', 'python', 'rust']],
])('the list is narrowed by "%s" in title or key', async (text, keys) => {
  await importRoadmaps(sql, [
    roadmap('python', [step('One')], {title: 'Python'}),
    roadmap('py-2', [step('Two')], {title: 'For beginners'}),
    roadmap('rust', [step('Three')], {title: 'Rust'}),
  ]);
  const request = await given();

  const {nodes} = (await request(LIST, {text})) as unknown as {nodes: {key: string}[]};
  expect(nodes.map(({key}) => key)).toEqual(keys);
});

test('archived roadmaps are listed where they are asked for', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('One', {lessonCount: 2}), step('Two')]),
    roadmap('b', [step('Two')]),
  ]);
  await archiveRoadmap(sql, {key: 'a', reason: 'Nobody reads it.', actor: {id: 'ada', role: 'admin'}});
  const request = await given();
  const keys = async (isArchived: boolean | null) =>
    ((await request(LIST, {isArchived})) as unknown as {nodes: {key: string}[]}).nodes.map(({key}) => key);

  expect([await keys(false), await keys(true), await keys(null)]).toEqual([['b'], ['a'], ['a', 'b']]);
  expect(await request(LIST, {isArchived: true})).toMatchObject({
    nodes: [
      {
        stepCount: 2,
        lessonCount: 3,
        cellCount: 3,
        isArchived: true,
        archivedBy: 'ada',
        archiveReason: 'Nobody reads it.',
      },
    ],
  });
  expect(await request(ONE, {key: 'a'})).toMatchObject({
    roadmap: {isArchived: true},
    steps: [
      {title: 'One', sharedWith: []},
      {title: 'Two', sharedWith: [{key: 'b'}]},
    ],
    ownCellCount: 2,
    text: expect.stringContaining('id: a\n'),
  });
});

test('one is shown with its steps in order, whom it shares them with, and its text', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [
      step('Two', {
        description: 'Words.',
        difficulty: 'advanced',
        lessonCount: 2,
        styles: ['hands_on', 'video'],
      }),
      step('One'),
    ]),
    roadmap('b', [step('One')], {title: 'Z'}),
    roadmap('c', [step('One', {styles: ['video']})], {title: 'Y'}),
  ]);
  const request = await given();

  expect(await request(ONE, {key: 'a'})).toEqual({
    roadmap: {key: 'a', isArchived: false},
    steps: [
      {
        position: 1,
        title: 'Two',
        description: 'Words.',
        difficulty: 'advanced',
        firstLesson: 1,
        lessonCount: 2,
        styles: ['hands_on', 'video'],
        sharedWithCount: 0,
        sharedWith: [],
      },
      expect.objectContaining({
        position: 2,
        title: 'One',
        sharedWithCount: 2,
        sharedWith: [
          {key: 'c', title: 'Y'},
          {key: 'b', title: 'Z'},
        ],
      }),
    ],
    ownCellCount: 4,
    text: `id: a
title: Roadmap a
steps:
  - title: Two
    description: Words.
    difficulty: advanced
    lessons: 2
    styles: [hands_on, video]
  - title: One
    difficulty: beginner
    styles: [reading]
`,
  });
  expect(await request(ONE, {key: 'c'})).toMatchObject({ownCellCount: 1});
  expect(await request(ONE, {key: 'none'})).toBe(null);
});

test('of many that share a step the first twenty are named', async () => {
  const names = Array.from({length: 22}, (_, n) => `r${String(n).padStart(2, '0')}`);
  await importRoadmaps(
    sql,
    names.map(name => roadmap(name, [step('One')])),
  );
  const request = await given();

  const {steps} = (await request(ONE, {key: 'r00'})) as unknown as {
    steps: {sharedWithCount: number; sharedWith: {key: string}[]}[];
  };
  expect(steps[0]?.sharedWithCount).toBe(21);
  expect(steps[0]?.sharedWith.map(({key}) => key)).toEqual(names.slice(1, 21));
});

test('a cell is of the roadmap alone where no other one wants its number and style', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('One', {lessonCount: 3, styles: ['video', 'reading']})]),
    roadmap('b', [step('One', {firstLesson: 2, lessonCount: 2, styles: ['video']})]),
  ]);
  const request = await given();

  expect(await request(ONE, {key: 'a'})).toMatchObject({ownCellCount: 5});
});

test('one of the application has no text: it is changed there', async () => {
  await importRoadmaps(sql, [roadmap('app:1', [step('One')])]);
  const request = await given();

  expect(await request(ONE, {key: 'app:1'})).toMatchObject({steps: [{title: 'One'}], text: null});
});
