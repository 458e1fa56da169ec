import type {LessonId} from '../../domain/lesson-id.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {Style} from '../../domain/styles.ts';
import type {VoteType} from '../../domain/votes.ts';
import type {Db} from '../client.ts';
import {within} from './cells.ts';
import {idText} from './lesson-ids.ts';

/**
 * What a list of voted lessons is for: those that learners vote down (by the upper Wilson bound of the share of upvotes,
 * the lowest first), those that they disagree about, and those that they like best (by what lessons are served by).
 */
export const VOTE_ORDERS = ['collapsing', 'controversial', 'best'] as const;
export type VoteOrder = (typeof VOTE_ORDERS)[number];

/** Which lessons; an absent field does not narrow. */
export type VoteFilter = Pick<RunFilter, 'roadmapKeys' | 'styles'>;

/** A live lesson with the votes on it and its live twins. */
export type VotedLesson = {
  lessonId: LessonId;
  cellId: number;
  stepTitle: string;
  lessonNumber: number;
  style: Style;
  title: string;
  approvalStatus: string;
  upvotes: number;
  downvotes: number;
  viewCount: number;
  /** What the list is ordered by. */
  score: number;
};

/** 80 %, as `isCollapsed` in domain/regenerations.ts. */
const Z = 1.2816;

/** Fewer votes say nothing yet: one downvote would head the list. */
const MIN_COLLAPSING_VOTES = 5;

/**
 * Live lessons with votes in an order, from a place on. A lesson that moves in the order meanwhile may come twice or be
 * passed over.
 */
export async function votedLessons(
  db: Db,
  {order, filter, offset, limit}: {order: VoteOrder; filter: VoteFilter; offset: number; limit: number},
): Promise<VotedLesson[]> {
  const {score, condition, isAscending} = ORDERS[order](db);
  return db<VotedLesson[]>`
    select g.*, ${score} as score
    from (
      select min(v.lesson_id)::preheat.lesson_id as lesson_id, u.cell_id, u.step_title, u.lesson_number, u.style,
        min(l.title) as title, min(l.approval_status) as approval_status, sum(l.upvotes)::float8 as upvotes,
        sum(l.downvotes)::float8 as downvotes, sum(l.view_count)::float8 as view_count
      from preheat.lesson_version v
      join lessons_lessoncontent l on l.id = v.lesson_id
      join preheat.cell u using (cell_id)
      where v.state = 'live' and u.archived_at is null and l.upvotes + l.downvotes > 0 ${within(db, filter)}
      group by u.cell_id, v.draft_id, case when v.draft_id is null then v.lesson_id end
    ) g
    left join preheat.style_prior p using (style)
    where ${condition}
    order by ${isAscending ? db`score` : db`score desc`}, g.upvotes + g.downvotes desc, g.lesson_id
    limit ${limit} offset ${offset}
  `;
}

/** Of lessons named `g` with the prior of their style `p`. The formulas are those of domain/ranking.ts. */
const ORDERS: Record<
  VoteOrder,
  (db: Db) => {score: ReturnType<Db>; condition: ReturnType<Db>; isAscending: boolean}
> = {
  collapsing: db => ({
    score: db`
      case when g.downvotes = 0 then 1 else
        (g.upvotes + ${Z}::float8 ^ 2 / 2
          + ${Z}::float8 * sqrt(g.upvotes * g.downvotes / (g.upvotes + g.downvotes) + ${Z}::float8 ^ 2 / 4))
        / (g.upvotes + g.downvotes + ${Z}::float8 ^ 2)
      end`,
    condition: db`g.upvotes + g.downvotes >= ${MIN_COLLAPSING_VOTES}`,
    isAscending: true,
  }),
  controversial: db => ({
    score: db`2 * least(g.upvotes, g.downvotes) / (g.upvotes + g.downvotes + 10)`,
    condition: db`least(g.upvotes, g.downvotes) > 0`,
    isAscending: false,
  }),
  best: db => ({
    score: db`
      (10 * ((coalesce(p.upvotes, 0) + 5)::float8 / (coalesce(p.upvotes, 0) + coalesce(p.downvotes, 0) + 10)) + g.upvotes)
        / (10 + g.upvotes + g.downvotes)`,
    condition: db`true`,
    isAscending: false,
  }),
};

/** What a learner said with a vote, and of which lesson. */
export type VoteComment = {
  voteId: LessonId;
  lessonId: LessonId;
  stepTitle: string;
  lessonNumber: number;
  style: string;
  title: string;
  userId: string;
  voteType: VoteType;
  comment: string;
  updatedAt: Date;
  /** Microseconds since 1970, by which the list goes on. */
  updatedMicros: number;
};

/** Where a page of comments begins: after this one. */
export type CommentPlace = {updatedMicros: number; voteId: string};

/** Comments of votes, the newest first, by keyset. */
export async function voteComments(
  db: Db,
  {
    voteType,
    lessonId,
    after,
    limit,
  }: {voteType: VoteType | null; lessonId: LessonId | null; after: CommentPlace | null; limit: number},
): Promise<VoteComment[]> {
  return db<VoteComment[]>`
    select v.id as vote_id, l.id as lesson_id, l.roadmap_step_title as step_title, l.lesson_number, l.learning_style as style,
      l.title, v.user_id, v.vote_type, v.comment, v.updated_at,
      (extract(epoch from v.updated_at) * 1000000)::bigint as updated_micros
    from lessons_lessonvote v join lessons_lessoncontent l on l.id = v.lesson_content_id
    where v.comment <> ''
      ${voteType === null ? db`` : db`and v.vote_type = ${voteType}`}
      ${
        lessonId === null
          ? db``
          : db`and v.lesson_content_id = any(preheat.twins_of(preheat.lesson_id_of(${idText(lessonId)})))`
      }
      ${
        after === null
          ? db``
          : db`and (v.updated_at, v.id) < (
              timestamptz 'epoch' + ${after.updatedMicros}::bigint * interval '1 microsecond',
              preheat.lesson_id_of(${idText(after.voteId)})
            )`
      }
    order by v.updated_at desc, v.id desc limit ${limit}
  `;
}

/** The votes of a week that still stand, by when they were last said. */
export type VoteWeek = {
  /** Monday, 0:00 UTC. */
  weekStart: Date;
  upvotes: number;
  downvotes: number;
  commentCount: number;
  voterCount: number;
};

/** The last weeks, this one among them, the oldest first; weeks without a vote as well. Null: of all lessons. */
export async function voteSeries(
  db: Db,
  {weekCount, lessonId}: {weekCount: number; lessonId: LessonId | null},
): Promise<VoteWeek[]> {
  return db<VoteWeek[]>`
    with week as (
      select w at time zone 'utc' as week_start
      from (select date_trunc('week', now() at time zone 'utc') as this_week) t
      cross join lateral generate_series(
        t.this_week - ${weekCount - 1}::int * interval '1 week', t.this_week, interval '1 week'
      ) w
    )
    select w.week_start, count(v.id) filter (where v.vote_type = 'upvote') as upvotes,
      count(v.id) filter (where v.vote_type = 'downvote') as downvotes,
      count(v.id) filter (where v.comment <> '') as comment_count, count(distinct v.user_id) as voter_count
    from week w
    -- In hours: seven days of the session's time zone are not always as long.
    left join lessons_lessonvote v on v.updated_at >= w.week_start and v.updated_at < w.week_start + interval '168 hours'
      ${
        lessonId === null
          ? db``
          : db`and v.lesson_content_id = any(preheat.twins_of(preheat.lesson_id_of(${idText(lessonId)})))`
      }
    group by w.week_start order by w.week_start
  `;
}
