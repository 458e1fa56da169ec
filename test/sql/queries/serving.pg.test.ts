import {beforeEach, describe, expect, test} from 'vitest';
import {cacheKey, type KeyVariant} from '../../../domain/cells.ts';
import {inTransaction} from '../../../sql/client.ts';
import {publishLesson, readAsReader} from '../../../sql/queries/lessons.ts';
import {
  actOnLesson,
  decideCells,
  fillAddedKeys,
  reconcile,
  reconcileWanted,
  type ServingAct,
} from '../../../sql/queries/serving.ts';
import {submitReview} from '../../../sql/queries/reviews.ts';
import type {LessonId} from '../../../domain/lesson-id.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenLesson, givenRun, untilWaiting} from '../givens.ts';
import {givenPeople} from '../people.ts';
import {givenChallenger, givenDrafted, givenPublished} from '../published.ts';
import {givenRating, givenReviewRow, givenVoteRow, readToSave} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One', 'Two');
  await givenPeople(sql, ['m1', 'm2'], {role: 'mentor'});
});

const BOTH: KeyVariant[] = ['plain', 'multi_source_v1'];
const ADMIN = {id: 'a1', role: 'admin'};

function act(what: ServingAct, lessonId: LessonId, reason: string | null = null) {
  return actOnLesson(sql, {act: what, lessonId, actor: ADMIN, reason});
}

/** What the application's own query serves for the first cell. */
async function served(variant: KeyVariant = 'plain'): Promise<LessonId | undefined> {
  return (await readAsReader(sql, cacheKey('One', 1, 'reading', variant)))?.id;
}

async function states(): Promise<Record<string, string>> {
  const rows = await sql<{lessonId: number; state: string; key: string}[]>`
    select lesson_id, state, coalesce(k.variant, l.cache_key, 'gone') as key
    from preheat.lesson_version v
    left join lessons_lessoncontent l on l.id = v.lesson_id
    left join preheat.cell_key k on k.cache_key = l.cache_key
    order by lesson_id
  `;
  return Object.fromEntries(rows.map(({lessonId, state, key}) => [lessonId, `${state} ${key}`]));
}

async function setStatus(lessonId: LessonId, status: string): Promise<void> {
  await sql`update lessons_lessoncontent set approval_status = ${status} where id = ${lessonId}`;
}

async function setKey(lessonId: LessonId, key: string): Promise<void> {
  await sql`update lessons_lessoncontent set cache_key = ${key} where id = ${lessonId}`;
}

