import type {Rating} from '../../domain/review-agreement.ts';
import type {Db} from '../client.ts';

/**
 * The latest verdict of each mentor on each lesson that two or more of them reviewed, a lesson and its twins as one; in
 * the order of lessons and mentors. Also those verdicts that were not given blind, as in the application itself.
 */
export async function doubleRatings(db: Db): Promise<Rating[]> {
  return db<Rating[]>`
    select w.lesson_id, w.mentor_id, w.status, w.reasons
    from (
      select g.*, count(*) over (partition by g.lesson_id) as mentor_count
      from (
        select distinct on (i.lesson_id, r.mentor_id) i.lesson_id, r.mentor_id, r.status,
          coalesce(s.reasons, '{}') as reasons
        from lessons_mentorreview r
        left join preheat.review_reason s on s.lesson_id = r.lesson_content_id and s.mentor_id = r.mentor_id
        left join preheat.lesson_version v on v.lesson_id = r.lesson_content_id
        left join (
          select draft_id, min(lesson_id) as lesson_id from preheat.lesson_version where draft_id is not null group by draft_id
        ) d on d.draft_id = v.draft_id
        cross join lateral (select coalesce(d.lesson_id, r.lesson_content_id) as lesson_id) i
        where r.status in ('verified', 'needs_improvement', 'rejected')
        order by i.lesson_id, r.mentor_id, r.updated_at desc, r.status
      ) g
    ) w
    where w.mentor_count >= 2
    order by w.lesson_id, w.mentor_id
  `;
}

/** What the estimate of the queue is worth: over reviews of lessons that were offered by chance. */
export type Calibration = {
  reviewCount: number;
  /** The mean of what was expected, from 0 to 1; null without reviews. */
  expectedBadShare: number | null;
  /** The share of verdicts other than `verified`. */
  badShare: number | null;
};

/** Expected and found faults of the lessons that mentors reviewed as a random sample, first opinions only. */
export async function calibration(db: Db): Promise<Calibration> {
  const [row] = await db<[Calibration]>`
    select count(*) as review_count, avg(p_bad) as expected_bad_share,
      avg((verdict <> 'verified')::integer)::float8 as bad_share
    from preheat.review_outcome where is_sample and kind = 'first'
  `;
  return row;
}
