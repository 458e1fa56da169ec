import type {LessonId} from '../../domain/lesson-id.ts';
import type {Db, Pool} from '../../sql/client.ts';
import {claimNext, type ClaimResult} from '../../sql/queries/review-claims.ts';
import {refreshReviewQueue} from '../../sql/queries/review-queue.ts';
import {emptyTables, givenCells} from './givens.ts';
import {givenPeople} from './people.ts';
import {givenPublished} from './published.ts';

/** Empties what the queue and the reviews keep too. */
export async function emptyQueue(db: Db): Promise<void> {
  await emptyTables(db);
  await db`
    truncate preheat.review_item, preheat.review_score, preheat.review_claim, preheat.review_skip, preheat.review_outcome,
      preheat.review_refresh, preheat.review_reason, preheat.regeneration restart identity
  `;
}

/** A refresh without second opinions unless told otherwise. */
export const refresh = (db: Db, secondOpinionShare = 0) => refreshReviewQueue(db, {secondOpinionShare});

/** Published lessons 1, 2, 3 … of cells 1, 2, 3 …, one a title, and the mentors `ann`, `bob` and `cyd`; nothing refreshed. */
export async function givenLessons(pool: Pool, ...titles: string[]): Promise<LessonId[]> {
  await givenCells(pool, ...titles);
  const ids: LessonId[] = [];
  for (const [index] of titles.entries()) ids.push(await givenPublished(pool, index + 1));
  await givenPeople(pool, ['ann', 'bob', 'cyd'], {role: 'mentor'});
  return ids;
}

/** The order of the queue: these first, the first of them before all. */
export async function givenOrder(db: Db, ...lessonIds: LessonId[]): Promise<void> {
  for (const [index, lessonId] of lessonIds.entries()) {
    await db`update preheat.review_score set harm = ${1_000 - index} where lesson_id = ${lessonId}`;
  }
}

type Options = Partial<Parameters<typeof claimNext>[1]>;

/** Claims by harm, unless told otherwise. */
export const claim = (db: Db, mentorId: string, options: Options = {}): Promise<ClaimResult> =>
  claimNext(db, {mentorId, random: 0.999, ...options});

/** The lesson that a claim gives; null where it gives none. */
export async function claimed(db: Db, mentorId: string, options: Options = {}): Promise<LessonId | null> {
  const result = await claim(db, mentorId, options);
  if (result.kind === 'refused') throw new Error(result.message);
  return result.kind === 'claimed' ? result.item.lessonId : null;
}

/** All leases end now. */
export async function expireLeases(db: Db): Promise<void> {
  await db`update preheat.review_claim set leased_until = now() - interval '1 second'`;
}

/** A twin of a lesson: the same draft, live under the other key. Returns its id. */
export async function givenTwin(db: Db, lessonId: LessonId): Promise<LessonId> {
  const [{twinId}] = await db<[{twinId: LessonId}]>`
    with stored as (
      select preheat.store_lesson(to_jsonb(l), c.multi_source_key) as twin_id, l.id
      from lessons_lessoncontent l
      join preheat.lesson_version v on v.lesson_id = l.id join preheat.cell c using (cell_id)
      where l.id = ${lessonId}
    ), version as (
      insert into preheat.lesson_version (
        lesson_id, cell_id, variant, state, origin, draft_id, generated_at, live_since, parent_lesson_id
      )
      select s.twin_id, v.cell_id, 'multi_source_v1', v.state, v.origin, v.draft_id, v.generated_at, v.live_since,
        v.parent_lesson_id
      from stored s join preheat.lesson_version v on v.lesson_id = s.id
    )
    select twin_id from stored
  `;
  return twinId;
}