describe('publication', () => {
  test('a new version goes live where the rule does not know a better one', async () => {
    await givenPublished(sql, 1);
    await givenChallenger(sql, 1);
    expect(await states()).toEqual({1: 'parked parked:1', 2: 'live plain'});
  });

  test('a new version of a liked lesson waits as a challenger', async () => {
    await givenPublished(sql, 1);
    await givenRating(sql, 1, {upvotes: 3, downvotes: 0});
    await givenChallenger(sql, 1);
    expect(await states()).toEqual({1: 'live plain', 2: 'parked parked:2'});
  });

  test('a machine replaces nothing that a mentor verified, however it is liked', async () => {
    await givenPublished(sql, 1);
    await givenRating(sql, 1, {upvotes: 0, downvotes: 9, status: 'mentor_verified'});
    await givenChallenger(sql, 1);
    expect(await served()).toBe(1);
  });

  test('a new version of what a mentor sent back takes its place, though it is liked', async () => {
    await givenPublished(sql, 1);
    await givenRating(sql, 1, {upvotes: 3, downvotes: 0});
    await givenReviewRow(sql, {lessonId: 1, mentorId: 'm1', status: 'needs_improvement'});
    await givenChallenger(sql, 1, {parentLessonId: 1});
    expect(await served()).toBe(2);
  });

  test('a verdict on the twin is one on the lesson, and the latest word of a mentor counts', async () => {
    await givenPublished(sql, 1, {variants: BOTH});
    await givenRating(sql, 1, {upvotes: 3, downvotes: 0});
    await givenReviewRow(sql, {lessonId: 2, mentorId: 'm1', status: 'needs_improvement'});
    await givenChallenger(sql, 1, {variants: BOTH, parentLessonId: 1});
    expect([await served('plain'), await served('multi_source_v1')]).toEqual([3, 4]);
    await givenRating(sql, 3, {upvotes: 3, downvotes: 0});
    await givenReviewRow(sql, {lessonId: 3, mentorId: 'm2', status: 'needs_improvement', at: new Date(0)});
    await givenReviewRow(sql, {lessonId: 4, mentorId: 'm2', status: 'verified'});
    await givenChallenger(sql, 1, {variants: BOTH, parentLessonId: 3});
    expect(await served('plain')).toBe(3);
  });

  test('only the version that was sent back gives way', async () => {
    await givenPublished(sql, 1);
    await givenRating(sql, 1, {upvotes: 3, downvotes: 0});
    await givenReviewRow(sql, {lessonId: 1, mentorId: 'm1', status: 'needs_improvement'});
    await givenChallenger(sql, 1, {parentLessonId: null as never});
    expect(await served()).toBe(1);
  });

  test('the version names its parent', async () => {
    await givenPublished(sql, 1);
    await givenChallenger(sql, 1, {parentLessonId: 1});
    expect(await sql`select lesson_id, parent_lesson_id from preheat.lesson_version order by 1`).toEqual([
      {lessonId: 1, parentLessonId: null},
      {lessonId: 2, parentLessonId: 1},
    ]);
  });

  test('one draft is one row for each variant, and each says where it comes from', async () => {
    expect(await publishLesson(sql, await givenDrafted(sql, 1, {variants: BOTH}))).toEqual({
      lessonId: 1,
      held: true,
      live: true,
    });
    expect(await states()).toEqual({1: 'live plain', 2: 'live multi_source_v1'});
    expect(
      await sql`select count(distinct draft_id) as drafts, count(*) as versions from preheat.lesson_version`,
    ).toEqual([{drafts: 1, versions: 2}]);
    expect(await sql`select distinct source_type from lessons_lessoncontent`).toEqual([
      {sourceType: 'ai_only'},
    ]);
  });

  test('only the variants that lack a lesson get one', async () => {
    await givenLesson(sql, 1);
    await publishLesson(sql, await givenDrafted(sql, 1, {variants: BOTH}));
    expect(await served('plain')).toBe(1);
    expect(await states()).toEqual({2: 'live multi_source_v1'});
  });

  test('the twin of the parent is the parent of the twin', async () => {
    await givenPublished(sql, 1, {variants: BOTH});
    await givenReviewRow(sql, {lessonId: 1, mentorId: 'm1', status: 'needs_improvement'});
    await givenRating(sql, 2, {upvotes: 3, downvotes: 0});
    await givenChallenger(sql, 1, {variants: BOTH, parentLessonId: 1});
    expect(
      await sql`select variant, parent_lesson_id from preheat.lesson_version where lesson_id > 2 order by 1`,
    ).toEqual([
      {variant: 'multi_source_v1', parentLessonId: 2},
      {variant: 'plain', parentLessonId: 1},
    ]);
    // The twin was sent back as well.
    expect([await served('plain'), await served('multi_source_v1')]).toEqual([3, 4]);
  });

  test('a parent without a twin is the parent of both', async () => {
    await givenPublished(sql, 1);
    await givenChallenger(sql, 1, {variants: BOTH, parentLessonId: 1});
    expect(
      await sql`select variant, parent_lesson_id from preheat.lesson_version where lesson_id > 1 order by 1`,
    ).toEqual([
      {variant: 'multi_source_v1', parentLessonId: 1},
      {variant: 'plain', parentLessonId: 1},
    ]);
  });
});

