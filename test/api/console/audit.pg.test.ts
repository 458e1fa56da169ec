import {beforeEach, expect, test} from 'vitest';
import {castVote} from '../../../sql/queries/votes.ts';
import {emptyTables, givenCells} from '../../sql/givens.ts';
import {givenPeople} from '../../sql/people.ts';
import {givenPublished} from '../../sql/published.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One');
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

const EVENTS = `query ($filter: AuditFilter, $first: Int, $after: String) {
  auditEvents(filter: $filter, first: $first, after: $after) {
    nodes { auditEventId at actor actorRole action cellId lessonId reason before after } pageInfo { endCursor hasNextPage }
  }
}`;

async function givenEvents() {
  await sql`
    insert into preheat.audit_event (at, actor, actor_role, action, cell_id, lesson_id, reason, before, after) values
      ('2026-01-01Z', 'ann', 'mentor', 'review', 1, '11', '=HYPERLINK("x")', null, '{"status": "verified"}'),
      ('2026-01-02Z', 'bob', 'admin', 'retire', 1, '12', null, null, null),
      ('2026-01-03Z', 'ann', 'mentor', 'review', null, '13', null, null, null)
  `;
}

test('events of a run are found by it', async () => {
  await givenEvents();
  await sql`update preheat.audit_event set run_id = 7 where audit_event_id = 2`;
  const {request} = await given();

  expect(await request('{ auditEvents(filter: {runId: 7}) { nodes { auditEventId runId } } }')).toEqual({
    nodes: [{auditEventId: 2, runId: 7}],
  });
});

test('the audit log comes in pages, and by a filter', async () => {
  await givenEvents();
  const {request} = await given();

  const first = await request(EVENTS, {first: 2});
  expect(first).toMatchObject({nodes: [{auditEventId: 3}, {auditEventId: 2}], pageInfo: {hasNextPage: true}});
  expect(await request(EVENTS, {first: 2, after: first?.['pageInfo']?.['endCursor']})).toMatchObject({
    nodes: [
      {
        auditEventId: 1,
        at: '2026-01-01T00:00:00.000Z',
        actor: 'ann',
        actorRole: 'mentor',
        action: 'review',
        cellId: 1,
        lessonId: '11',
        before: null,
        after: {status: 'verified'},
      },
    ],
    pageInfo: {hasNextPage: false},
  });
  const ids = async (filter: object) => {
    const nodes = (await request(EVENTS, {filter}))?.['nodes'];
    return Array.isArray(nodes) ? nodes.map(node => (node as {auditEventId: number}).auditEventId) : null;
  };
  expect(await ids({actor: 'bob'})).toEqual([2]);
  expect(await ids({actions: ['review'], cellId: 1})).toEqual([1]);
  expect(await ids({lessonId: '13'})).toEqual([3]);
  expect(await ids({since: '2026-01-02T00:00:00Z', until: '2026-01-03T00:00:00Z'})).toEqual([2]);
  expect(await ids({actor: 'nobody'})).toEqual([]);
});

