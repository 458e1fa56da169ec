import * as fc from 'fast-check';
import {beforeEach, describe, expect, test} from 'vitest';
import {type LessonId} from '../../../domain/lesson-id.ts';
import {
  expectedHarm,
  needsSecondOpinion,
  probabilityBad,
  type ReviewEvidence,
  SAMPLE_SALT,
  shareHash,
} from '../../../domain/review-queue.ts';
import {STYLES} from '../../../domain/styles.ts';
import {inTransaction} from '../../../sql/client.ts';
import {claimNext} from '../../../sql/queries/review-claims.ts';
import {reviewQueue} from '../../../sql/queries/review-queue.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {testDatabase} from '../../support/postgres.ts';
import {givenLesson, givenRun, roadmap, step} from '../givens.ts';
import {emptyQueue, givenLessons, givenTwin, refresh} from '../queued.ts';
import {givenRating, givenReviewRow} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyQueue(sql));

const queued = async () => (await reviewQueue(sql, {limit: 100})).items;
const queuedIds = async () =>
  (await queued()).map(({lessonId}) => Number(lessonId)).toSorted((a, b) => a - b);
const itemIds = async () =>
  (await sql<{lessonId: LessonId}[]>`select lesson_id from preheat.review_item order by 1`).map(
    row => row.lessonId,
  );

/** Moves the time at which all lessons went live. */
const makeOlder = (days: number) =>
  sql`update preheat.lesson_version set live_since = live_since - make_interval(days => ${days}::int)`;

