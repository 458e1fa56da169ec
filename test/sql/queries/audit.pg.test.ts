import {beforeEach, expect, test} from 'vitest';
import {audit, type AuditFilter, auditEvents} from '../../../sql/queries/audit.ts';
import {deleteView, savedViews, saveView} from '../../../sql/queries/saved-views.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenRun} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One', 'Two');
});

const ALL: AuditFilter = {
  actor: null,
  actions: null,
  cellId: null,
  lessonId: null,
  runId: null,
  since: null,
  until: null,
};

test('events come newest first, whole; each part of a filter narrows; pages go on before an event', async () => {
  const moment = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
  await sql`
    insert into preheat.audit_event (at, actor, actor_role, action, cell_id, lesson_id, reason, before, after) values
      (${moment(1)}, 'ann', 'mentor', 'review', 1, '11', 'Fine.', '{"status": "rejected"}', '{"status": "verified"}'),
      (${moment(2)}, 'cli', 'admin', 'promote', 2, '12', null, null, null),
      (${moment(3)}, 'ann', 'admin', 'retire', 2, '12', null, null, null)
  `;
  const ids = async (
    filter: Partial<AuditFilter>,
    {beforeId = null, limit = 9}: {beforeId?: number | null; limit?: number} = {},
  ) =>
    (await auditEvents(sql, {filter: {...ALL, ...filter}, beforeId, limit})).map(
      ({auditEventId}) => auditEventId,
    );

  expect(await auditEvents(sql, {filter: ALL, beforeId: 2, limit: 9})).toEqual([
    {
      auditEventId: 1,
      at: moment(1),
      actor: 'ann',
      actorRole: 'mentor',
      action: 'review',
      cellId: 1,
      lessonId: '11',
      runId: null,
      reason: 'Fine.',
      before: {status: 'rejected'},
      after: {status: 'verified'},
    },
  ]);
  expect(await ids({})).toEqual([3, 2, 1]);
  expect(await ids({}, {limit: 2})).toEqual([3, 2]);
  expect(await ids({actor: 'ann'})).toEqual([3, 1]);
  expect(await ids({actions: ['review', 'promote']})).toEqual([2, 1]);
  expect(await ids({cellId: 2})).toEqual([3, 2]);
  expect(await ids({lessonId: 11})).toEqual([1]);
  expect(await ids({since: moment(2)})).toEqual([3, 2]);
  expect(await ids({until: moment(2)})).toEqual([1]);
});

test('what somebody did is noted with all of it, or with what there is', async () => {
  const actor = {id: 'ann', role: 'admin'};
  const nothing = {cellId: null, lessonId: null, runId: null, reason: null, before: null, after: null};
  const whole = {
    cellId: 1,
    lessonId: '11',
    runId: 7,
    reason: 'Why.',
    before: {a: 1},
    after: {a: ['\ud800', '\0']},
  };
  await audit(sql, {action: 'reset_limits', actor});
  await audit(sql, {action: 'pause_run', actor, ...whole, lessonId: 11});

  const events = await auditEvents(sql, {filter: ALL, beforeId: null, limit: 9});
  const by = {at: expect.any(Date) as unknown, actor: 'ann', actorRole: 'admin'};
  expect(events).toEqual([
    {auditEventId: 2, action: 'pause_run', ...by, ...whole, after: {a: ['\ufffd', '\ufffd']}},
    {auditEventId: 1, action: 'reset_limits', ...by, ...nothing},
  ]);
});

test('events of a run are those that name it, and its start, which knew its workflow alone', async () => {
  const actor = {id: 'ann', role: 'admin'};
  const runId = await givenRun(sql, {workflowId: 'w-1'});
  const other = await givenRun(sql, {workflowId: 'w-2'});
  for (const workflowId of ['w-1', 'w-2', 'w-3'])
    await audit(sql, {action: 'start_run', actor, after: {workflowId}});
  await audit(sql, {action: 'pause_run', actor, runId});
  await audit(sql, {action: 'pause_run', actor, runId: other});
  const found = async (filter: Partial<AuditFilter>) =>
    (await auditEvents(sql, {filter: {...ALL, ...filter}, beforeId: null, limit: 9})).map(event => [
      event.auditEventId,
      event.runId,
    ]);

  expect(await found({runId})).toEqual([
    [4, runId],
    [1, runId],
  ]);
  // Of one that was never opened nothing is known.
  expect(await found({actions: ['start_run']})).toEqual([
    [3, null],
    [2, other],
    [1, runId],
  ]);
});

test('a view is saved, replaced by one of its name, listed by page and name, and deleted', async () => {
  const actor = {id: 'ann', role: 'mentor'};
  const save = (page: string, name: string, filter: unknown, by = actor) =>
    saveView(sql, {page, name, filter, actor: by, maxCount: 2});

  expect(await save('votes', 'worst', {order: 'collapsing'})).toMatchObject({savedViewId: 1, savedBy: 'ann'});
  await save('votes', 'Best', {order: 'best'});
  expect(await save('votes', 'third', {})).toBe(null);
  await save('cells', 'third', null);
  expect(await save('votes', 'worst', {order: 'controversial'}, {id: 'bob', role: 'admin'})).toMatchObject({
    savedViewId: 1,
    filter: {order: 'controversial'},
    savedBy: 'bob',
  });
  const names = async (page: string | null) =>
    (await savedViews(sql, page)).map(view => `${view.page} ${view.name}`);
  expect(await names('votes')).toEqual(['votes Best', 'votes worst']);
  expect(await names(null)).toEqual(['cells third', 'votes Best', 'votes worst']);
  expect(await deleteView(sql, 1)).toBe(true);
  expect(await deleteView(sql, 1)).toBe(false);
  expect(await names('votes')).toEqual(['votes Best']);
});
