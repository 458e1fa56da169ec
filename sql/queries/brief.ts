import type {LessonId} from '../../domain/lesson-id.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';

/** What the morning brief counts, in one statement. */
export type BriefCounts = {
  /** The run that it is about: the newest nightly one, where there is none the newest that nobody asked for one lesson. */
  runId: number | null;
  /** Until when the newest nightly run was under way: now, where it still is; null where there was none. */
  nightlyUntil: Date | null;
  /** When the schedule was resumed last, as the audit log has it. */
  scheduleResumedAt: Date | null;
  pausedRunIds: number[];
  quarantinedCount: number;
  weakCount: number;
  /** As the review queue was counted last. */
  waitingCount: number;
  /** Lessons in use on which verdicts of the last seven days are not all for it or all against it. */
  differingCount: number;
  coverageCountedAt: Date | null;
};

/** @param emulated whether the emulator is the model now: quarantine is told of the drafts of that model */
export async function briefCounts(db: Db, {emulated}: {emulated: boolean}): Promise<BriefCounts> {
  const [row] = await db<[BriefCounts]>`
    select
      coalesce(
        (select max(run_id) from preheat.run where kind = 'nightly'),
        (select max(run_id) from preheat.run where kind in ('start', 'manual'))
      ) as run_id,
      (
        select coalesce(ended_at, now()) from preheat.run where kind = 'nightly' order by run_id desc limit 1
      ) as nightly_until,
      (select max(at) from preheat.audit_event where action = 'resume_schedule') as schedule_resumed_at,
      array(
        select run_id::float8 from preheat.run where ended_at is null and state = 'paused' order by run_id
      ) as paused_run_ids,
      (
        select count(*) from preheat.draft where status = 'quarantined' and emulated = ${emulated}
      ) as quarantined_count,
      (
        select coalesce(sum(weak_count), 0) from preheat.coverage_count where roadmap_id is null
      ) as weak_count,
      coalesce((select item_count from preheat.review_refresh), 0) as waiting_count,
      (
        select count(*) from (
          select from (
            select distinct on (i.lesson_id, r.mentor_id) i.lesson_id, r.mentor_id, r.status, r.updated_at
            from lessons_mentorreview r
            left join preheat.lesson_version v on v.lesson_id = r.lesson_content_id
            left join lateral (
              select min(t.lesson_id)::preheat.lesson_id as lesson_id from preheat.lesson_version t where t.draft_id = v.draft_id
            ) d on true
            cross join lateral (select coalesce(d.lesson_id, r.lesson_content_id) as lesson_id) i
            where r.updated_at > now() - interval '7 days' and v.state is distinct from 'retired'
              and r.status in ('verified', 'needs_improvement', 'rejected')
            order by i.lesson_id, r.mentor_id, r.updated_at desc
          ) latest
          group by lesson_id
          having bool_or(status = 'verified') and bool_or(status <> 'verified')
        ) differing
      ) as differing_count,
      (select counted_at from preheat.coverage_refresh) as coverage_counted_at
  `;
  return row;
}

/** A lesson that a run made, as the review queue sees it. */
export type WorstLesson = {
  lessonId: LessonId;
  cellId: number;
  stepTitle: string;
  lessonNumber: number;
  style: Style;
  title: string;
  state: 'live' | 'parked' | 'retired';
  warningCount: number;
  upvotes: number;
  downvotes: number;
  /** That a mentor finds fault with it (0 to 1). */
  pBad: number;
  harm: number;
};

/** The lessons of a run that a review is expected to do most good to, of those that still wait for one. */
export async function worstOfRun(
  db: Db,
  {runId, limit}: {runId: number; limit: number},
): Promise<WorstLesson[]> {
  return db<WorstLesson[]>`
    select v.lesson_id, v.cell_id, c.step_title, c.lesson_number, c.style, l.title, v.state, s.warning_count, s.upvotes,
      s.downvotes, s.p_bad, s.harm
    from preheat.lesson_version v
    -- The first of two twins is the item.
    join preheat.review_score s on s.lesson_id = v.lesson_id
    join preheat.cell c on c.cell_id = v.cell_id
    join lessons_lessoncontent l on l.id = v.lesson_id
    where v.run_id = ${runId}
    order by s.harm desc, s.p_bad desc, v.lesson_id limit ${limit}
  `;
}