describe('the decision', () => {
  test('adopts what others wrote, and serves each variant by itself', async () => {
    await givenPublished(sql, 1);
    const theirs = await givenLesson(sql, 1, {upvotes: 1});
    await setKey(theirs, cacheKey('One', 1, 'reading', 'multi_source_v1'));
    await givenLesson(sql, 1, {upvotes: 2});
    expect(await decideCells(sql, [1])).toEqual([
      {cellId: 1, variant: 'plain', lessonId: 1, state: 'parked'},
      {cellId: 1, variant: 'multi_source_v1', lessonId: 2, state: 'live'},
      {cellId: 1, variant: 'plain', lessonId: 3, state: 'live'},
    ]);
    expect([await served('plain'), await served('multi_source_v1')]).toEqual([3, 2]);
    expect(await decideCells(sql, [1])).toEqual([]);
  });

  test('decides on no other cell', async () => {
    await givenLesson(sql, 2, {approvalStatus: 'rejected'});
    await decideCells(sql, [1]);
    expect(await readAsReader(sql, cacheKey('Two', 1, 'reading'))).not.toBeNull();
    await decideCells(sql, [1, 2]);
    expect(await readAsReader(sql, cacheKey('Two', 1, 'reading'))).toBeNull();
  });

  test.each([
    ['rejected', {approvalStatus: 'rejected'}],
    ['a placeholder', {content: {content: 'x', is_fallback: true}}],
  ])('serves nothing rather than a lesson that is %s', async (_, lesson) => {
    await givenLesson(sql, 1, lesson);
    await decideCells(sql, [1]);
    expect(await states()).toEqual({1: 'parked parked:1'});
  });

  test('serves the emulator’s lesson where there is no other', async () => {
    await givenPublished(sql, 1, {emulated: true});
    await decideCells(sql, [1]);
    expect(await served()).toBe(1);
    await givenPublished(sql, 1);
    expect(await served()).toBe(2);
  });

  test('a version whose row is gone is retired', async () => {
    await givenPublished(sql, 1);
    await givenChallenger(sql, 1);
    await sql`delete from lessons_lessoncontent where id = 2`;
    expect(await decideCells(sql, [1])).toEqual([
      {cellId: 1, variant: 'plain', lessonId: 2, state: 'retired'},
      {cellId: 1, variant: 'plain', lessonId: 1, state: 'live'},
    ]);
  });

  test('the votes of the whole style weigh in', async () => {
    await givenPublished(sql, 1);
    await givenRating(sql, 1, {upvotes: 3, downvotes: 1});
    await givenChallenger(sql, 1);
    // At one half, three of four is better than nothing; at nine of ten it is worse.
    expect(await served()).toBe(1);
    await givenPublished(sql, 2);
    await givenRating(sql, 3, {upvotes: 900, downvotes: 90});
    await sql`select preheat.count_style_votes()`;
    await decideCells(sql, [1]);
    expect(await served()).toBe(2);
  });

  test('waits for a verdict that is being written, and heeds it', async () => {
    await givenPublished(sql, 1);
    await givenChallenger(sql, 1);
    let deciding: ReturnType<typeof decideCells> | undefined;
    await inTransaction(sql, async db => {
      await db`update lessons_lessoncontent set approval_status = 'rejected' where id = 2`;
      deciding = decideCells(sql, [1]);
      await untilWaiting(sql);
    });
    await deciding;
    expect(await served()).toBe(1);
  });
});

