import {beforeEach, expect, test} from 'vitest';
import {archiveRoadmap} from '../../../sql/queries/roadmap-archive.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, roadmap, step} from '../../sql/givens.ts';
import {givenPublished} from '../../sql/published.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(() => emptyTables(sql));

async function given() {
  const url = await givenServer({pool: sql});
  const {email, userId} = await givenUser(sql, {role: 'admin'});
  const headers = {...(await signedIn(url, email))};
  const request = async (query: string, variables = {}) => {
    const {data, errors} = await ask(url, query, {variables, headers});
    expect(errors).toBe(undefined);
    return Object.values(data ?? {})[0];
  };
  return {request, userId, url, headers};
}

const CHANGES = `{
  problemCount problems { line field message } newCount changedCount unchangedCount archivedCount
  roadmaps { key title kind fields { field before after } addedCount removedCount changedCount movedCount
    steps { title kind isMoved positionBefore positionAfter fields { field before after } } }
  cells { newCount backCount archivedCount staleCount } digest
}`;
const PREVIEW = `query ($text: String!, $filename: String) { previewImport(text: $text, filename: $filename) ${CHANGES} }`;
const IMPORT = `mutation ($text: String!, $expectedDigest: String!) {
  importRoadmaps(text: $text, expectedDigest: $expectedDigest) { success message preview ${CHANGES} }
}`;

const titles = async () =>
  (await sql<{title: string}[]>`select title from preheat.roadmap_step order by roadmap_step_id`).map(
    row => row.title,
  );

test('all faults of a text are named at once, with line and field', async () => {
  const {request} = await given();

  const text = 'titel: Go\nsteps:\n  - title: One\n    lessons: 0\n';
  expect(await request(PREVIEW, {text, filename: 'go.yaml'})).toMatchObject({
    problemCount: 3,
    problems: [
      {line: 1, field: 'title', message: 'is missing: write some text'},
      {line: 1, field: 'titel', message: expect.stringContaining('did you mean title?')},
      {line: 4, field: 'steps[0].lessons', message: expect.stringContaining('from 1 to 50')},
    ],
    roadmaps: [],
    cells: {newCount: 0, backCount: 0, archivedCount: 0, staleCount: 0},
    digest: null,
  });
  expect(await request(IMPORT, {text, expectedDigest: 'any'})).toMatchObject({
    success: false,
    message: 'Nothing was imported: the text has 3 faults to mend.',
    preview: {problemCount: 3},
  });
  expect(await titles()).toEqual([]);
});

test('messages call the text by its name', async () => {
  const {request} = await given();
  const text = 'id: a\ntitle: A\nsteps: [{title: One}]\n---\nid: a\ntitle: B\nsteps: [{title: One}]\n';
  const messages = async (filename: string | null) =>
    ((await request(PREVIEW, {text, filename})) as unknown as {problems: {message: string}[]}).problems;

  expect(await messages('go.yaml')).toMatchObject([{message: expect.stringContaining('at go.yaml:1')}]);
  expect(await messages(null)).toMatchObject([{message: expect.stringContaining('at the text:1')}]);
});

test('of very many faults the first are named, and all counted', async () => {
  const {request} = await given();
  const text = `title: Go\nsteps:\n${'  - {}\n'.repeat(250)}`;

  const preview = (await request(PREVIEW, {text})) as unknown as {problems: unknown[]; problemCount: number};
  expect([preview.problems.length, preview.problemCount]).toEqual([200, 250]);
});

test('a preview says what an import changes; the import does it, and again does nothing', async () => {
  await importRoadmaps(sql, [roadmap('go', [step('One'), step('Gone')], {title: 'Go', category: 'General'})]);
  await givenPublished(sql, 1);
  const {request, userId} = await given();
  const text = `id: go
title: Go
steps:
  - {title: New, styles: [video]}
  - {title: One, description: Words., styles: [reading]}
---
title: Rust
steps: [{title: Borrowing, lessons: 2}]
`;

  const preview = await request(PREVIEW, {text});
  expect(preview).toEqual({
    problemCount: 0,
    problems: [],
    newCount: 1,
    changedCount: 1,
    unchangedCount: 0,
    archivedCount: 0,
    roadmaps: [
      {
        key: 'go',
        title: 'Go',
        kind: 'changed',
        fields: [],
        addedCount: 1,
        removedCount: 1,
        changedCount: 1,
        movedCount: 0,
        steps: [
          expect.objectContaining({title: 'New', kind: 'added', positionBefore: null, positionAfter: 1}),
          {
            title: 'One',
            kind: 'changed',
            isMoved: false,
            positionBefore: 1,
            positionAfter: 2,
            fields: [{field: 'description', before: '', after: 'Words.'}],
          },
          expect.objectContaining({title: 'Gone', kind: 'removed', positionBefore: 2, positionAfter: null}),
        ],
      },
      expect.objectContaining({key: 'rust', kind: 'new', addedCount: 1}),
    ],
    cells: {newCount: 9, backCount: 0, archivedCount: 1, staleCount: 1},
    digest: expect.any(String),
  });
  expect(await titles()).toEqual(['One', 'Gone']);

  const imported = await request(IMPORT, {text, expectedDigest: preview?.['digest']});
  expect(imported).toEqual({
    success: true,
    message: 'Roadmaps: 1 new, 1 changed, 0 as before. Cells: 9 new, 0 back again, 1 archived.',
    preview,
  });
  expect((await titles()).toSorted()).toEqual(['Borrowing', 'New', 'One']);
  expect(
    await sql`select actor, actor_role, action, after ->> 'roadmapKey' as key from preheat.audit_event order by 4`,
  ).toEqual([
    {actor: userId, actorRole: 'admin', action: 'import_roadmap', key: 'go'},
    {actor: userId, actorRole: 'admin', action: 'import_roadmap', key: 'rust'},
  ]);

  expect(await request(IMPORT, {text, expectedDigest: preview?.['digest']})).toMatchObject({
    success: true,
    message: 'There is nothing to change.',
    preview: {unchangedCount: 2, digest: null},
  });
  expect(await sql`select from preheat.audit_event`).toHaveLength(2);
});

