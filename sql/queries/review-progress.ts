import type {LessonId} from '../../domain/lesson-id.ts';
import type {Db} from '../client.ts';
import {idText} from './lesson-ids.ts';

/** How far the queue is, and what a mentor did; a lesson and its twins count as one. */
export type ReviewProgress = {
  /** Items that wait now, whoever holds them. */
  waitingCount: number;
  heldCount: number;
  /** When the order was counted; null where it never was. */
  refreshedAt: Date | null;
  /** By this mentor in the last 24 hours and 7 days. */
  ownDayCount: number;
  ownWeekCount: number;
  /** By all mentors in the last 7 days. */
  weekCount: number;
  /** What this mentor holds now. */
  heldLessonId: LessonId | null;
};

export async function reviewProgress(db: Db, mentorId: string): Promise<ReviewProgress> {
  const mentor = idText(mentorId);
  const [row] = await db<[ReviewProgress]>`
    select q.waiting_count, h.held_count, h.held_lesson_id, r.own_day_count, r.own_week_count, r.week_count,
      (select refreshed_at from preheat.review_refresh) as refreshed_at
    from (select count(*) as waiting_count from preheat.review_item) q
    cross join (
      select count(*) filter (where leased_until > now()) as held_count,
        (array_agg(lesson_id) filter (where mentor_id = ${mentor}))[1] as held_lesson_id
      from preheat.review_claim
    ) h
    cross join (
      select count(*) as week_count, count(*) filter (where mentor_id = ${mentor}) as own_week_count,
        count(*) filter (where mentor_id = ${mentor} and updated_at > now() - interval '1 day') as own_day_count
      from (
        select m.mentor_id, max(m.updated_at) as updated_at
        from lessons_mentorreview m left join preheat.lesson_version v on v.lesson_id = m.lesson_content_id
        where m.updated_at > now() - interval '7 days'
        group by m.mentor_id, coalesce('draft ' || v.draft_id, 'lesson ' || m.lesson_content_id)
      ) each_verdict
    ) r
  `;
  return row;
}
