import {z} from 'zod';

/** The text of a field that holds code. Models like to wrap it in a Markdown fence, which the reader would show. */
export function code(description: string) {
  return z.string().transform(withoutFence).describe(`${description} Plain code without a Markdown fence.`);
}

const ANSWER_LETTERS = ['A', 'B', 'C', 'D'] as const;

/** Quiz items as the reader knows them: four options, the answer a letter. */
export function quiz(minCount: number, maxCount: number) {
  return z
    .array(
      z.object({
        question: z.string().min(10),
        options: z
          .array(z.string())
          .length(ANSWER_LETTERS.length)
          .describe('Four different answers, one of them right, without a leading letter.'),
        correct_answer: z.enum(ANSWER_LETTERS).describe('The letter of the right option: A is the first.'),
        explanation: z.string().min(20).describe('Why that option is right and what misleads in the others.'),
      }),
    )
    .min(minCount)
    .max(maxCount);
}

export function keyConcepts() {
  return z.array(z.string()).min(3).max(6).describe('The ideas of the lesson, a short phrase each.');
}

export function diagrams(minCount: number, maxCount: number) {
  return z
    .array(
      z.object({
        title: z.string(),
        type: z.enum(['flowchart', 'sequence', 'class', 'er', 'state']),
        mermaid_code: code('A valid Mermaid diagram of that type.'),
        description: z.string().describe('What the diagram shows, for those who cannot see it.'),
      }),
    )
    .min(minCount)
    .max(maxCount);
}

/** What every style's answer begins with. */
export const opening = {
  title: z.string().min(5).describe('The title of this lesson; names its subject.'),
  summary: z
    .string()
    .min(60)
    .describe('Two or three sentences: what the learner will be able to do afterwards.'),
};

/** What both kinds of exercises share. */
export const exerciseFields = {
  title: z.string(),
  instructions: z.string().min(40).describe('What to do, step by step, in full sentences.'),
  starter_code: code('What the learner begins with; may be empty.'),
  expected_output: z.string().describe('Exactly what the finished exercise prints or shows; may be empty.'),
  solution: code('A complete solution that runs.'),
};

/**
 * Takes the one fence away that wraps the whole text; any other text comes back as it is. Line by line: a pattern
 * over the whole takes quadratic time on the blank loops that models fall into.
 */
export function withoutFence(text: string): string {
  const lines = text.trim().split('\n');
  const marker = /^(`{3,}|~{3,})[^`]*$/.exec(lines[0] ?? '')?.[1];
  if (marker === undefined || lines.length < 2 || lines.at(-1)?.trim() !== marker) return text;
  const inside = lines.slice(1, -1);
  return inside.some(line => line.trimStart().startsWith(marker)) ? text : inside.join('\n');
}