test('an import that would do something else by now is refused, and shows that', async () => {
  await importRoadmaps(sql, [roadmap('go', [step('One')], {title: 'Go', category: 'General'})]);
  const {request} = await given();
  const text = 'title: Go\nsteps: [{title: Two, styles: [reading]}]\n';
  const preview = await request(PREVIEW, {text});
  await importRoadmaps(sql, [
    roadmap('go', [step('One'), step('Three')], {title: 'Go', category: 'General'}),
  ]);

  const refused = await request(IMPORT, {text, expectedDigest: preview?.['digest']});
  expect(refused).toMatchObject({
    success: false,
    message: 'Nothing was imported: it would do something else now than was seen. Look at the preview again.',
    preview: {cells: {archivedCount: 2}, digest: expect.any(String)},
  });
  expect(await titles()).toEqual(['One', 'Three']);
  expect(await request(IMPORT, {text, expectedDigest: refused?.['preview']?.['digest']})).toMatchObject({
    success: true,
  });
});

test('an archived roadmap is left as it is, and named', async () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  await importRoadmaps(
    sql,
    keys.map(key => roadmap(key, [step('One')])),
  );
  for (const key of keys) await archiveRoadmap(sql, {key, reason: null, actor: {id: 'ada', role: 'admin'}});
  const {request} = await given();
  const text = keys.map(key => `id: ${key}\ntitle: Other\nsteps: [{title: Two}]\n`).join('---\n');

  expect(await request(PREVIEW, {text})).toMatchObject({archivedCount: 6, digest: null});
  expect(await request(IMPORT, {text, expectedDigest: ''})).toMatchObject({
    success: true,
    message:
      'There is nothing to change. Archived, and left as they are until somebody restores them: a, b, c, d, e and 1 more.',
  });
  const more = `${text}---\ntitle: Go\nsteps: [{title: Three}]\n`;
  const preview = await request(PREVIEW, {text: more});
  expect(await request(IMPORT, {text: more, expectedDigest: preview?.['digest']})).toMatchObject({
    success: true,
    message: expect.stringMatching(
      /1 new, .* Archived, and left as they are .*: a, b, c, d, e and 1 more\.$/,
    ),
  });
  expect(await titles()).toEqual(['Three']);
});

test('many roadmaps and steps are cut, and counted', async () => {
  const {request} = await given();
  const text = Array.from({length: 3}, (_, n) => `title: R${n}\nsteps: [{title: A}, {title: B}]\n`).join(
    '---\n',
  );

  expect(
    await request(
      `query ($text: String!) { previewImport(text: $text) {
      newCount roadmaps(first: 2) { key addedCount steps(first: 1) { title } } } }`,
      {text},
    ),
  ).toEqual({
    newCount: 3,
    roadmaps: [
      {key: 'r0', addedCount: 2, steps: [{title: 'A'}]},
      {key: 'r1', addedCount: 2, steps: [{title: 'A'}]},
    ],
  });
});

test('a text of 1 MB is taken; what is larger is refused with the limit', async () => {
  const {request, url, headers} = await given();
  const line = '# "quotes" and words\n';
  const text = `title: Go\nsteps: [{title: One}]\n${line.repeat(49_000)}`;
  expect(await request(PREVIEW, {text})).toMatchObject({newCount: 1});

  const large = await ask(url, PREVIEW, {variables: {text: line.repeat(50_000)}, headers});
  expect(large.errors).toMatchObject([
    {message: expect.stringContaining('at most 1,048,576 can be imported'), extensions: {code: 'BAD_INPUT'}},
  ]);
  const huge = await ask(url, PREVIEW, {variables: {text: 'x'.repeat(2_200_000)}, headers});
  expect(huge.status).toBe(413);
  expect(huge.errors).toMatchObject([
    {message: expect.stringContaining('A text of roadmaps may have 1 MB'), extensions: {code: 'TOO_LARGE'}},
  ]);
});
