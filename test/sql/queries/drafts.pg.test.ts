import * as fc from 'fast-check';
import {beforeEach, expect, test} from 'vitest';
import {storableText} from '../../../domain/storable-text.ts';
import {claimCell} from '../../../sql/queries/claims.ts';
import {markRepairing, quarantineDraft, storeDraft} from '../../../sql/queries/drafts.ts';
import {reserve} from '../../../sql/queries/reservations.ts';
import {testDatabase} from '../../support/postgres.ts';
import {anyText} from '../any-text.ts';
import {call, emptyTables, givenCells, givenRun, newDraft} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One', 'Two');
});

async function money(runId: number) {
  const [row] = await sql`
    select spent_usd, reserved_usd,
      (select coalesce(array_agg(request_id order by request_id), '{}') from preheat.reservation r where r.run_id = run.run_id) as held
    from preheat.run where run_id = ${runId}
  `;
  return row;
}

async function statuses(): Promise<Record<string, string>> {
  const rows = await sql<
    {requestId: string; status: string}[]
  >`select request_id, status from preheat.draft order by draft_id`;
  return Object.fromEntries(rows.map(row => [row.requestId, row.status]));
}

const VIDEO = {kind: 'none', reason: 'no key'} as const;

const FINDINGS = [{check: 'quiz-answer', severity: 'error' as const, message: 'No such letter.'}];

test('a stored draft is as it was paid for', async () => {
  const runId = await givenRun(sql);
  const given = newDraft({
    requestId: 'a',
    cellId: 2,
    runId,
    callNumber: 1,
    emulated: true,
    finishReason: 'MAX_TOKENS',
    asking: 'larger',
    videoChoice: VIDEO,
    responseId: 'r-1',
  });

  const stored = await storeDraft(sql, given);

  const [row] = await sql`
    select request_id, cell_id, run_id, call_number, prompt_version, prompt, model, emulated, answer_text, finish_reason,
      prompt_tokens, cached_tokens, output_tokens, thought_tokens, cost_usd,
      asking, video_choice, model_version, response_id
    from preheat.draft where draft_id = ${stored.draftId}
  `;
  expect(row).toEqual(given);
  expect(stored).toEqual({
    draftId: 1,
    requestId: 'a',
    callNumber: 1,
    asking: 'larger',
    videoChoice: VIDEO,
    status: 'drafted',
    answerText: '{"title":"Ours"}',
    finishReason: 'MAX_TOKENS',
    promptVersion: 'v1',
    prompt: 'Write a lesson.',
    model: 'gemini',
    emulated: true,
    findings: [],
  });
});

test('storing settles: the cost is spent, and all that was set aside for the call is free again', async () => {
  const runId = await givenRun(sql, {maxUsd: 1});
  const other = await givenRun(sql, {workflowId: 'other'});
  await reserve(sql, call({requestId: 'a', runId, maxUsd: 0.4}));
  await reserve(sql, call({requestId: 'b', runId, maxUsd: 0.5}));
  await storeDraft(sql, newDraft({requestId: 'a', cellId: 1, runId, costUsd: 0.25}));
  expect(await money(runId)).toEqual({spentUsd: 0.25, reservedUsd: 0.5, held: ['b']});
  expect(await money(other)).toEqual({spentUsd: 0, reservedUsd: 0, held: []});
});

test('storing the same answer again stores one draft and charges once', async () => {
  const runId = await givenRun(sql);
  const given = newDraft({requestId: 'a', cellId: 1, runId, costUsd: 0.25});
  await reserve(sql, call({requestId: 'a', runId, maxUsd: 0.4}));

  const first = await storeDraft(sql, given);

  expect(await storeDraft(sql, given)).toEqual(first);
  expect(await statuses()).toEqual({a: 'drafted'});
  expect(await money(runId)).toEqual({spentUsd: 0.25, reservedUsd: 0, held: []});
});

test('a second answer to the same request is dropped: what comes back is the one that is stored', async () => {
  const runId = await givenRun(sql);
  const given = newDraft({requestId: 'a', cellId: 1, runId});

  const first = await storeDraft(sql, given);

  expect(
    await storeDraft(sql, {...given, answerText: '{"title":"Later"}', prompt: 'Write another.'}),
  ).toEqual(first);
});

test('findings that a repair is to answer are noted on a draft that is not decided', async () => {
  const runId = await givenRun(sql);
  const {draftId} = await storeDraft(sql, newDraft({requestId: 'a', cellId: 1, runId}));
  await storeDraft(sql, newDraft({requestId: 'b', cellId: 1, runId}));

  await markRepairing(sql, {draftId, findings: FINDINGS});

  expect(await sql`select status, findings from preheat.draft order by draft_id`).toEqual([
    {status: 'repairing', findings: FINDINGS},
    {status: 'drafted', findings: []},
  ]);
});

