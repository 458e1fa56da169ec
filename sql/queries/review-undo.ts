import type {LessonId} from '../../domain/lesson-id.ts';
import {type AccessReason, accessRefusal, type Refusal, refuse} from '../../domain/refusals.ts';
import {REVIEWER_ROLES} from '../../domain/reviews.ts';
import type {Db} from '../client.ts';
import {idText} from './lesson-ids.ts';

/** How long a verdict can be taken back. */
const UNDO_MINUTES = 10;

export type UndoResult =
  | {kind: 'undone'; lessonId: LessonId; approvalStatus: string}
  | Refusal<AccessReason | 'no_reviewer' | 'nothing' | 'changed_since' | 'no_delete' | 'other_lesson'>;

type Row = {refusal: string | null; lessonId: LessonId; approvalStatus: string};

/**
 * Takes a mentor's last verdict of the last ten minutes back, on the lesson and its twins, and decides anew what is
 * served: the mentor's verdict of before counts again, or none does. Once more takes the one before it back. Audited.
 *
 * @param wantedLessonId whose verdict is meant; where the last one is of another lesson, it stays. Null: whichever it is
 */
export async function undoReview(
  db: Db,
  {
    mentorId,
    wantedLessonId = null,
    undoMinutes = UNDO_MINUTES,
  }: {mentorId: string; wantedLessonId?: LessonId | null; undoMinutes?: number},
): Promise<UndoResult> {
  const [row] = await db<[Row]>`
    select refusal, preheat.lesson_id_of(lesson_id) as lesson_id, approval_status
    from preheat.undo_review(
      ${idText(mentorId)}, ${[...REVIEWER_ROLES]}::text[], ${undoMinutes}::int * interval '1 minute'
      ${wantedLessonId === null ? db`` : db`, ${idText(wantedLessonId)}`}
    )
  `;
  const {refusal, lessonId, approvalStatus} = row;
  switch (refusal) {
    case null:
      return {kind: 'undone', lessonId, approvalStatus};
    case 'nothing':
      return refuse('nothing', `There is no verdict of yours of the last ${UNDO_MINUTES} minutes.`);
    case 'changed_since':
      return refuse('changed_since', `Your verdict on lesson ${lessonId} was changed since: review it anew.`);
    case 'other_lesson':
      return refuse(
        'other_lesson',
        `Your last verdict is on lesson ${lessonId}, perhaps from another tab. Look at that lesson before you take its verdict back.`,
      );
    case 'no_delete':
      return refuse(
        'no_delete',
        `A first verdict cannot be taken back here, because no row of the application may be deleted. Give lesson ${lessonId} another verdict.`,
      );
    case 'no_reviewer':
      return refuse('no_reviewer', `The account ${mentorId} may not review lessons.`);
    default:
      return accessRefusal(refusal, {lessonId, userId: mentorId});
  }
}