describe('what people do', () => {
  beforeEach(async () => {
    await givenPublished(sql, 1);
    await givenRating(sql, 1, {upvotes: 3, downvotes: 0});
    await givenChallenger(sql, 1);
  });

  test('a promoted version is live against votes, until another is verified', async () => {
    expect(await act('promote', 2)).toEqual({outcome: 'done', lessonId: 2, cellId: 1});
    expect(await served()).toBe(2);
    await givenRating(sql, 1, {upvotes: 90, downvotes: 0});
    await decideCells(sql, [1]);
    expect(await served()).toBe(2);
    // Verified by the application itself: the status, and the mentor's row.
    await setStatus(1, 'mentor_verified');
    await decideCells(sql, [1]);
    expect(await served()).toBe(2);
    await givenReviewRow(sql, {lessonId: 1, mentorId: 'm1', status: 'verified'});
    await decideCells(sql, [1]);
    expect(await served()).toBe(1);
  });

  test('a promotion replaces an earlier verification, and is not ended by that of the version itself', async () => {
    await givenReviewRow(sql, {lessonId: 1, mentorId: 'm1', status: 'verified', at: new Date(0)});
    await setStatus(1, 'mentor_verified');
    await act('promote', 2);
    await givenReviewRow(sql, {lessonId: 2, mentorId: 'm1', status: 'verified'});
    await setStatus(2, 'mentor_verified');
    await decideCells(sql, [1]);
    expect(await served()).toBe(2);
  });

  test('the last promotion counts', async () => {
    await act('promote', 2);
    await act('promote', 1);
    expect(await served()).toBe(1);
    expect(await sql`select lesson_id, promoted_by from preheat.lesson_version order by 1`).toEqual([
      {lessonId: 1, promotedBy: 'a1'},
      {lessonId: 2, promotedBy: null},
    ]);
  });

  test('a retired version is out for good, even where the application writes its key back', async () => {
    await act('retire', 1);
    expect(await states()).toEqual({1: 'retired parked:1', 2: 'live plain'});
    await setKey(1, cacheKey('One', 1, 'reading'));
    await decideCells(sql, [1]);
    expect(await states()).toEqual({1: 'retired parked:1', 2: 'live plain'});
  });

  test('a restored version stands where the rule puts it', async () => {
    await act('retire', 1);
    await act('restore', 1);
    expect(await served()).toBe(1);
  });

  test('a roll back brings the version before, and once more the one before that', async () => {
    await act('promote', 2);
    expect(await act('roll_back', 2)).toEqual({outcome: 'done', lessonId: 1, cellId: 1});
    expect(await served()).toBe(1);
    expect(await act('roll_back', 1)).toEqual({outcome: 'done', lessonId: 2, cellId: 1});
    expect(await served()).toBe(2);
  });

  test('a roll back passes over what may not be served, and what never was', async () => {
    await act('promote', 2);
    await givenChallenger(sql, 1);
    await setStatus(1, 'rejected');
    expect(await act('roll_back', 2)).toEqual({outcome: 'nothing_before', lessonId: null, cellId: 1});
    expect(await served()).toBe(2);
  });

  test.each<
    [ActName: string, what: ServingAct, before: () => Promise<unknown>, lessonId: number, outcome: string]
  >([
    ['an unknown lesson', 'promote', async () => {}, 99, 'unknown_lesson'],
    ['a row of no cell', 'promote', () => setOther(), 3, 'no_cell'],
    ['promoting a rejected one', 'promote', () => setStatus(2, 'rejected'), 2, 'rejected'],
    ['promoting a placeholder', 'promote', () => spoil(2), 2, 'placeholder'],
    ['promoting a retired one', 'promote', () => act('retire', 2), 2, 'retired'],
    ['promoting it again', 'promote', () => act('promote', 2), 2, 'unchanged'],
    ['retiring it again', 'retire', () => act('retire', 2), 2, 'unchanged'],
    ['restoring what is not retired', 'restore', async () => {}, 2, 'not_retired'],
    ['rolling back what is not live', 'roll_back', async () => {}, 2, 'not_live'],
    ['rolling back the first', 'roll_back', async () => {}, 1, 'nothing_before'],
  ])('nothing is changed by %s', async (_, what, before, lessonId, outcome) => {
    await before();
    const all = async () => [await states(), await sql`select * from preheat.audit_event`];
    const was = await all();
    expect((await act(what, lessonId)).outcome).toBe(outcome);
    expect(await all()).toEqual(was);
  });

  async function setOther() {
    await setKey(await givenLesson(sql, 1), 'somewhere');
  }

  async function spoil(lessonId: number) {
    await sql`
      update lessons_lessoncontent set content = '{"content": "x", "is_fallback": true}', research_metadata = '{}'
      where id = ${lessonId}
    `;
  }

  test('each act is in the audit, with who, in which role, why, and what it changed', async () => {
    await act('promote', 2, 'Clearer.');
    const [event] = await sql`
      select actor, actor_role, action, cell_id, lesson_id, reason, before, after from preheat.audit_event
    `;
    expect(event).toEqual({
      actor: 'a1',
      actorRole: 'admin',
      action: 'promote',
      cellId: 1,
      lessonId: '2',
      reason: 'Clearer.',
      before: {2: {state: 'parked', promoted: false, superseded: false}},
      after: {2: {state: 'live', promoted: true, superseded: false}},
    });
  });
});

