import {z} from 'zod';
import {code, diagrams, opening, quiz} from './parts.ts';

const codeExample = z.object({
  title: z.string(),
  language: z.string().describe('In lower case, for example python.'),
  code: code('A complete example that runs.'),
  explanation: z.string().min(40),
});

/** An article. Keys: the reader's application, `reading`. A hero image is never invented. */
export const reading = z
  .object({
    ...opening,
    content: z
      .string()
      .min(1200)
      .describe(
        'The article in Markdown: headings, paragraphs, examples; from the why to the how to the traps.',
      ),
    diagrams: diagrams(1, 3),
    code_examples: z.array(codeExample).min(1).max(4),
    key_takeaways: z.array(z.string()).length(5),
    quiz: quiz(8, 10),
  })
  .transform(answer => ({...answer, hero_image: null}));
