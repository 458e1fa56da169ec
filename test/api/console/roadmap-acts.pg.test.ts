import {beforeEach, expect, test} from 'vitest';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, roadmap, step} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [
    roadmap('a', [step('One'), step('Two')]),
    roadmap('b', [step('Two')]),
    roadmap('app:1', [step('Three')]),
  ]);
});

async function given() {
  const url = await givenServer({pool: sql});
  const {email, userId} = await givenUser(sql, {role: 'admin'});
  const headers = {...(await signedIn(url, email))};
  const request = async (query: string, variables = {}) => {
    const {data, errors} = await ask(url, query, {variables, headers});
    expect(errors).toBe(undefined);
    return Object.values(data ?? {})[0];
  };
  return {request, userId};
}

const ROADMAP = 'success message cellCount roadmap { key isArchived archivedBy archiveReason }';
const ARCHIVE = `mutation ($key: String!, $reason: String) { archiveRoadmap(key: $key, reason: $reason) { ${ROADMAP} } }`;
const RESTORE = `mutation ($key: String!) { restoreRoadmap(key: $key) { ${ROADMAP} } }`;

test('a roadmap is archived and taken back; again it is so already', async () => {
  const {request, userId} = await given();
  const archived = {key: 'a', isArchived: true, archivedBy: userId, archiveReason: 'Old.'};
  const back = {key: 'a', isArchived: false, archivedBy: null, archiveReason: null};

  expect(await request(ARCHIVE, {key: 'a', reason: ' Old. '})).toEqual({
    success: true,
    message: 'The roadmap is archived. Cells that were archived with it: 1.',
    cellCount: 1,
    roadmap: archived,
  });
  expect(await request(ARCHIVE, {key: 'a', reason: 'Other.'})).toEqual({
    success: true,
    message: 'It is archived already.',
    cellCount: 0,
    roadmap: archived,
  });
  expect(await request(RESTORE, {key: 'a'})).toEqual({
    success: true,
    message: 'The roadmap is back. Cells that are wanted again: 1.',
    cellCount: 1,
    roadmap: back,
  });
  expect(await request(RESTORE, {key: 'a'})).toMatchObject({success: true, message: 'It is not archived.'});
  expect(await sql`select actor, actor_role, action, reason from preheat.audit_event order by 3`).toEqual([
    {actor: userId, actorRole: 'admin', action: 'archive_roadmap', reason: 'Old.'},
    {actor: userId, actorRole: 'admin', action: 'restore_roadmap', reason: null},
  ]);
});

test('a blank reason is none', async () => {
  const {request} = await given();

  expect(await request(ARCHIVE, {key: 'a', reason: '  '})).toMatchObject({roadmap: {archiveReason: null}});
});

test('what cannot be archived is told, and stays', async () => {
  const {request} = await given();

  for (const document of [ARCHIVE, RESTORE]) {
    expect(await request(document, {key: 'app:1'})).toEqual({
      success: false,
      message:
        "This roadmap is the learning application's own: archive or change it there, then run `npx preheat import --from-application`.",
      cellCount: 0,
      roadmap: {key: 'app:1', isArchived: false, archivedBy: null, archiveReason: null},
    });
    expect(await request(document, {key: 'none'})).toEqual({
      success: false,
      message: 'There is no roadmap "none".',
      cellCount: 0,
      roadmap: null,
    });
  }
  expect(await sql`select from preheat.audit_event`).toHaveLength(0);
});
