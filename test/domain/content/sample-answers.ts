import type {z} from 'zod';
import type {ANSWER_SCHEMAS} from '../../../domain/content/index.ts';
import type {LessonRequest} from '../../../domain/lesson-request.ts';
import type {Style} from '../../../domain/styles.ts';

type AnswerOf<S extends Style> = z.input<(typeof ANSWER_SCHEMAS)[S]>;

export function sampleRequest(style: Style, changes: Partial<LessonRequest> = {}): LessonRequest {
  return {
    stepTitle: 'Python Variables',
    stepDescription: 'Names for values.',
    difficulty: 'beginner',
    lessonNumber: 1,
    lessonCount: 2,
    style,
    roadmapTitle: 'Python',
    category: 'Programming languages',
    ...changes,
  };
}

const TOPICS = [
  'assignment',
  'naming',
  'types',
  'scope',
  'deletion',
  'constants',
  'unpacking',
  'identity',
  'mutation',
  'printing',
];

const sampleQuiz = (count: number) =>
  TOPICS.slice(0, count).map(topic => ({
    question: `Which statement about ${topic} in Python holds?`,
    options: [`It needs a type`, `It binds a name`, `It copies the value`, `It runs at import`],
    correct_answer: 'B' as const,
    explanation: `In Python, ${topic} works on names that are bound to objects.`,
  }));

const paragraphs = (count: number) =>
  TOPICS.slice(0, count)
    .map(
      (topic, index) =>
        `## Part ${index + 1}: ${topic}\n\nThe ${topic} of a variable decides what \`total = ${index}\` means to the interpreter. ` +
        `Read the line from right to left: first the value for ${topic} is made, then the name is bound to it. ` +
        `After that, ${topic} can be watched in the shell by typing the name.`,
    )
    .join('\n\n');

const opening = {
  title: 'Python Variables: names for values',
  summary:
    'You will bind names to values, choose good names, and explain what an assignment does and what it does not do.',
};

const keyConcepts = ['Binding a name', 'Objects and types', 'Readable names'];

const diagram = {
  title: 'From name to object',
  type: 'flowchart' as const,
  mermaid_code: 'flowchart TD\n  name --> object\n  object --> type',
  description: 'A name points to an object, and the object has a type.',
};

const sampleExercise = <More extends object>(topic: string, more: More) => ({
  ...more,
  title: `Practise ${topic}`,
  instructions: `Write three lines that show ${topic} at work, then print the result on one line.`,
  starter_code: `# ${topic}\nprice = 3\n`,
  expected_output: '3',
  solution: `# ${topic}\nprice = 3\nprint(price)\n`,
});

/** Fresh answers that pass every check, for tests to spoil. */
export const sampleAnswers = {
  hands_on: (): AnswerOf<'hands_on'> => ({
    ...opening,
    introduction: {text: paragraphs(2), key_concepts: [...keyConcepts]},
    exercises: TOPICS.slice(0, 3).map(topic =>
      sampleExercise(topic, {
        difficulty: 'easy' as const,
        hints: [
          `What does ${topic} change?`,
          `Use the equals sign for ${topic}.`,
          `Write the name for ${topic} to the left.`,
        ],
        learning_objective: `Use ${topic} on purpose.`,
      }),
    ),
    practice_project: {
      title: 'A shopping list that adds up',
      description: 'Keep prices in variables, add them up, and print a receipt that a shop could hand out.',
      requirements: ['Three prices', 'One total', 'A receipt'],
      starter_template: 'bread = 2\n',
      estimated_time: '30 minutes',
    },
    quiz: sampleQuiz(4),
  }),
  video: (): AnswerOf<'video'> => ({
    ...opening,
    key_concepts: [...keyConcepts],
    study_guide: paragraphs(5),
    quiz: sampleQuiz(6),
    video_search_query: 'python variables for beginners explained',
  }),
  reading: (): AnswerOf<'reading'> => ({
    ...opening,
    content: paragraphs(7),
    diagrams: [{...diagram}],
    code_examples: [
      {
        title: 'A first name',
        language: 'python',
        code: 'price = 3\nprint(price)',
        explanation: 'The first line binds the name, the second one looks it up again.',
      },
    ],
    key_takeaways: TOPICS.slice(0, 5).map(topic => `Know what ${topic} does.`),
    quiz: sampleQuiz(8),
  }),
  mixed: (): AnswerOf<'mixed'> => ({
    ...opening,
    text_introduction: paragraphs(4),
    key_concepts: [...keyConcepts],
    exercises: [sampleExercise('unpacking', {hints: ['Two names, one comma.']})],
    diagrams: [{...diagram}],
    quiz: sampleQuiz(5),
  }),
} satisfies {[S in Style]: () => AnswerOf<S>};