describe('SQL and domain say the same', () => {
  const evidence = fc.record({
    warningCount: fc.nat(9),
    upvotes: fc.nat(200),
    downvotes: fc.nat(200),
    isFirst: fc.boolean(),
    afterBadVerdict: fc.boolean(),
    isEmulated: fc.boolean(),
    waitsForMentor: fc.boolean(),
  });

  test('of the probability that a lesson is bad', async () => {
    const many = fc.sample(evidence, 500);
    const rows = await sql<{pBad: number}[]>`
      select preheat.probability_bad(
        "warningCount", upvotes, downvotes, "isFirst", "afterBadVerdict", "isEmulated", "waitsForMentor"
      ) as p_bad
      from rows from (jsonb_to_recordset(${JSON.stringify(many)}::text::jsonb) as (
        "warningCount" integer, upvotes integer, downvotes integer, "isFirst" boolean, "afterBadVerdict" boolean,
        "isEmulated" boolean, "waitsForMentor" boolean
      )) with ordinality r
      order by ordinality
    `;
    expect(rows).toHaveLength(500);
    for (const [index, one] of many.entries()) expect(rows[index]?.pBad).toBeCloseTo(probabilityBad(one), 12);
  });

  test('of the number that an id means', async () => {
    const ids = ['1', '17', 'abc', '1000000001', 'ü'];
    const rows = await sql<{share: number}[]>`
      select preheat.share_hash('second opinion', id) as share from unnest(${ids}::text[]) with ordinality i (id, n) order by n
    `;
    expect(rows.map(row => row.share)).toEqual(ids.map(id => shareHash('second opinion', id)));
  });

  test('of the harm of each item, and of who gets a second opinion', async () => {
    const titles = Array.from({length: 12}, (_, n) => `S${n}`);
    const ids = await givenLessons(sql, ...titles);
    for (const [index, id] of ids.entries()) {
      await givenRating(sql, id, {upvotes: index % 5, downvotes: index % 3});
      await sql`update preheat.lesson_version set live_since = now() - make_interval(days => ${index * 3}, hours => 1) where lesson_id = ${id}`;
      await sql`update lessons_lessoncontent set view_count = ${index * 7} where id = ${id}`;
    }
    await refresh(sql, 0.4);
    const items = await queued();
    expect(items).toHaveLength(12);
    for (const item of items) {
      const one: ReviewEvidence = item;
      expect(item.pBad).toBeCloseTo(probabilityBad(one), 12);
      expect(item.harm).toBeCloseTo(
        expectedHarm({demand: item.demand, ageDays: item.ageDays, evidence: one}),
        12,
      );
    }
    expect(items.map(({ageDays}) => ageDays).toSorted((a, b) => a - b)).toEqual(titles.map((_, n) => n * 3));
    expect(items.map(({harm}) => harm)).toEqual(items.map(({harm}) => harm).toSorted((a, b) => b - a));
    const rows = await sql<{lessonId: LessonId; needsSecond: boolean; sampleKey: number}[]>`
      select lesson_id, needs_second, sample_key from preheat.review_item
    `;
    expect(rows.filter(row => row.needsSecond).length).toBeGreaterThan(0);
    for (const {lessonId, needsSecond, sampleKey} of rows) {
      expect(needsSecond).toBe(needsSecondOpinion(lessonId, 0.4));
      expect(sampleKey).toBe(shareHash(SAMPLE_SALT, lessonId));
    }
  });

  test('of demand: a queue of lessons that differ in nothing else goes as a run by demand does', async () => {
    const titles = Array.from({length: 5}, (_, n) => `S${n}`);
    await importRoadmaps(sql, [
      roadmap(
        'a',
        titles.map(title => step(title, {lessonCount: 2, styles: [...STYLES]})),
      ),
      roadmap(
        'b',
        titles.slice(3).map(title => step(title)),
      ),
    ]);
    const views = fc.sample(fc.nat(60), {numRuns: 40, seed: 7});
    for (const [index, viewCount] of views.entries()) {
      const id = await givenLesson(sql, index + 1);
      // A run wants the cell as long as it is parked; its views count all the same.
      await sql`
        update lessons_lessoncontent set view_count = ${viewCount}, cache_key = 'parked:' || id where id = ${id}
      `;
    }
    const runId = await givenRun(sql, {filter: {order: 'demand'}});
    const ofRun = await sql<{cellId: number}[]>`
      select cell_id from preheat.run_cell where run_id = ${runId} order by position
    `;
    await sql`
      update lessons_lessoncontent l set cache_key = c.cache_key
      from preheat.cell c
      where (c.step_title, c.lesson_number, c.style) = (l.roadmap_step_title, l.lesson_number, l.learning_style)
    `;
    await sql`select preheat.decide(array(select cell_id from preheat.cell))`;
    await refresh(sql);
    const ofQueue = await sql<{cellId: number}[]>`
      select i.cell_id from preheat.review_score s join preheat.review_item i using (lesson_id)
      order by s.demand desc, i.cell_id
    `;
    expect(ofQueue).toHaveLength(40);
    expect(ofQueue.map(row => row.cellId)).toEqual(ofRun.map(row => row.cellId));
  });
});

