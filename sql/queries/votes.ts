import type {LessonId} from '../../domain/lesson-id.ts';
import {accessRefusal} from '../../domain/refusals.ts';
import {type Vote, voteFault, type VoteRefusal} from '../../domain/votes.ts';
import type {Db} from '../client.ts';
import {idText} from './lesson-ids.ts';

/** The lesson's counters and status after the vote. */
export type VoteResult =
  {kind: 'voted'; upvotes: number; downvotes: number; approvalStatus: string} | VoteRefusal;

type Row = {refusal: string | null; upvotes: number; downvotes: number; approvalStatus: string};

/**
 * Casts or changes a user's vote on a lesson, in one statement: any number may vote at once, and none is lost. Ten net
 * upvotes with at least 80 % approve a pending lesson, for good. Which version is served is decided anew.
 */
export async function castVote(db: Db, vote: Vote): Promise<VoteResult> {
  const fault = voteFault(vote);
  if (fault) return fault;
  const [row] = await db<[Row]>`
    select refusal, upvotes, downvotes, approval_status from preheat.cast_vote(
      ${idText(vote.lessonId)}, ${idText(vote.userId)}, ${vote.voteType}, ${vote.comment ?? null}
    )
  `;
  if (row.refusal !== null) return accessRefusal(row.refusal, vote);
  const {upvotes, downvotes, approvalStatus} = row;
  return {kind: 'voted', upvotes, downvotes, approvalStatus};
}

/** What was mended of a lesson: its counters and its status, before and after. */
export type RepairedVotes = {
  lessonId: LessonId;
  oldUpvotes: number;
  oldDownvotes: number;
  oldStatus: string;
  upvotes: number;
  downvotes: number;
  status: string;
};

/** Short enough that a learner's vote on one of these lessons hardly waits. */
const REPAIRED_AT_A_TIME = 200;

/**
 * Mends counters and approval of lessons that are not what the votes and verdicts make them: the application loses
 * them when several save a lesson at once. Counters that came with a row, before any vote of it was known, are added
 * to. Locks only what differs, some at a time, and decides anew what is served; safe to repeat and beside itself.
 *
 * @param db a pool: in a transaction all locks last until its end
 * @param cellIds null: all lessons, also those of no cell
 */
export async function repairVotes(
  db: Db,
  {cellIds, maxCount = REPAIRED_AT_A_TIME}: {cellIds: readonly number[] | null; maxCount?: number},
): Promise<RepairedVotes[]> {
  const rows = await db<{lessonId: LessonId}[]>`
    select lesson_id from preheat.votes_to_repair(${cellIds && [...cellIds]}::bigint[]) lesson_id
  `;
  const repaired: RepairedVotes[] = [];
  for (let from = 0; from < rows.length; from += maxCount) {
    const ids = rows.slice(from, from + maxCount).map(({lessonId}) => String(lessonId));
    repaired.push(
      ...(await db<RepairedVotes[]>`
        select lesson_id, old_upvotes, old_downvotes, old_status, upvotes, downvotes, status
        from preheat.repair_votes(${ids}::text[]::preheat.lesson_id[])
      `),
    );
  }
  return repaired;
}
