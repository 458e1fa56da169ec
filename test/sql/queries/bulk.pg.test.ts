import {beforeEach, describe, expect, test} from 'vitest';
import type {LessonId} from '../../../domain/lesson-id.ts';
import {
  actOnLessons,
  type BulkAct,
  bulkCommands,
  type LessonFilter,
  matchingLessons,
  undoBulk,
} from '../../../sql/queries/bulk.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {actOnLesson} from '../../../sql/queries/serving.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenLesson, roadmap, step} from '../givens.ts';
import {givenChallenger, givenPublished} from '../published.ts';
import {givenRating, givenTwins} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [
    roadmap('a', [step('One'), step('Two'), step('Half_way')]),
    roadmap('b', [step('Four', {styles: ['video']})]),
  ]);
});

const ED = {id: 'ed', role: 'admin'};
const KIT = {id: 'kit', role: 'super_admin'};

const act = async (of: BulkAct, ...lessonIds: LessonId[]) =>
  actOnLessons(sql, {act: of, lessonIds, filter: {styles: ['reading']}, actor: ED, reason: 'Tidy up.'});
const outcomes = (items: readonly {lessonId: LessonId; outcome: string}[]) =>
  items.map(({lessonId, outcome}) => [lessonId, outcome]);
const standing = async () =>
  sql`
    select lesson_id, state, promoted_at, promoted_by, superseded_at, l.cache_key
    from preheat.lesson_version join lessons_lessoncontent l on l.id = lesson_id order by lesson_id
  `;
const states = async () => (await standing()).map(row => row['state'] as string);

describe('matchingLessons', () => {
  const matching = async (filter: LessonFilter, limit = 10) =>
    (await matchingLessons(sql, filter, {limit})).map(({lessonId}) => lessonId);

  test('each part of a filter narrows', async () => {
    const one = await givenPublished(sql, 1);
    const next = await givenChallenger(sql, 1);
    const two = await givenPublished(sql, 2);
    await givenRating(sql, two, {upvotes: 0, downvotes: 0, status: 'approved'});
    const half = await givenPublished(sql, 3);
    const four = await givenPublished(sql, 4);
    const all = [one, next, two, half, four];

    expect(await matching({})).toEqual(all);
    expect(await matching({}, 2)).toEqual(all.slice(0, 2));
    expect(await matching({roadmapKeys: ['b']})).toEqual([four]);
    expect(await matching({styles: ['video']})).toEqual([four]);
    expect(await matching({states: ['parked']})).toEqual([one]);
    expect(await matching({approvalStatuses: ['approved', 'rejected']})).toEqual([two]);
    expect(await matching({text: 'F_W'})).toEqual([half]);
    expect(await matching({text: 'l__w'})).toEqual([]);
    expect(await matching({origin: 'adopted'})).toEqual([]);
    expect(await matching({lessonIds: [String(two), 'none', String(one)]})).toEqual([one, two]);
    await sql`update preheat.cell set archived_at = now() where cell_id = 1`;
    expect(await matching({})).toEqual([two, half, four]);
  });

  test('a match says what it is', async () => {
    const lessonId = await givenPublished(sql, 1);
    expect(await matchingLessons(sql, {}, {limit: 1})).toEqual([
      {lessonId, cellId: 1, title: 'Ours', stepTitle: 'One'},
    ]);
  });
});

test('an act on several lessons is stored with what became of each, and audited one by one', async () => {
  const one = await givenPublished(sql, 1);
  const two = await givenPublished(sql, 2);
  await actOnLesson(sql, {act: 'retire', lessonId: two, actor: ED, reason: null});
  await sql`truncate preheat.audit_event`;

  const command = await act('retire', two, one);
  expect(command).toMatchObject({
    act: 'retire',
    reason: 'Tidy up.',
    actor: 'ed',
    actorRole: 'admin',
    undoneAt: null,
  });
  expect(outcomes(command.items)).toEqual([
    [one, 'done'],
    [two, 'unchanged'],
  ]);
  expect(await states()).toEqual(['retired', 'retired']);
  expect(await bulkCommands(sql, {limit: 5})).toEqual([command]);
  expect(await sql`select actor, action, lesson_id, reason from preheat.audit_event`).toEqual([
    {actor: 'ed', action: 'retire', lessonId: String(one), reason: 'Tidy up.'},
  ]);
  expect(await sql`select filter from preheat.bulk_command`).toEqual([{filter: {styles: ['reading']}}]);
});

