import {beforeEach, describe, expect, test} from 'vitest';
import {audit} from '../../../sql/queries/audit.ts';
import {countCoverage} from '../../../sql/queries/coverage.ts';
import {briefCounts, worstOfRun} from '../../../sql/queries/brief.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {closeRun, markRunWaiting} from '../../../sql/queries/runs.ts';
import {testDatabase} from '../../support/postgres.ts';
import {givenRun, newDraft} from '../givens.ts';
import {emptyQueue, givenLessons, givenTwin, refresh} from '../queued.ts';
import {givenReviewRow} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyQueue(sql));

const counts = async (emulated = false) => briefCounts(sql, {emulated});

test('before anything has happened there is nothing to tell', async () => {
  expect(await counts()).toEqual({
    runId: null,
    nightlyUntil: null,
    scheduleResumedAt: null,
    pausedRunIds: [],
    quarantinedCount: 0,
    weakCount: 0,
    waitingCount: 0,
    differingCount: 0,
    coverageCountedAt: null,
  });
});

test('the run is the newest nightly one; before there is one, the newest that was no regeneration', async () => {
  const start = await givenRun(sql, {workflowId: 'a', kind: 'start'});
  expect(await counts()).toMatchObject({runId: start, nightlyUntil: null});
  const manual = await givenRun(sql, {workflowId: 'b', kind: 'manual'});
  await givenRun(sql, {workflowId: 'c', kind: 'regeneration'});
  expect(await counts()).toMatchObject({runId: manual, nightlyUntil: null});
  await givenRun(sql, {workflowId: 'd', kind: 'nightly'});
  const night = await givenRun(sql, {workflowId: 'e', kind: 'nightly'});
  await givenRun(sql, {workflowId: 'f', kind: 'manual'});
  expect(await counts()).toMatchObject({runId: night});
});

test('the newest nightly run was under way until its end, and is until now where it has none', async () => {
  const [first, second] = [
    await givenRun(sql, {workflowId: 'a', kind: 'nightly'}),
    await givenRun(sql, {workflowId: 'b', kind: 'nightly'}),
  ];
  await sql`update preheat.run set opened_at = '2026-01-01'`;
  const before = new Date();
  expect((await counts()).nightlyUntil?.getTime()).toBeGreaterThanOrEqual(before.getTime());

  await sql`update preheat.run set state = 'finished', ended_at = '2026-01-02T03:00:00Z' where run_id = ${second}`;
  // Of the one before nothing is asked any more.
  await sql`update preheat.run set state = 'finished', ended_at = '2026-01-03T00:00:00Z' where run_id = ${first}`;
  expect(await counts()).toMatchObject({nightlyUntil: new Date('2026-01-02T03:00:00Z')});
});

test('the schedule was resumed when the audit log says so, the last time', async () => {
  const resume = async () => audit(sql, {action: 'resume_schedule', actor: {id: 'ann', role: 'admin'}});
  await resume();
  await sql`update preheat.audit_event set at = '2026-01-01T00:00:00Z'`;
  await resume();
  await sql`update preheat.audit_event set at = '2026-01-02T00:00:00Z' where at > '2026-01-01T00:00:00Z'`;
  await audit(sql, {action: 'pause_schedule', actor: {id: 'ann', role: 'admin'}});

  expect(await counts()).toMatchObject({scheduleResumedAt: new Date('2026-01-02T00:00:00Z')});
});

test('runs that are paused are named, not those that wait otherwise or have ended', async () => {
  const wait = (cause: 'paused' | 'minute_quota') => ({cause, message: 'By anna.', untilMs: null});
  const ids: number[] = [];
  for (const workflowId of ['a', 'b', 'c', 'd']) ids.push(await givenRun(sql, {workflowId}));
  const [first = 0, waiting = 0, ended = 0, last = 0] = ids;
  for (const runId of [last, first, ended]) await markRunWaiting(sql, {runId, wait: wait('paused')});
  await markRunWaiting(sql, {runId: waiting, wait: wait('minute_quota')});
  await closeRun(sql, {runId: ended, end: {state: 'finished'}});

  expect((await counts()).pausedRunIds).toEqual([first, last]);
});

test('drafts in quarantine are those of the model that is used', async () => {
  await givenLessons(sql, 'A');
  const drafts = ['a', 'b', 'c'].map(async (requestId, index) =>
    storeDraft(sql, newDraft({requestId, cellId: 1, runId: 1, callNumber: 1, emulated: index === 0})),
  );
  await Promise.all(drafts);
  await sql`update preheat.draft set status = 'quarantined' where request_id in ('a', 'b')`;

  expect(await counts()).toMatchObject({quarantinedCount: 1});
  await sql`update preheat.draft set status = 'quarantined' where request_id = 'c'`;
  expect(await counts()).toMatchObject({quarantinedCount: 2});
  expect(await counts(true)).toMatchObject({quarantinedCount: 1});
});

