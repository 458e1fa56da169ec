import type {Asking} from '../../domain/asking.ts';
import type {Finding} from '../../domain/findings.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {VoteType} from '../../domain/votes.ts';
import type {Db} from '../client.ts';
import {idText} from './lesson-ids.ts';

/** A draft of a cell without its texts: what was paid for, and what became of it. */
export type CellDraft = {
  draftId: number;
  status: 'drafted' | 'repairing' | 'published' | 'quarantined' | 'superseded';
  runId: number | null;
  callNumber: number;
  asking: Asking;
  model: string;
  emulated: boolean;
  promptVersion: string;
  finishReason: string;
  promptTokens: number;
  cachedTokens: number;
  outputTokens: number;
  thoughtTokens: number;
  costUsd: number;
  findings: Finding[];
  createdAt: Date;
};

/** The drafts of a cell, the newest first. */
export async function draftsOfCell(
  db: Db,
  {cellId, limit}: {cellId: number; limit: number},
): Promise<CellDraft[]> {
  return db<CellDraft[]>`
    select draft_id, status, run_id, call_number, asking, model, emulated, prompt_version, finish_reason, prompt_tokens,
      cached_tokens, output_tokens, thought_tokens, cost_usd, coalesce(findings, '[]') as findings, created_at
    from preheat.draft where cell_id = ${cellId} order by draft_id desc limit ${limit}
  `;
}

/** A vote as those see it who look after lessons. */
export type LessonVote = {
  /** The row that was voted on: the lesson or a twin. */
  lessonId: LessonId;
  userId: string;
  voteType: VoteType;
  comment: string;
  createdAt: Date;
  updatedAt: Date;
};

/** The votes on a lesson and its twins: those with a comment first, then the newest. */
export async function votesOf(
  db: Db,
  {lessonId, limit}: {lessonId: LessonId; limit: number},
): Promise<LessonVote[]> {
  return db<LessonVote[]>`
    select lesson_content_id as lesson_id, user_id, vote_type, comment, created_at, updated_at
    from lessons_lessonvote
    where lesson_content_id = any(preheat.twins_of(preheat.lesson_id_of(${idText(lessonId)})))
    order by comment <> '' desc, updated_at desc, id desc limit ${limit}
  `;
}