describe('undoBulk', () => {
  test.each(['promote', 'retire', 'restore'] as const)('%s is taken back, also by another one', async of => {
    const one = await givenPublished(sql, 1);
    const next = await givenChallenger(sql, 1);
    const two = await givenPublished(sql, 2);
    await actOnLesson(sql, {act: 'promote', lessonId: next, actor: KIT, reason: null});
    if (of === 'restore') await actOnLesson(sql, {act: 'retire', lessonId: one, actor: KIT, reason: null});
    const before = await standing();
    const {bulkCommandId, items} = await act(of, one, ...(of === 'restore' ? [] : [two]));
    expect(items.every(({outcome}) => outcome === 'done')).toBe(true);
    expect(await standing()).not.toEqual(before);

    expect(await undoBulk(sql, {bulkCommandId, actor: KIT})).toEqual({
      kind: 'undone',
      undoneCount: items.length,
      leftLessonIds: [],
    });
    expect(await standing()).toEqual(before);
    expect(await bulkCommands(sql, {limit: 1})).toMatchObject([
      {undoneBy: 'kit', undoneAt: expect.any(Date)},
    ]);
    const [event] =
      await sql`select actor, action, lesson_id from preheat.audit_event order by audit_event_id desc limit 1`;
    expect(event).toEqual({actor: 'kit', action: `undo_${of}`, lessonId: String(one)});
  });

  test('of one cell with several of the lessons, all is as before', async () => {
    const one = await givenPublished(sql, 1);
    const next = await givenChallenger(sql, 1);
    const before = await standing();
    const {bulkCommandId} = await act('promote', one, next);
    expect(await undoBulk(sql, {bulkCommandId, actor: ED})).toMatchObject({
      undoneCount: 2,
      leftLessonIds: [],
    });
    expect(await standing()).toEqual(before);
  });

  test('what was superseded is so again', async () => {
    const one = await givenPublished(sql, 1);
    await givenChallenger(sql, 1);
    await sql`update preheat.lesson_version set superseded_at = now() where lesson_id = ${one}`;
    const before = await standing();
    const {bulkCommandId} = await act('promote', one);
    expect(await standing()).not.toEqual(before);
    await undoBulk(sql, {bulkCommandId, actor: ED});
    expect(await standing()).toEqual(before);
  });

  test('twins come back together', async () => {
    const twins = await givenTwins(sql, 1);
    const before = await standing();
    const {bulkCommandId, items} = await act('retire', ...twins);
    expect(outcomes(items)).toEqual([
      [twins[0], 'done'],
      [twins[1], 'unchanged'],
    ]);
    await undoBulk(sql, {bulkCommandId, actor: ED});
    expect(await standing()).toEqual(before);
  });

  test('what somebody changed since is left as it is, and named', async () => {
    const one = await givenPublished(sql, 1);
    const two = await givenPublished(sql, 2);
    const {bulkCommandId} = await act('retire', one, two);
    await actOnLesson(sql, {act: 'restore', lessonId: one, actor: KIT, reason: null});
    await actOnLesson(sql, {act: 'promote', lessonId: one, actor: KIT, reason: null});

    expect(await undoBulk(sql, {bulkCommandId, actor: ED})).toEqual({
      kind: 'undone',
      undoneCount: 1,
      leftLessonIds: [String(one)],
    });
    expect(await states()).toEqual(['live', 'live']);
    expect(await sql`select promoted_by from preheat.lesson_version where lesson_id = ${one}`).toEqual([
      {promotedBy: 'kit'},
    ]);
  });

  test('a new version that came since counts as a change', async () => {
    const one = await givenPublished(sql, 1);
    const {bulkCommandId} = await act('retire', one);
    await givenPublished(sql, 1);
    expect(await undoBulk(sql, {bulkCommandId, actor: ED})).toMatchObject({
      undoneCount: 0,
      leftLessonIds: [String(one)],
    });
  });

  test('what is unknown, undone, or older than ten minutes is refused', async () => {
    const one = await givenPublished(sql, 1);
    expect(await undoBulk(sql, {bulkCommandId: 99, actor: ED})).toEqual({kind: 'refused', reason: 'unknown'});
    const {bulkCommandId} = await act('retire', one);
    await sql`update preheat.bulk_command set done_at = done_at - interval '10 minutes'`;
    expect(await undoBulk(sql, {bulkCommandId, actor: ED})).toEqual({kind: 'refused', reason: 'too_late'});
    expect(await states()).toEqual(['retired']);
    await sql`update preheat.bulk_command set done_at = done_at + interval '10 minutes'`;
    await undoBulk(sql, {bulkCommandId, actor: ED});
    expect(await undoBulk(sql, {bulkCommandId, actor: ED})).toEqual({kind: 'refused', reason: 'undone'});
  });
});

test('a row that others wrote can be acted on once it is known', async () => {
  const theirs = await givenLesson(sql, 1);
  await sql`select preheat.decide(array[1]::bigint[])`;
  expect((await matchingLessons(sql, {origin: 'adopted'}, {limit: 2})).map(({lessonId}) => lessonId)).toEqual(
    [theirs],
  );
  expect(outcomes((await act('retire', theirs)).items)).toEqual([[theirs, 'done']]);
});
