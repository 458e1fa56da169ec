import type {Actor} from '../../domain/actor.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Db} from '../client.ts';
import {idText} from './lesson-ids.ts';

/** A mentor's word of so many days is news: nobody is asked again so soon. */
export const FRESH_DAYS = 7;

export type SendOutcome =
  | {kind: 'sent'}
  /** It was sent before, and no mentor has answered yet. */
  | {kind: 'waits'}
  | {kind: 'fresh_verdict'; verdict: string; verdictAt: Date}
  | {kind: 'unknown_lesson' | 'no_cell' | 'archived' | 'retired'};

type Row = {outcome: SendOutcome['kind']; verdict: string; verdictAt: Date};

/**
 * Sends a lesson and its twins to the head of the mentors' queue, where it waits until one of them has said a word since,
 * whatever was said before. Counts at once. Audited; safe to repeat.
 */
export async function sendToReview(
  db: Db,
  {lessonId, reason, actor}: {lessonId: LessonId; reason: string | null; actor: Actor},
): Promise<SendOutcome> {
  const [{outcome, verdict, verdictAt}] = await db<[Row]>`
    select outcome, verdict, verdict_at from preheat.send_to_review(
      ${idText(lessonId)}, ${actor.id}, ${actor.role}, ${reason}, make_interval(days => ${FRESH_DAYS})
    )
  `;
  return outcome === 'fresh_verdict' ? {kind: outcome, verdict, verdictAt} : {kind: outcome};
}