describe('what is in the queue', () => {
  test('lessons that are live', async () => {
    const ids = await givenLessons(sql, 'A', 'B');
    expect(await refresh(sql)).toBe(2);
    expect(await queuedIds()).toEqual(ids);
  });

  test.each<[string, string]>([
    ['of an archived cell', 'update preheat.cell set archived_at = now() where cell_id = 1'],
    ['that are retired', "update preheat.lesson_version set state = 'retired' where cell_id = 1"],
    [
      'that are challengers and retired',
      "update preheat.lesson_version set state = 'retired', parent_lesson_id = 2 where cell_id = 1",
    ],
    [
      'that are parked, and no challengers',
      "update preheat.lesson_version set state = 'parked' where cell_id = 1",
    ],
    [
      'that are challengers and superseded',
      "update preheat.lesson_version set state = 'parked', parent_lesson_id = 2, superseded_at = now() where cell_id = 1",
    ],
    [
      'that the application verified',
      "update lessons_lessoncontent set approval_status = 'mentor_verified' where id = 1",
    ],
    [
      'that the application rejected',
      "update lessons_lessoncontent set approval_status = 'rejected' where id = 1",
    ],
    ['that are gone', 'delete from lessons_lessoncontent where id = 1'],
  ])('not lessons %s', async (_, change) => {
    const [, b] = await givenLessons(sql, 'A', 'B');
    await sql.unsafe(change);
    await refresh(sql);
    expect(await itemIds()).toEqual([b]);
  });

  test('challengers, of which the age is the lesson’s', async () => {
    const [a] = await givenLessons(sql, 'A');
    await sql`
      update preheat.lesson_version set state = 'parked', parent_lesson_id = 77, generated_at = now() - interval '5 days'
    `;
    await refresh(sql);
    expect(await queued()).toMatchObject([{lessonId: a, ageDays: 5}]);
  });

  test('with one verdict those whose share asks for a second, and not with two', async () => {
    const [a] = await givenLessons(sql, 'A');
    await givenReviewRow(sql, {lessonId: a!, mentorId: 'ann', status: 'rejected'});
    await sql`update lessons_lessoncontent set approval_status = 'rejected'`;
    await refresh(sql, 0);
    expect(await itemIds()).toEqual([]);
    await refresh(sql, 1);
    expect(await queued()).toMatchObject([{lessonId: a, kind: 'second'}]);
    await sql`update preheat.lesson_version set superseded_at = now()`;
    await refresh(sql, 1);
    expect(await itemIds()).toEqual([]);
    await sql`update preheat.lesson_version set superseded_at = null`;
    await givenReviewRow(sql, {lessonId: a!, mentorId: 'bob', status: 'verified'});
    await refresh(sql, 1);
    expect(await itemIds()).toEqual([]);
  });

  test('twins as one, with the votes of both; a verdict on one is one on both', async () => {
    const [a] = await givenLessons(sql, 'A');
    const twin = await givenTwin(sql, a!);
    await givenRating(sql, a!, {upvotes: 3, downvotes: 1});
    await givenRating(sql, twin, {upvotes: 4, downvotes: 2});
    await refresh(sql);
    expect(await queued()).toMatchObject([{lessonId: a, upvotes: 7, downvotes: 3, isFirst: true}]);
    expect(await sql`select lesson_ids::text[] from preheat.review_item`).toEqual([
      {lessonIds: [`${a}`, `${twin}`]},
    ]);
    await sql`update preheat.lesson_version set state = 'parked' where lesson_id = ${a!}`;
    await refresh(sql);
    expect(await itemIds()).toEqual([a]);
    await givenReviewRow(sql, {lessonId: twin, mentorId: 'ann', status: 'verified'});
    await refresh(sql);
    expect(await itemIds()).toEqual([]);
  });

  test('lessons that others wrote and that were adopted, each by itself', async () => {
    await givenLessons(sql, 'A', 'B');
    await sql`update preheat.lesson_version set draft_id = null`;
    await refresh(sql);
    expect(await itemIds()).toEqual([1, 2]);
  });
});

describe('what is known of a lesson', () => {
  const only = async () => {
    await refresh(sql);
    const [item] = await queued();
    return item;
  };

  test('the warnings of its draft, not the errors that somebody released it with', async () => {
    await givenLessons(sql, 'A');
    expect(await only()).toMatchObject({warningCount: 0});
    await sql`update preheat.draft set findings = '[{"severity": "warning"}, {"severity": "error"}, {"severity": "warning"}]'`;
    expect(await only()).toMatchObject({warningCount: 2});
  });

  test('that its cell had a lesson before', async () => {
    const [a] = await givenLessons(sql, 'A');
    expect(await only()).toMatchObject({isFirst: true});
    await sql`
      insert into preheat.lesson_version (lesson_id, cell_id, state, origin, generated_at)
      values (99, 1, 'retired', 'adopted', now() - interval '1 day')
    `;
    expect(await only()).toMatchObject({lessonId: a, isFirst: false});
  });

  test.each([
    ['rejected', true],
    ['needs_improvement', true],
    ['verified', false],
  ])('that the one before was %s', async (status, afterBadVerdict) => {
    const [a, b] = await givenLessons(sql, 'A', 'B');
    await sql`update preheat.lesson_version set parent_lesson_id = ${a!} where lesson_id = ${b!}`;
    await givenReviewRow(sql, {lessonId: a!, mentorId: 'ann', status});
    expect(await only()).toMatchObject({lessonId: b, afterBadVerdict});
  });

  test('that the emulator wrote it', async () => {
    await givenLessons(sql, 'A');
    expect(await only()).toMatchObject({isEmulated: false});
    await sql`update lessons_lessoncontent set created_by = 'gemini-emulator'`;
    expect(await only()).toMatchObject({isEmulated: true});
  });

  test('that the machine gave its cell up', async () => {
    await givenLessons(sql, 'A');
    expect(await only()).toMatchObject({waitsForMentor: false});
    await sql`
      insert into preheat.regeneration (cell_id, requested_by, requested_role, trigger, outcome, ended_at)
      values (1, 'preheat', 'preheat', 'vote_collapse', 'handed_to_mentor', now())
    `;
    expect(await only()).toMatchObject({waitsForMentor: true});
  });
});

