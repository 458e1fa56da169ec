export type {Answers, CommentRemark, FencedFeedback, Feedback, ReviewRemark} from './feedback.ts';
export {NO_FEEDBACK} from './feedback.ts';
export {
  gatherFeedback,
  MAX_COMMENTS,
  MAX_INSTRUCTION_CHARS,
  MAX_REMARK_CHARS,
  MAX_REMARKS_CHARS,
  MAX_REVIEWS,
} from './gather.ts';