test('weak lessons are those of all roadmaps, as they were counted; with when that was', async () => {
  await givenLessons(sql, 'A');
  await countCoverage(sql, {maxAgeMs: 0, emulated: false});
  const [{countedAt}] = await sql<[{countedAt: Date}]>`select counted_at from preheat.coverage_refresh`;
  await sql`update preheat.coverage_count set weak_count = 3`;

  expect(await counts()).toMatchObject({weakCount: 3, coverageCountedAt: countedAt});
});

test('reviews that wait are the items of the queue, as it was counted last', async () => {
  await givenLessons(sql, 'A', 'B');
  await refresh(sql);

  expect(await counts()).toMatchObject({waitingCount: 2});
});

describe('lessons on which mentors differ', () => {
  const days = (count: number) => new Date(Date.now() - count * 24 * 60 * 60 * 1000);

  test('have a verdict for and one against', async () => {
    const [a, b, c] = await givenLessons(sql, 'A', 'B', 'C');
    await givenReviewRow(sql, {lessonId: a!, mentorId: 'ann', status: 'verified'});
    await givenReviewRow(sql, {lessonId: a!, mentorId: 'bob', status: 'needs_improvement'});
    // Both are against it.
    await givenReviewRow(sql, {lessonId: b!, mentorId: 'ann', status: 'rejected'});
    await givenReviewRow(sql, {lessonId: b!, mentorId: 'bob', status: 'needs_improvement'});
    await givenReviewRow(sql, {lessonId: c!, mentorId: 'ann', status: 'verified'});
    await givenReviewRow(sql, {lessonId: c!, mentorId: 'bob', status: 'draft'});

    expect(await counts()).toMatchObject({differingCount: 1});
  });

  test('are one with their twins, by the latest verdict of each mentor', async () => {
    const [a, b] = await givenLessons(sql, 'A', 'B');
    const twin = await givenTwin(sql, a!);
    await givenReviewRow(sql, {lessonId: a!, mentorId: 'ann', status: 'verified'});
    await givenReviewRow(sql, {lessonId: twin, mentorId: 'bob', status: 'rejected'});
    const other = await givenTwin(sql, b!);
    await givenReviewRow(sql, {lessonId: b!, mentorId: 'ann', status: 'verified', at: days(2)});
    await givenReviewRow(sql, {lessonId: other, mentorId: 'ann', status: 'rejected', at: days(1)});
    await givenReviewRow(sql, {lessonId: b!, mentorId: 'bob', status: 'rejected', at: days(1)});

    expect(await counts()).toMatchObject({differingCount: 1});
  });

  test('are those of this week that are not retired; also one that Preheat does not know', async () => {
    const [a, b, c] = await givenLessons(sql, 'A', 'B', 'C');
    for (const lessonId of [a!, b!, c!]) {
      const at = lessonId === a ? days(8) : days(6);
      await givenReviewRow(sql, {lessonId, mentorId: 'ann', status: 'verified', at});
      await givenReviewRow(sql, {lessonId, mentorId: 'bob', status: 'rejected', at});
    }
    expect(await counts()).toMatchObject({differingCount: 2});
    await sql`update preheat.lesson_version set state = 'retired' where lesson_id = ${b!}`;
    expect(await counts()).toMatchObject({differingCount: 1});
    await sql`delete from preheat.lesson_version where lesson_id = ${c!}`;
    expect(await counts()).toMatchObject({differingCount: 1});
  });
});

test('the worst lessons of a run are those whose review would do most good, of it alone', async () => {
  const [a, b, c, d] = await givenLessons(sql, 'A', 'B', 'C', 'D');
  await givenTwin(sql, a!);
  await refresh(sql);
  // Of another run each, as they are published one by one.
  await sql`update preheat.lesson_version set run_id = 1 where lesson_id <> ${d!}`;
  await sql`
    update preheat.review_score set harm = case lesson_id when ${a!} then 2 else 5 end,
      p_bad = case lesson_id when ${c!} then 0.9 else 0.5 end
  `;
  const worst = async (limit: number) => worstOfRun(sql, {runId: 1, limit});

  expect((await worst(9)).map(({lessonId}) => lessonId)).toEqual([c, b, a]);
  expect(await worst(1)).toEqual([
    {
      lessonId: c,
      cellId: 3,
      stepTitle: 'C',
      lessonNumber: 1,
      style: 'reading',
      title: 'Ours',
      state: 'live',
      warningCount: 0,
      upvotes: 0,
      downvotes: 0,
      pBad: 0.9,
      harm: 5,
    },
  ]);
});