describe('a refresh', () => {
  test('moves what has changed, adds what is new and takes away what is gone', async () => {
    const [a, b] = await givenLessons(sql, 'A', 'B');
    await refresh(sql);
    await givenRating(sql, b!, {upvotes: 0, downvotes: 9});
    await refresh(sql);
    expect((await queued()).map(({lessonId}) => lessonId)).toEqual([b, a]);
    await sql`update preheat.cell set archived_at = now() where cell_id = 2`;
    expect(await refresh(sql)).toBe(1);
    expect(await itemIds()).toEqual([a]);
    expect(await sql`select lesson_id from preheat.review_score`).toEqual([{lessonId: a}]);
    await sql`update preheat.cell set archived_at = null`;
    expect(await refresh(sql)).toBe(2);
  });

  test('makes old lessons count more', async () => {
    await givenLessons(sql, 'A');
    await refresh(sql);
    const [young] = await queued();
    await makeOlder(30);
    await refresh(sql);
    const [old] = await queued();
    expect(old?.ageDays).toBe(30);
    expect(old!.harm / young!.harm).toBeCloseTo(31 / 38 / (1 / 8), 10);
  });

  test('that finds nothing new writes nothing but its time', async () => {
    await givenLessons(sql, 'A', 'B');
    await refresh(sql);
    const versions = () =>
      sql`select s.xmin::text as score, i.xmin::text as item from preheat.review_score s join preheat.review_item i using (lesson_id) order by 1, 2`;
    const before = await versions();
    await refresh(sql);
    expect(await versions()).toEqual(before);
  });

  test('follows a share of second opinions that was changed', async () => {
    await givenLessons(sql, 'A');
    await refresh(sql, 0);
    await refresh(sql, 1);
    expect(await sql`select needs_second from preheat.review_item`).toEqual([{needsSecond: true}]);
  });

  test('leaves claims alone, and a claim in hand does not keep it waiting', async () => {
    const [a] = await givenLessons(sql, 'A');
    await refresh(sql);
    await inTransaction(sql, async claiming => {
      await claimNext(claiming, {mentorId: 'ann', random: 0.9});
      await makeOlder(3);
      expect(await refresh(sql)).toBe(1);
    });
    expect(await queued()).toMatchObject([{lessonId: a, ageDays: 3, heldBy: 'ann'}]);
  }, 5_000);

  test('says in the list when it was, and how many items there are', async () => {
    expect(await reviewQueue(sql, {limit: 1})).toEqual({items: [], refreshedAt: null, itemCount: 0});
    await givenLessons(sql, 'A', 'B');
    await refresh(sql);
    const list = await reviewQueue(sql, {limit: 1});
    expect(list).toMatchObject({itemCount: 2, refreshedAt: expect.any(Date) as Date});
    expect(list.items).toHaveLength(1);
  });
});

test('a lease that has passed is shown as nobody’s', async () => {
  await givenPublishedAndClaimed();
  await sql`update preheat.review_claim set leased_until = now() - interval '1 second'`;
  expect(await queued()).toMatchObject([{heldBy: null}]);
});

async function givenPublishedAndClaimed(): Promise<void> {
  await givenLessons(sql, 'A');
  await refresh(sql);
  await claimNext(sql, {mentorId: 'ann', random: 0.9});
}
