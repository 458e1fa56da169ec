import {cleanLines, cleanText, saysSomething} from './clean-text.ts';
import {clusterComments} from './cluster.ts';
import type {Answers, CommentRemark, Feedback, GivenComment, GivenReview, ReviewRemark} from './feedback.ts';

/** The longest instructions that are taken: a person wrote them for this lesson, so they are refused and never cut. */
export const MAX_INSTRUCTION_CHARS = 4_000;

/** A remark is cut here. Of long ones the beginning says what is wrong. */
export const MAX_REMARK_CHARS = 600;

/** A lesson is seldom reviewed by more than two or three. */
export const MAX_REVIEWS = 8;

/** More different complaints than a lesson can be mended for at once; the newest count. */
export const MAX_COMMENTS = 12;

/**
 * What all remarks together may take, about 1,500 tokens: less than half of what a prompt is anyway, so that no crowd of
 * voters drives up what a lesson costs or drowns what the prompt says itself.
 */
export const MAX_REMARKS_CHARS = 6_000;

/**
 * What a prompt is told of the lesson before: the mentors' remarks first, then the comments, each the newest first,
 * until the room is full. Texts are cleaned, near repetitions joined, and what says nothing is left out.
 *
 * @param reviews the latest of each mentor
 * @param comments of votes against the lesson
 * @returns also which reviews and votes are answered by it: of a joined comment, all who wrote it
 */
export function gatherFeedback({
  reviews,
  comments,
  instructions = '',
}: {
  reviews: readonly ReviewRemark[];
  comments: readonly CommentRemark[];
  instructions?: string;
}): {feedback: Feedback; answers: Answers} {
  const answers: Answers = {reviewIds: [], voteIds: []};
  let leftChars = MAX_REMARKS_CHARS;
  function takes(chars: number): boolean {
    if (chars > leftChars) return false;
    leftChars -= chars;
    return true;
  }

  const givenReviews: GivenReview[] = [];
  for (const {reviewId, verdict, reasons, text, atMs} of newestFirst(reviews)) {
    if (givenReviews.length === MAX_REVIEWS) break;
    const given = {verdict, reasons, text: cleanText(text, MAX_REMARK_CHARS), on: dayOf(atMs)};
    if ((given.text === '' && reasons.length === 0) || !takes(given.text.length)) continue;
    givenReviews.push(given);
    answers.reviewIds.push(reviewId);
  }

  const cleaned = newestFirst(comments)
    .map(comment => ({...comment, text: cleanText(comment.text, MAX_REMARK_CHARS)}))
    .filter(({text}) => saysSomething(text));
  const givenComments: GivenComment[] = [];
  for (const {newest, members} of clusterComments(cleaned)) {
    if (givenComments.length === MAX_COMMENTS) break;
    if (!takes(newest.text.length)) continue;
    givenComments.push({text: newest.text, learnerCount: members.length, on: dayOf(newest.atMs)});
    answers.voteIds.push(...members.map(({voteId}) => voteId));
  }

  return {
    feedback: {
      instructions: cleanLines(instructions, MAX_INSTRUCTION_CHARS),
      reviews: givenReviews,
      comments: givenComments,
    },
    answers,
  };
}

/** At the same time, in the order of the ids: the same remarks always make the same prompt. */
function newestFirst<Remark extends {atMs: number}>(remarks: readonly Remark[]): Remark[] {
  return remarks.toSorted((a, b) => b.atMs - a.atMs || (idOf(a) < idOf(b) ? -1 : 1));
}

function idOf(remark: object): string {
  return String('voteId' in remark ? remark.voteId : 'reviewId' in remark ? remark.reviewId : '');
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