test('acts and their undoing reach both twins', async () => {
  await givenPublished(sql, 1, {variants: BOTH});
  await givenChallenger(sql, 1, {variants: BOTH});
  const live = async () => [await served('plain'), await served('multi_source_v1')];
  expect(await live()).toEqual([3, 4]);
  await act('retire', 4);
  expect(await live()).toEqual([1, 2]);
  await act('restore', 3);
  expect(await live()).toEqual([3, 4]);
  await act('promote', 2);
  expect(await live()).toEqual([1, 2]);
  await act('roll_back', 1);
  expect(await live()).toEqual([3, 4]);
});

describe('reconcile', () => {
  const mend = (variants: KeyVariant[] = ['plain']) => reconcile(sql, {variants});

  test('a right cell costs nothing', async () => {
    await givenPublished(sql, 1);
    await act('promote', 1);
    expect(await mend()).toEqual({repairedCount: 0, changes: [], filledCount: 0, twinCount: 0});
    expect(await sql`select * from preheat.cells_to_decide()`).toEqual([]);
  });

  test('a whole row that the application saves with its old key leaves one live version', async () => {
    await givenPublished(sql, 1);
    const save = await readToSave(sql, 1);
    await givenChallenger(sql, 1);
    await givenVoteRow(sql, {lessonId: 1, userId: 'm1', voteType: 'upvote'});
    await save({upvotes: 1});
    expect(
      await sql`select id from lessons_lessoncontent where cache_key not like 'parked:%' order by 1`,
    ).toHaveLength(2);
    await mend();
    expect(await states()).toEqual({1: 'live plain', 2: 'parked parked:2'});
  });

  test.each([
    ['a row that others wrote', () => givenLesson(sql, 2), {2: 'live plain'}],
    ['a live version that the application parked', () => setKey(1, 'parked:1'), {1: 'live plain'}],
    ['a live version that was rejected', () => setStatus(1, 'rejected'), {1: 'parked parked:1'}],
    ['a live version that is gone', () => sql`delete from lessons_lessoncontent`, {1: 'retired gone'}],
  ])('mends %s', async (_, spoil, mended) => {
    await givenPublished(sql, 1);
    await spoil();
    await mend();
    expect(await states()).toMatchObject(mended);
  });

  test('counters and statuses that the application overwrote are mended first', async () => {
    await givenPublished(sql, 1);
    await givenChallenger(sql, 1);
    await givenVoteRow(sql, {lessonId: 1, userId: 'm1', voteType: 'upvote'});
    expect(await mend()).toMatchObject({repairedCount: 1});
    expect(await served()).toBe(1);
  });

  test('votes that the application counted decide', async () => {
    await givenPublished(sql, 1);
    await givenChallenger(sql, 1);
    await givenVoteRow(sql, {lessonId: 1, userId: 'm1', voteType: 'upvote'});
    await givenRating(sql, 1, {upvotes: 1, downvotes: 0});
    await mend();
    expect(await served()).toBe(1);
  });

  test('a variant that is added later is filled without a draft, and only once', async () => {
    await givenPublished(sql, 1);
    await givenRating(sql, 1, {upvotes: 3, downvotes: 1, status: 'mentor_verified'});
    await givenReviewRow(sql, {lessonId: 1, mentorId: 'm1', status: 'verified'});
    expect(await mend(BOTH)).toMatchObject({twinCount: 1});
    expect(await mend(BOTH)).toMatchObject({twinCount: 0});
    expect(await states()).toEqual({1: 'live plain', 2: 'live multi_source_v1'});
    const [plain, twin] = await sql`
      select title, content, l.generated_at, approval_status, upvotes, downvotes, v.draft_id, r.status as verdict
      from lessons_lessoncontent l join preheat.lesson_version v on v.lesson_id = l.id
      left join lessons_mentorreview r on r.lesson_content_id = l.id order by l.id
    `;
    expect(twin).toEqual({...plain, upvotes: 0, downvotes: 0});
  });

  test('a lesson that is retired while its cell is waited for gets no twin', async () => {
    await givenPublished(sql, 1);
    let twins: PromiseLike<unknown> | undefined;
    await inTransaction(sql, async db => {
      await actOnLesson(db, {act: 'retire', lessonId: 1, actor: ADMIN, reason: null});
      twins = sql`select preheat.publish_twins(${BOTH}, 10)`.execute();
      await untilWaiting(sql);
    });
    await twins;
    expect(await states()).toEqual({1: 'retired parked:1'});
  });

  test.each([
    ['a variant that is not wanted', async () => {}, ['plain'] as KeyVariant[]],
    ['an archived cell', () => sql`update preheat.cell set archived_at = now()`, BOTH],
    ['a key that has a lesson', () => setLessonElsewhere(), BOTH],
    ['a twin that a person retired', () => retireTwin(), BOTH],
    ['a lesson of others', () => sql`update preheat.lesson_version set draft_id = null`, BOTH],
  ])('no twin for %s', async (_, before, variants) => {
    await givenPublished(sql, 1);
    await before();
    expect(await mend(variants)).toMatchObject({twinCount: 0});
  });

  async function setLessonElsewhere() {
    await setKey(await givenLesson(sql, 1), cacheKey('One', 1, 'reading', 'multi_source_v1'));
  }

  async function retireTwin() {
    await mend(BOTH);
    await sql`update preheat.lesson_version set state = 'retired' where lesson_id = 2`;
    await setKey(2, 'parked:2');
  }
});

