import {z} from 'zod';
import {diagrams, exerciseFields, keyConcepts, opening, quiz} from './parts.ts';

const exercise = z.object({
  title: exerciseFields.title,
  instructions: exerciseFields.instructions,
  starter_code: exerciseFields.starter_code,
  expected_output: exerciseFields.expected_output,
  hints: z.array(z.string()).min(1).max(3),
  solution: exerciseFields.solution,
});

/** Some text, some practice, a diagram. Keys: the reader's application, `mixed`, which stores the text twice. */
export const mixed = z
  .object({
    ...opening,
    text_introduction: z.string().min(400).describe('The explanation in Markdown, with an example.'),
    key_concepts: keyConcepts(),
    exercises: z.array(exercise).min(1).max(2),
    diagrams: diagrams(1, 2),
    quiz: quiz(5, 5),
  })
  .transform(answer => ({
    ...answer,
    text_content: answer.text_introduction,
    video: null,
    video_summary: '',
    video_key_concepts: [],
    video_timestamps: [],
  }));