test('findings of any text can be noted: what is no text of jsonb is replaced', async () => {
  const runId = await givenRun(sql);
  const {draftId} = await storeDraft(sql, newDraft({requestId: 'a', cellId: 1, runId}));
  await fc.assert(
    fc.asyncProperty(anyText, async message => {
      await sql`update preheat.draft set status = 'drafted'`;
      await markRepairing(sql, {draftId, findings: FINDINGS.map(finding => ({...finding, message}))});
      const [row] = await sql`select findings -> 0 ->> 'message' as message from preheat.draft`;
      expect(row).toEqual({message: storableText(message)});
    }),
    {numRuns: 50, examples: [['a\0b'], ['\ud83c'], ['\udf89 x']]},
  );
});

test('a decided draft is not taken up for repair', async () => {
  const runId = await givenRun(sql);
  const {draftId} = await storeDraft(sql, newDraft({requestId: 'a', cellId: 1, runId}));
  await sql`update preheat.draft set status = 'published'`;
  await markRepairing(sql, {draftId, findings: FINDINGS});
  expect(await sql`select status, findings from preheat.draft`).toEqual([
    {status: 'published', findings: []},
  ]);
});

/** A run that claimed cell 1 and has a repaired draft, its repair, one decided draft, and a draft of cell 2. */
async function givenRepairs() {
  const runId = await givenRun(sql);
  const claimedBy = `run:${runId}`;
  await claimCell(sql, {cellId: 1, claimedBy, leaseMs: 60_000, emulated: false});
  const draft = (requestId: string, cellId: number) => storeDraft(sql, newDraft({requestId, cellId, runId}));
  await draft('decided', 1);
  await sql`update preheat.draft set status = 'published'`;
  const repaired = await draft('repaired', 1);
  await markRepairing(sql, {draftId: repaired.draftId, findings: FINDINGS});
  const {draftId} = await draft('repair', 1);
  await draft('elsewhere', 2);
  return {runId, claimedBy, cellId: 1, draftId, findings: FINDINGS, message: 'No such letter.'};
}

test('the last draft is quarantined, the ones it repaired are superseded, all others stay', async () => {
  const given = await givenRepairs();
  const findings = [...FINDINGS, {check: 'title', severity: 'warning' as const, message: 'Long.'}];

  await quarantineDraft(sql, {...given, findings});

  expect(await sql`select request_id, status, findings from preheat.draft order by draft_id`).toEqual([
    {requestId: 'decided', status: 'published', findings: []},
    {requestId: 'repaired', status: 'superseded', findings: FINDINGS},
    {requestId: 'repair', status: 'quarantined', findings},
    {requestId: 'elsewhere', status: 'drafted', findings: []},
  ]);
});

test('a quarantine is in the ledger of its run, with the reason, and gives the cell back', async () => {
  const given = await givenRepairs();
  await givenRun(sql, {workflowId: 'other'});

  await quarantineDraft(sql, given);

  expect(
    await sql`select run_id, cell_id, status, cause_message from preheat.run_cell order by run_id, cell_id`,
  ).toEqual([
    {runId: 1, cellId: 1, status: 'quarantined', causeMessage: 'No such letter.'},
    {runId: 1, cellId: 2, status: 'pending', causeMessage: null},
    {runId: 2, cellId: 1, status: 'pending', causeMessage: null},
    {runId: 2, cellId: 2, status: 'pending', causeMessage: null},
  ]);
  expect(
    await sql`select cell_id from preheat.cell where claimed_by is not null or claimed_until is not null`,
  ).toEqual([]);
});

test.each(['a\0b', 'half \ud83c'])('a draft is quarantined for %j as for any text', async message => {
  const given = await givenRepairs();
  const findings = FINDINGS.map(finding => ({...finding, message}));

  await quarantineDraft(sql, {...given, findings, message});

  const [row] = await sql`
    select d.findings -> 0 ->> 'message' as finding, r.cause_message
    from preheat.draft d join preheat.run_cell r using (run_id, cell_id) where d.status = 'quarantined'
  `;
  expect(row).toEqual({finding: storableText(message), causeMessage: storableText(message)});
});

test('a quarantine takes no claim and no decision from another', async () => {
  const given = await givenRepairs();
  await sql`update preheat.cell set claimed_by = 'run:7' where cell_id = 1`;
  await sql`update preheat.run_cell set status = 'published' where cell_id = 1`;

  await quarantineDraft(sql, given);

  expect(await sql`select claimed_by from preheat.cell where cell_id = 1`).toEqual([{claimedBy: 'run:7'}]);
  expect(await sql`select status from preheat.run_cell where cell_id = 1`).toEqual([{status: 'published'}]);
});

test('quarantining twice changes nothing more', async () => {
  const given = await givenRepairs();
  await quarantineDraft(sql, given);
  const before = await statuses();
  await quarantineDraft(sql, given);
  expect(await statuses()).toEqual(before);
});
