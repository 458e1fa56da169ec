import {beforeEach, expect, test} from 'vitest';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, givenRun, newDraft, roadmap, step} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [
    roadmap('a', [step('One'), step('Two')]),
    roadmap('b', [step('Three', {styles: ['video']})]),
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
  return {request, userId, url, headers};
}

/** A draft in quarantine, in a run of its own. Returns its id. */
async function givenDraft(cellId: number, {emulated = false} = {}): Promise<number> {
  const [{count}] = await sql<[{count: number}]>`select count(*) from preheat.draft`;
  const runId = await givenRun(sql, {workflowId: `run ${count}`});
  const {draftId} = await storeDraft(sql, newDraft({requestId: `request ${count}`, cellId, runId, emulated}));
  const findings = [{check: 'quiz-answer', severity: 'error', message: 'No such letter.'}];
  await sql`update preheat.draft set status = 'quarantined', findings = ${sql.json(findings)} where draft_id = ${draftId}`;
  return draftId;
}

const statuses = async () =>
  (await sql<{status: string}[]>`select status from preheat.draft order by draft_id`).map(row => row.status);

const LIST = `query ($filter: QuarantineFilter) { quarantine(filter: $filter) {
  count cellCount
  drafts(first: 2) { draftId cellId stepTitle style cellIs status paidUsd findings { check severity message } prompt answerText }
} }`;
const RETRY = `mutation ($filter: QuarantineFilter, $cellIds: [Int!], $expectedCount: Int!) {
  retryQuarantined(filter: $filter, cellIds: $cellIds, expectedCount: $expectedCount) { success message matchingCount busyCellIds }
}`;

test('drafts in quarantine are listed, and shown whole', async () => {
  const drafts = [await givenDraft(1), await givenDraft(1), await givenDraft(3)];
  await givenDraft(2, {emulated: true});
  const {request} = await given();

  expect(await request(LIST)).toEqual({
    count: 3,
    cellCount: 2,
    drafts: [
      {
        draftId: drafts[2],
        cellId: 3,
        stepTitle: 'Three',
        style: 'video',
        cellIs: 'unserved',
        status: 'quarantined',
        paidUsd: 0.25,
        findings: [{check: 'quiz-answer', severity: 'error', message: 'No such letter.'}],
        prompt: null,
        answerText: null,
      },
      expect.objectContaining({draftId: drafts[1]}),
    ],
  });
  expect(await request(LIST, {filter: {styles: ['video']}})).toMatchObject({count: 1, drafts: [{cellId: 3}]});
  expect(await request(LIST, {filter: {roadmapKeys: ['a']}})).toMatchObject({count: 2, cellCount: 1});
  const [{runId}] = await sql<
    [{runId: number}]
  >`select run_id from preheat.draft where draft_id = ${drafts[1] ?? 0}`;
  expect(await request(LIST, {filter: {runId}})).toMatchObject({count: 1, drafts: [{draftId: drafts[1]}]});
  expect(await request(`{ quarantinedDraft(id: ${drafts[0]}) { draftId prompt answerText } }`)).toEqual({
    draftId: drafts[0],
    prompt: 'Write a lesson.',
    answerText: '{"title":"Ours"}',
  });
  expect(await request('{ quarantinedDraft(id: 99) { draftId } }')).toBe(null);
});

test('all that match leave quarantine where they are as many as were seen; each is audited', async () => {
  await givenDraft(1);
  await givenDraft(1);
  await givenDraft(3);
  const {request, userId} = await given();

  expect(await request(RETRY, {filter: {roadmapKeys: ['a']}, expectedCount: 2})).toEqual({
    success: false,
    message: 'Other cells match than were seen: 1 now, not 2. Look at them again.',
    matchingCount: 1,
    busyCellIds: [],
  });
  expect(await statuses()).toEqual(['quarantined', 'quarantined', 'quarantined']);
  expect(await request(RETRY, {filter: {roadmapKeys: ['a']}, expectedCount: 1})).toEqual({
    success: true,
    message: '1 out of quarantine: the next run makes those anew that nothing serves.',
    matchingCount: 1,
    busyCellIds: [],
  });
  expect(await statuses()).toEqual(['superseded', 'superseded', 'quarantined']);
  expect(await sql`select actor, actor_role, action, cell_id from preheat.audit_event`).toEqual([
    {actor: userId, actorRole: 'admin', action: 'retry_quarantined', cellId: 1},
  ]);
});

test('a selection leaves the others; a cell that is being made stays', async () => {
  await givenDraft(1);
  await givenDraft(2);
  await givenDraft(3);
  await sql`update preheat.cell set claimed_by = 'run', claimed_until = now() + interval '1 minute' where cell_id = 2`;
  const {request} = await given();

  expect(await request(RETRY, {cellIds: [1, 2, 99], expectedCount: 2})).toEqual({
    success: true,
    message: '1 out of quarantine: the next run makes those anew that nothing serves.',
    matchingCount: 2,
    busyCellIds: [2],
  });
  expect(await statuses()).toEqual(['superseded', 'quarantined', 'quarantined']);
  expect(await sql`select cell_id from preheat.audit_event`).toEqual([{cellId: 1}]);
});

test('a cell that is named twice counts once; a selection has at most 10,000', async () => {
  await givenDraft(1);
  await givenDraft(3);
  const {request, url, headers} = await given();
  const refused = async (cellIds: number[]) =>
    (await ask(url, RETRY, {variables: {cellIds, expectedCount: 1}, headers})).errors?.[0]?.message;

  expect(await refused(Array.from({length: 10_001}, () => 1))).toBe('cellIds: must be at most 10000.');
  expect(await refused([0])).toBe('cellIds.0: must be the ids of cells.');
  expect(await request(RETRY, {cellIds: [3, 3], expectedCount: 1})).toMatchObject({
    success: true,
    matchingCount: 1,
  });
  expect(await statuses()).toEqual(['quarantined', 'superseded']);
  expect(await request(RETRY, {cellIds: null, expectedCount: 1})).toMatchObject({success: true});
});