describe('a key that was added', () => {
  const THREE = ['One', 'Two', 'Three'];
  const inBoth = async () => {
    const rows = await sql<{cellId: number}[]>`
      select cell_id from preheat.lesson_version where state = 'live' group by cell_id having count(*) = 2 order by 1
    `;
    return rows.map(({cellId}) => cellId);
  };

  test('is filled for lessons that lack it, and for one key nothing is done', async () => {
    await givenPublished(sql, 1, {variants: BOTH});
    await givenPublished(sql, 2);
    await fillAddedKeys(sql, {variants: ['plain']});
    expect(await inBoth()).toEqual([1]);
    await fillAddedKeys(sql, {variants: BOTH});
    expect(await inBoth()).toEqual([1, 2]);
  });

  test('is filled beyond a page of which some is passed over, and what always is ends it', async () => {
    await givenCells(sql, ...THREE);
    for (const cellId of [1, 2, 3]) await givenPublished(sql, cellId);
    await setStatus(1, 'rejected');
    await fillAddedKeys(sql, {variants: BOTH, atOnce: 2});
    expect(await inBoth()).toEqual([2, 3]);
  });
});

describe('before a run pays', () => {
  const wanted = async (because: string, status = 'pending') => {
    const runId = await givenRun(sql, {workflowId: `wants ${because}`});
    await sql`update preheat.run_cell set wanted_because = ${because}, status = ${status} where run_id = ${runId}`;
    return reconcileWanted(sql, runId);
  };

  test.each([
    ['missing', {1: 'live plain'}],
    ['rejected', {1: 'live plain'}],
    ['stale', {1: 'live parked:1'}],
  ])('a version in store serves a cell that was wanted because it is %s', async (because, expected) => {
    await givenPublished(sql, 1);
    await setKey(1, 'parked:1');
    await wanted(because);
    expect(await states()).toEqual(expected);
  });

  test('counters and statuses are mended first', async () => {
    await givenPublished(sql, 1);
    const save = await readToSave(sql, 1);
    await submitReview(sql, {
      lessonId: 1,
      mentorId: 'm1',
      status: 'verified',
      feedback: '',
      expertiseArea: 'Python',
      reasons: [],
    });
    await save({approval_status: 'rejected'});
    expect(await wanted('rejected')).toEqual([]);
    expect(await sql`select approval_status from lessons_lessoncontent`).toEqual([
      {approvalStatus: 'mentor_verified'},
    ]);
  });

  test('other cells, and those with retired versions alone, are left as they are', async () => {
    await givenPublished(sql, 1);
    await act('retire', 1);
    await givenPublished(sql, 2);
    await setKey(2, 'parked:2');
    const runId = await givenRun(sql, {workflowId: 'wants the first'});
    await sql`delete from preheat.run_cell where run_id = ${runId} and cell_id <> 1`;
    expect(await reconcileWanted(sql, runId)).toEqual([]);
    expect(await states()).toMatchObject({2: 'live parked:2'});
  });
});
