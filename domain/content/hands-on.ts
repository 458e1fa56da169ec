import {z} from 'zod';
import {code, exerciseFields, keyConcepts, opening, quiz} from './parts.ts';

const exercise = z.object({
  title: exerciseFields.title,
  difficulty: z.enum(['easy', 'medium', 'hard']),
  instructions: exerciseFields.instructions,
  starter_code: exerciseFields.starter_code,
  expected_output: exerciseFields.expected_output,
  hints: z.array(z.string()).length(3).describe('From a gentle nudge to almost the solution.'),
  solution: exerciseFields.solution,
  learning_objective: z.string().describe('What this exercise teaches, in one sentence.'),
});

/** Learning by doing. Keys: the reader's application, `hands_on`. */
export const handsOn = z
  .object({
    ...opening,
    introduction: z.object({
      text: z.string().min(200).describe('The least theory that the exercises need.'),
      key_concepts: keyConcepts(),
    }),
    exercises: z
      .array(exercise)
      .min(3)
      .max(4)
      .describe('In growing difficulty, each building on the one before.'),
    practice_project: z.object({
      title: z.string(),
      description: z.string().min(60).describe('One small project that needs all of the lesson.'),
      requirements: z.array(z.string()).min(3).max(6),
      starter_template: code('What the project begins with; may be empty.'),
      estimated_time: z.string().describe('For example: 30 minutes.'),
    }),
    quiz: quiz(3, 5),
  })
  .transform(answer => ({
    ...answer,
    exercises: answer.exercises.map((one, index) => ({number: index + 1, ...one})),
  }));
