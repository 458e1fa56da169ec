import type {z} from 'zod';
import type {Style} from '../styles.ts';
import {handsOn} from './hands-on.ts';
import {mixed} from './mixed.ts';
import {reading} from './reading.ts';
import type {VideoChoice} from '../video.ts';
import {video, watchedVideo} from './video.ts';

/** What the model is asked to return: what its style says, or a lesson on a video that it watches. */
export type AnswerForm = Style | 'watched_video';

export function answerForm(style: Style, choice: VideoChoice | null): AnswerForm {
  return style === 'video' && choice?.kind === 'found' ? 'watched_video' : style;
}

/**
 * One schema a form. In: what the model returns. Out: the reader's own keys of that style, with those that the
 * model is not asked for. Bounds (counts, lengths) are checked here and only described to the model.
 */
export const ANSWER_SCHEMAS = {
  hands_on: handsOn,
  video,
  watched_video: watchedVideo,
  reading,
  mixed,
} satisfies Record<AnswerForm, z.ZodType>;

/** A model's answer that its style's schema has accepted. */
export type LessonAnswer = z.output<(typeof ANSWER_SCHEMAS)[AnswerForm]>;
