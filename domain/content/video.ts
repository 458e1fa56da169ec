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
