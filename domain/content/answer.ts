import type {z} from 'zod';
import type {Style} from '../styles.ts';
import {handsOn} from './hands-on.ts';
import {mixed} from './mixed.ts';
import {reading} from './reading.ts';
import {video} from './video.ts';

/**
 * One schema a style. In: what the model returns. Out: the reader's own keys of that style, with those that the
 * model is not asked for. Bounds (counts, lengths) are checked here and only described to the model.
 */
export const ANSWER_SCHEMAS = {hands_on: handsOn, video, reading, mixed} satisfies Record<Style, z.ZodType>;

/** A model's answer that its style's schema has accepted. */
export type LessonAnswer = z.output<(typeof ANSWER_SCHEMAS)[Style]>;
