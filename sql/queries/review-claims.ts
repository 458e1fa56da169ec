import type {Finding} from '../../domain/findings.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import {type AccessReason, accessRefusal, type Refusal, refuse} from '../../domain/refusals.ts';
import {REVIEW_LEASE_MS, SAMPLE_SHARE, SKIPS_HOLD_DAYS} from '../../domain/review-queue.ts';
import {REVIEWER_ROLES} from '../../domain/reviews.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {idText} from './lesson-ids.ts';

/**
 * What a mentor is given to review. It says nothing of what others think: no verdict, no status of approval, not whether
 * this is the first opinion or the second, so that the second is one of its own.
 */
export type ReviewItem = {
  lessonId: LessonId;
  cellId: number;
  stepTitle: string;
  lessonNumber: number;
  style: Style;
  title: string;
  description: string;
  difficulty: string;
  estimatedDurationMinutes: number;
  /** As stored: any JSON value where others wrote the lesson. */
  content: unknown;
  /** What the checks warned of. */
  warnings: Finding[];
  /** The lesson that it was made to be better than. */
  parentLessonId: LessonId | null;
  claimedAt: Date;
  leasedUntil: Date;
  /** The mentor held it already: a page that was loaded again. */
  isResumed: boolean;
};

export type ClaimResult =
  | {kind: 'claimed'; item: ReviewItem}
  /** Nothing is left for this mentor, but for what they skipped, which `withSkipped` offers, and what others hold. */
  | {kind: 'empty'; skippedCount: number}
  | Refusal<AccessReason | 'no_reviewer'>;

type Row = {refusal: string | null; skippedCount: number} & (ReviewItem | {lessonId: null});

/**
 * Gives a mentor the lesson that they hold, or claims the next one: the one whose review is expected to spare learners
 * most, or, in `sampleShare` of the claims, one by chance. Two mentors are never given the same one; what another is
 * claiming at this moment is passed over, not waited for. The claim lasts `leaseMs` from now or from the last heartbeat,
 * and then until somebody else takes the lesson.
 *
 * @param random a number from 0 to below 1: decides whether it is by chance, and then which one
 * @param withSkipped offers what the mentor skipped in the last `skipsHoldDays` too
 */
export async function claimNext(
  db: Db,
  {
    mentorId,
    random,
    leaseMs = REVIEW_LEASE_MS,
    sampleShare = SAMPLE_SHARE,
    withSkipped = false,
    skipsHoldDays = SKIPS_HOLD_DAYS,
  }: {
    mentorId: string;
    random: number;
    leaseMs?: number;
    sampleShare?: number;
    withSkipped?: boolean;
    skipsHoldDays?: number;
  },
): Promise<ClaimResult> {
  // A number below the share is, divided by it, as even between 0 and 1 as it was.
  const samplePoint = random < sampleShare ? random / sampleShare : null;
  const [row] = await db<[Row]>`
    select g.refusal, l.id as lesson_id, g.is_resumed, g.claimed_at, g.leased_until, v.cell_id, v.parent_lesson_id,
      u.step_title, u.lesson_number, u.style, l.title, l.description, l.difficulty_level as difficulty,
      l.estimated_duration as estimated_duration_minutes, l.content,
      coalesce((
        select jsonb_agg(f) from preheat.draft d, jsonb_array_elements(d.findings) f
        where d.draft_id = v.draft_id and f ->> 'severity' = 'warning'
      ), '[]') as warnings,
      case when g.lesson_id is null then (
        select count(*)::integer from preheat.review_skip s join preheat.review_item i using (lesson_id)
        where s.mentor_id = ${idText(mentorId)} and s.skipped_at > now() - make_interval(days => ${skipsHoldDays}::int)
      ) end as skipped_count
    from preheat.claim_review(
      ${idText(mentorId)}, ${[...REVIEWER_ROLES]}::text[], ${leaseMs}::int * interval '1 millisecond', ${samplePoint},
      ${withSkipped ? null : skipsHoldDays}::int * interval '1 day'
    ) g
    left join lateral (
      -- The first of the twins may have been deleted since.
      select o.* from preheat.review_item i join lessons_lessoncontent o on o.id = any(i.lesson_ids)
      where i.lesson_id = g.lesson_id order by o.id limit 1
    ) l on true
    left join preheat.lesson_version v on v.lesson_id = l.id
    left join preheat.cell u on u.cell_id = v.cell_id
  `;
  const {refusal, skippedCount, ...item} = row;
  if (refusal === 'no_reviewer') {
    return refuse(
      'no_reviewer',
      `The account ${mentorId} may not review lessons. These roles may: ${REVIEWER_ROLES.join(', ')}.`,
    );
  }
  if (refusal !== null) return accessRefusal(refusal, {lessonId: '', userId: mentorId});
  return item.lessonId === null ? {kind: 'empty', skippedCount} : {kind: 'claimed', item};
}

/**
 * A sign of life from a mentor's page: they still look at this lesson.
 *
 * @returns until when it is held from now on; `lost` where somebody else took it, it was released, or the review is in
 */
export async function heartbeat(
  db: Db,
  {lessonId, mentorId, leaseMs = REVIEW_LEASE_MS}: {lessonId: LessonId; mentorId: string; leaseMs?: number},
): Promise<{kind: 'held'; leasedUntil: Date} | {kind: 'lost'}> {
  const [row] = await db<[{leasedUntil: Date}?]>`
    update preheat.review_claim set heartbeat_at = clock_timestamp(),
      leased_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond'
    where mentor_id = ${idText(mentorId)}
      and lesson_id = any(preheat.twins_of(preheat.lesson_id_of(${idText(lessonId)})))
    returning leased_until
  `;
  return row ? {kind: 'held', ...row} : {kind: 'lost'};
}

/** Gives a lesson back without a word. Returns whether the mentor held it. */
export async function releaseClaim(
  db: Db,
  {lessonId, mentorId}: {lessonId: LessonId; mentorId: string},
): Promise<boolean> {
  const rows = await db`
    delete from preheat.review_claim
    where mentor_id = ${idText(mentorId)}
      and lesson_id = any(preheat.twins_of(preheat.lesson_id_of(${idText(lessonId)})))
  `;
  return rows.count > 0;
}

/**
 * Leaves a lesson to others: it decides nothing about it, and this mentor is not offered it again for
 * `SKIPS_HOLD_DAYS`, in whatever browser they sit. Returns whether they held it.
 */
export async function skipReview(
  db: Db,
  {lessonId, mentorId}: {lessonId: LessonId; mentorId: string},
): Promise<boolean> {
  const [{wasHeld}] = await db<[{wasHeld: boolean}]>`
    select preheat.skip_review(preheat.lesson_id_of(${idText(lessonId)}), ${idText(mentorId)}) as was_held
  `;
  return wasHeld;
}
