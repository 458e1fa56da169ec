import type {LessonId} from '../../domain/lesson-id.ts';
import type {Pool} from '../../sql/client.ts';
import {requestRegenerations} from '../../sql/queries/regenerations.ts';
import {submitReview} from '../../sql/queries/reviews.ts';
import {openRun} from '../../sql/queries/runs.ts';
import {castVote} from '../../sql/queries/votes.ts';
import {givenPeople} from '../sql/people.ts';

let peopleCount = 0;

/** A learner of their own votes against a lesson, and says why. */
export async function voteDown(pool: Pool, lessonId: LessonId, comment: string): Promise<void> {
  peopleCount += 1;
  const userId = `l${peopleCount}`;
  await givenPeople(pool, [userId]);
  const vote = await castVote(pool, {lessonId, userId, voteType: 'downvote', comment});
  if (vote.kind === 'refused') throw new Error(vote.message);
}

/** A mentor of their own says what is wrong. */
export async function review(
  pool: Pool,
  lessonId: LessonId,
  status: 'verified' | 'needs_improvement' | 'rejected',
  feedback: string,
): Promise<void> {
  peopleCount += 1;
  const mentorId = `m${peopleCount}`;
  await givenPeople(pool, [mentorId], {role: 'mentor'});
  const result = await submitReview(pool, {
    lessonId,
    mentorId,
    status,
    feedback,
    expertiseArea: '',
    reasons: [],
  });
  if (result.kind === 'refused') throw new Error(result.message);
}

/** Somebody asks for a new version of a cell, and its run is open. */
export async function givenRegeneration(
  pool: Pool,
  cellId: number,
  {instructions = '', emulated = false}: {instructions?: string; emulated?: boolean} = {},
): Promise<{runId: number; cellId: number; nonce: string}> {
  const [asked] = await requestRegenerations(pool, {
    targets: [{cellId, lessonId: null}],
    trigger: 'person',
    actor: {id: 'anna', role: 'admin'},
    instructions,
  });
  const {runId} = await openRun(pool, {
    workflowId: `anew-${asked?.regenerationId}`,
    kind: 'regeneration',
    filter: {cellIds: [cellId], regenerate: true},
    model: 'fake-1',
    maxUsd: null,
    emulated,
  });
  const [{nonce}] = await pool<[{nonce: string}]>`
    select nonce from preheat.regeneration where run_id = ${runId}
  `;
  return {runId, cellId, nonce};
}

/** The versions of a cell, the oldest first. */
export async function versionsOf(pool: Pool, cellId: number) {
  return pool<
    {
      lessonId: LessonId;
      state: string;
      parentLessonId: LessonId | null;
      approvalStatus: string;
      content: string;
    }[]
  >`
    select v.lesson_id, v.state, v.parent_lesson_id, l.approval_status, l.content::text
    from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id
    where v.cell_id = ${cellId} order by v.lesson_id
  `;
}
