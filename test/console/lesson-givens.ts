import type {Page} from 'playwright-core';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Db} from '../../sql/client.ts';

/** The content of a lesson, as whoever wrote it left it. */
export async function setContent(
  db: Db,
  lessonId: LessonId,
  {title, content}: {title?: string; content: unknown},
): Promise<void> {
  await db`
    update lessons_lessoncontent
    set content = ${JSON.stringify(content)}::text::jsonb, title = coalesce(${title ?? null}, title)
    where id = ${lessonId}
  `;
}

/** The lessons that learners get. */
export async function liveLessons(db: Db): Promise<LessonId[]> {
  const rows = await db<{lessonId: LessonId}[]>`
    select lesson_id from preheat.lesson_version where state = 'live' order by lesson_id
  `;
  return rows.map(({lessonId}) => lessonId);
}

/** How far a page is wider than its window, in pixels; 0: it is not. */
export const sidewaysPixels = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));

/** A lesson with one of everything that a lesson may hold. */
export const RICH = {
  summary: 'What it is **about**.',
  introduction: {
    text: '## Why\n\nText with `code`.\n\n## How\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    key_concepts: ['One `idea`'],
  },
  exercises: [
    {
      title: 'Count',
      difficulty: 'easy',
      instructions: 'Count to three.',
      starter_code: 'for i in range(3):\n    print(i)',
      expected_output: '0\n1\n2',
      hints: ['Begin at 0.', 'End before 3.'],
      solution: 'print(0)\nprint(1)\nprint(2)',
    },
  ],
  video: {
    title: 'Loops on film',
    channel: 'A channel',
    duration_minutes: 12,
    video_url: 'https://www.youtube.com/watch?v=abc123XYZ_-',
  },
  diagrams: [
    {title: 'The way', description: 'From a to b.', mermaid_code: 'flowchart TD\n  a["Begin"] --> b["End"]'},
    {title: 'The broken way', description: '', mermaid_code: 'flowchart TD\n  a -->'},
  ],
  code_examples: [
    {
      title: 'Sum',
      language: 'python',
      code: 'def total(items):\n    return sum(items)',
      explanation: 'It adds.',
    },
  ],
  quiz: [
    {
      question: 'Which one ends?',
      options: ['`while True`', '`for i in []`'],
      correct_answer: 'B',
      explanation: 'An empty list has nothing to go through.',
    },
  ],
  invented_by_nobody: {kept: true},
};
