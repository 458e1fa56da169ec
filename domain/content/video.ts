import {z} from 'zod';
import {keyConcepts, opening, quiz} from './parts.ts';

/**
 * A study guide to go with a video. The model may not name a video: what it would name does not exist. It gives
 * words to search for instead, and the reader's keys for a video and its timestamps stay empty.
 */
export const video = z
  .object({
    ...opening,
    key_concepts: keyConcepts(),
    study_guide: z
      .string()
      .min(600)
      .describe(
        'Markdown with headings: what to watch for, the ideas explained with examples, what to try afterwards.',
      ),
    quiz: quiz(5, 7),
    video_search_query: z
      .string()
      .min(5)
      .describe('Four to ten words that find a good video about exactly this lesson.'),
  })
  .transform(answer => ({...answer, video: null, timestamps: []}));

/** A lesson on a real video that the model watches: its times are those of the video. `video` is filled in by us. */
export const watchedVideo = z
  .object({
    ...opening,
    key_concepts: keyConcepts(),
    timestamps: z
      .array(
        z.object({
          time: z
            .string()
            .regex(/^(?:\d+:)?\d{1,2}:\d{2}$/, 'must look like 2:34 or 1:02:34')
            .describe('Where it begins in the video, for example 2:34.'),
          description: z.string().min(10).describe('What is shown from there, in one sentence.'),
        }),
      )
      .min(3)
      .max(12)
      .describe('In the order of the video.'),
    study_guide: z
      .string()
      .min(600)
      .describe(
        'Markdown with headings: what to watch for, the ideas of the video explained, what it leaves out, what to try afterwards.',
      ),
    quiz: quiz(5, 7),
  })
  .transform(answer => ({...answer, video: null}));