test('lists come as files, in which nothing is a formula', async () => {
  await givenEvents();
  const id = await givenPublished(sql, 1);
  await givenPeople(sql, ['eve']);
  await castVote(sql, {
    lessonId: id,
    userId: 'eve',
    voteType: 'downvote',
    comment: '=HYPERLINK("http://x", "y")',
  });
  const {request} = await given();
  const csv = 'filename text rowCount isCut';

  const audit = await request(`{ auditEventsCsv(filter: {actor: "ann"}) { ${csv} } }`);
  expect(audit).toEqual({
    filename: expect.stringMatching(/^preheat-audit-\d{4}-\d\d-\d\d\.csv$/),
    text:
      'id,at,actor,role,action,cell,lesson,run,reason,before,after\r\n' +
      '3,2026-01-03T00:00:00.000Z,ann,mentor,review,,13,,,,\r\n' +
      `1,2026-01-01T00:00:00.000Z,ann,mentor,review,1,11,,"'=HYPERLINK(""x"")",,"{""status"":""verified""}"\r\n`,
    rowCount: 2,
    isCut: false,
  });
  const comments = await request(`{ voteCommentsCsv(voteType: downvote, lessonId: ${id}) { ${csv} } }`);
  expect(comments?.['text']).toMatch(
    /^at,lesson,step,lesson number,style,title,user,vote,comment\r\n[^,]+,1,One,1,reading,Ours,eve,downvote,"'=HYPERLINK\(""http:\/\/x"", ""y""\)"\r\n$/,
  );
  expect(await request(`{ voteCommentsCsv(voteType: upvote) { rowCount } }`)).toEqual({rowCount: 0});
  const votes = await request(`{ votedLessonsCsv(order: best, filter: {styles: [reading]}) { ${csv} } }`);
  expect(votes).toMatchObject({
    text:
      'lesson,cell,step,lesson number,style,title,approval status,upvotes,downvotes,views,score\r\n' +
      `1,1,One,1,reading,Ours,pending,0,1,0,${5 / 11}\r\n`,
    rowCount: 1,
  });
});

test('a file holds ten thousand rows, and says that there are more', async () => {
  await sql`insert into preheat.audit_event (actor, actor_role, action) select 'a', 'b', 'c' from generate_series(1, 10001)`;
  const {request} = await given();
  expect(await request('{ auditEventsCsv { rowCount isCut } }')).toEqual({rowCount: 10_000, isCut: true});
});

const SAVE = `mutation ($page: String!, $name: String!, $filter: JSON!) {
  saveView(page: $page, name: $name, filter: $filter) { success message view { savedViewId page name filter savedBy } }
}`;

test('views are saved for all, replaced, listed and deleted', async () => {
  const {request, userId} = await given();
  const filter = {order: 'collapsing', styles: ['video']};
  expect(await request(SAVE, {page: 'votes', name: ' Bad videos ', filter})).toEqual({
    success: true,
    message: 'The view is saved.',
    view: {savedViewId: 1, page: 'votes', name: 'Bad videos', filter, savedBy: userId},
  });
  await request(SAVE, {page: 'votes', name: 'Bad videos', filter: {order: 'best'}});
  await request(SAVE, {page: 'cells', name: 'Missing', filter: {}});
  expect(await request('{ savedViews(page: "votes") { name filter } }')).toEqual([
    {name: 'Bad videos', filter: {order: 'best'}},
  ]);
  expect(await request('{ savedViews { name } }')).toEqual([{name: 'Missing'}, {name: 'Bad videos'}]);
  const remove = 'mutation { deleteView(id: 1) { success message } }';
  expect(await request(remove)).toEqual({success: true, message: 'The view is deleted.'});
  expect(await request(remove)).toEqual({success: false, message: 'There is no such view.'});
});

test.each([
  [{page: ' ', name: 'x', filter: {}}, 'Name the page of the view.'],
  [{page: 'votes', name: ' ', filter: {}}, 'A view needs a name.'],
  [{page: 'votes', name: 'x', filter: 'x'.repeat(10_001)}, 'The filter has more than 10000 characters.'],
  [{page: 'votes', name: 'x', filter: {a: 'b\0'}}, 'The filter holds a character that cannot be stored.'],
  [{page: 'votes', name: 'x', filter: {'\ud800': 1}}, 'The filter holds a character that cannot be stored.'],
])('a view that cannot be kept is refused (case %#)', async (view, message) => {
  const {request} = await given();
  expect(await request(SAVE, view)).toEqual({success: false, message, view: null});
});

test('a page has a hundred views at most', async () => {
  await sql`
    insert into preheat.saved_view (page, name, filter, saved_by) select 'votes', n::text, '{}', 'ann' from generate_series(1, 100) n
  `;
  const {request} = await given();
  expect(await request(SAVE, {page: 'votes', name: 'new', filter: {}})).toMatchObject({
    success: false,
    message: 'The page has 100 views already. Delete one first.',
  });
  expect(await request(SAVE, {page: 'votes', name: '7', filter: {}})).toMatchObject({success: true});
});
