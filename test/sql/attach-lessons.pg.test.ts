import {beforeEach, describe, expect, test} from 'vitest';
import {cacheKey, KEY_VARIANTS} from '../../domain/cells.ts';
import {plan} from '../../sql/queries/cells.ts';
import {claimCell} from '../../sql/queries/claims.ts';
import {publishLesson, readAsReader} from '../../sql/queries/lessons.ts';
import {submitReview} from '../../sql/queries/reviews.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {actOnLesson, reconcile} from '../../sql/queries/serving.ts';
import {castVote} from '../../sql/queries/votes.ts';
import {attachedDatabase} from '../support/attached.ts';
import {givenRow} from './attached-givens.ts';
import {emptyTables, givenCells, roadmap, step} from './givens.ts';
import {givenPeople} from './people.ts';
import {givenDrafted, givenPublished} from './published.ts';
import {givenTwins, rating} from './rated.ts';

const databases = {old: await attachedDatabase('old'), head: await attachedDatabase('head')};
const BOTH = {emulated: false, variants: KEY_VARIANTS};
const PLAIN = cacheKey('One', 1, 'reading');
const SUFFIXED = cacheKey('One', 1, 'reading', 'multi_source_v1');

describe.each(['old', 'head'] as const)('with the application’s age "%s"', age => {
  const {sql} = databases[age];

  beforeEach(async () => {
    await emptyTables(sql);
    await givenCells(sql, 'One');
  });

  const served = async () => [
    (await readAsReader(sql, PLAIN))?.title,
    (await readAsReader(sql, SUFFIXED))?.title,
  ];

  async function wanted() {
    const {unserved, stale} = await plan(sql, {...BOTH, filter: {}});
    return [...unserved.map(({state}) => state), ...stale.map(({reason}) => reason)];
  }

  test('a lesson that was paid for once is served under both keys, in rows with all columns', async () => {
    expect(await wanted()).toEqual(['missing']);
    const drafted = await givenDrafted(sql, 1);

    await publishLesson(sql, {...drafted, variants: KEY_VARIANTS});

    expect(await served()).toEqual(['Ours', 'Ours']);
    expect(await wanted()).toEqual([]);
    expect(await claimCell(sql, {cellId: 1, claimedBy: 'run:9', leaseMs: 1, ...BOTH})).toEqual({
      kind: 'served',
    });
    expect(await sql`select from preheat.draft`).toHaveLength(1);
    const rows = await sql<{row: Record<string, unknown>}[]>`
      select to_jsonb(l) as row from lessons_lessoncontent l order by id
    `;
    expect(rows).toHaveLength(2);
    for (const {row} of rows) {
      expect(row).toMatchObject({
        roadmap_step_title: 'One',
        source_type: 'ai_only',
        approval_status: 'pending',
        upvotes: 0,
      });
      if (age === 'old') continue;
      expect(row).toMatchObject({generation_status: 'completed', generation_metadata: {}, module_id: null});
      // The application's own inputs take numbers.
      expect(row['id']).toMatch(/^\d{10}$/);
      expect(Number(row['id'])).toBeLessThan(2 ** 31);
    }
  });

  test('a column that only the application knows gets its default', async () => {
    await sql`alter table lessons_lessoncontent add rank integer not null default 7`;
    try {
      await givenPublished(sql, 1);
      expect(await sql`select rank from lessons_lessoncontent`).toEqual([{rank: 7}]);
    } finally {
      await sql`alter table lessons_lessoncontent drop rank`;
    }
  });

  test('what somebody else serves under one key stays, and the other key is filled', async () => {
    const theirs = await givenRow(sql, {stepTitle: 'One'});
    expect(await wanted()).toEqual(['missing']);
    const drafted = await givenDrafted(sql, 1, {variants: KEY_VARIANTS});

    await publishLesson(sql, {...drafted, variants: KEY_VARIANTS});

    expect(await served()).toEqual(['Theirs', 'Ours']);
    expect(await sql`select id from lessons_lessoncontent where cache_key = ${PLAIN}`).toEqual([
      {id: theirs},
    ]);
  });

  test('which version is served is decided for each key by itself', async () => {
    const [plain] = await givenTwins(sql, 1);
    const theirs = await givenRow(sql, {
      stepTitle: 'One',
      variant: 'multi_source_v1',
      columns: {upvotes: 30},
    });

    await reconcile(sql, {variants: KEY_VARIANTS});

    expect(await served()).toEqual(['Ours', 'Theirs']);
    expect(
      await sql`select lesson_id, variant from preheat.lesson_version where state = 'live' order by variant desc`,
    ).toEqual([
      {lessonId: plain, variant: 'plain'},
      {lessonId: theirs, variant: 'multi_source_v1'},
    ]);
  });

  test('a lesson whose step says something else is made anew, for both keys', async () => {
    await givenTwins(sql, 1);
    await importRoadmaps(sql, [roadmap('r', [step('One', {description: 'Other words.'})])]);
    expect(await wanted()).toEqual(['text']);
    const drafted = await givenDrafted(sql, 1, {variants: KEY_VARIANTS});

    await publishLesson(sql, {
      ...drafted,
      variants: KEY_VARIANTS,
      lesson: {...drafted.lesson, title: 'Newer'},
    });

    expect(await served()).toEqual(['Newer', 'Newer']);
    expect(await wanted()).toEqual([]);
    expect(await sql`select from lessons_lessoncontent`).toHaveLength(4);
  });

  test('votes, verdicts and promotions reach the rows', async () => {
    await givenPeople(sql, ['u1']);
    await givenPeople(sql, ['m1'], {role: 'mentor'});
    const [plain, other] = await givenTwins(sql, 1);

    expect(
      await castVote(sql, {lessonId: plain, userId: 'u1', voteType: 'upvote', comment: 'Good.'}),
    ).toMatchObject({
      kind: 'voted',
      upvotes: 1,
    });
    expect(
      await submitReview(sql, {
        lessonId: other,
        mentorId: 'm1',
        status: 'verified',
        feedback: 'Right.',
        expertiseArea: 'Python',
        reasons: [],
      }),
    ).toMatchObject({kind: 'reviewed', approvalStatus: 'mentor_verified'});
    expect(await rating(sql, plain)).toEqual([1, 0, 'mentor_verified']);
    expect(await rating(sql, other)).toEqual([0, 0, 'mentor_verified']);
    expect(
      (
        await actOnLesson(sql, {
          act: 'retire',
          lessonId: plain,
          actor: {id: 'cli', role: 'cli'},
          reason: null,
        })
      ).outcome,
    ).toBe('done');
    expect(await served()).toEqual([undefined, undefined]);
    expect(
      (
        await actOnLesson(sql, {
          act: 'restore',
          lessonId: plain,
          actor: {id: 'cli', role: 'cli'},
          reason: null,
        })
      ).outcome,
    ).toBe('done');
    expect(await served()).toEqual(['Ours', 'Ours']);
  });

  test('a draft that was published under one key is published under the other when that is wanted, unpaid', async () => {
    await givenPublished(sql, 1);
    expect(await wanted()).toEqual(['missing']);

    expect((await reconcile(sql, {variants: KEY_VARIANTS})).twinCount).toBe(1);

    expect(await wanted()).toEqual([]);
    expect(await served()).toEqual(['Ours', 'Ours']);
  });
});
