import {type AccessReason, type Refusal, refuse, shown, textFault} from './refusals.ts';
import type {LessonId} from './lesson-id.ts';

export const VOTE_TYPES = ['upvote', 'downvote'] as const;
export type VoteType = (typeof VOTE_TYPES)[number];

const MAX_COMMENT_CHARACTERS = 5_000;

export type Vote = {
  lessonId: LessonId;
  userId: string;
  voteType: VoteType;
  /** Left out or null: the same vote again keeps its comment, any other vote has none. */
  comment?: string | null | undefined;
};

export type VoteRefusal = Refusal<AccessReason | 'invalid_vote_type' | 'text_too_long' | 'invalid_text'>;

/** What is wrong with a vote by itself, whoever casts it; null where nothing is. */
export function voteFault({voteType, comment}: Pick<Vote, 'voteType' | 'comment'>): VoteRefusal | null {
  if (!VOTE_TYPES.includes(voteType)) {
    return refuse('invalid_vote_type', `A vote is 'upvote' or 'downvote', not ${shown(voteType)}.`);
  }
  return textFault(comment ?? '', {what: 'The comment', maxCharacters: MAX_COMMENT_CHARACTERS});
}
