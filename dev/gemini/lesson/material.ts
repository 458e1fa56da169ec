import {seedOf} from '../random.ts';
import type {Random} from '../random.ts';
import type {Material, MaterialObject} from '../schema/fill.ts';
import type {Count} from '../schema/node.ts';
import {CODE_WRITERS} from './code/index.ts';
import type {SnippetData, Task} from './code/snippet.ts';
import {diagramMaterial, DIAGRAM_TYPES} from './diagrams.ts';
import {FACETS} from './facets.ts';
import type {Facet} from './facets.ts';
import {description, endSentence, fenced, lessonTitle, opening, sections, shorten, summary} from './prose.ts';
import {quizItem} from './quiz.ts';
import type {LessonSubject} from './subject.ts';
import {taskText} from './tasks.ts';

const TASKS: readonly Task[] = ['listing', 'total', 'tally', 'lookup'];
const EXERCISE_LEVELS = ['easy', 'medium', 'hard'];
const MINUTES: Readonly<Record<string, number>> = {hands_on: 45, video: 30, reading: 30, mixed: 60};
const QUIZ_COUNTS: Readonly<Record<string, number>> = {hands_on: 4, video: 6, reading: 8, mixed: 5};
const TITLE_ENDINGS: Readonly<Record<string, string>> = {
  hands_on: 'learning by doing',
  video: 'a guide to watch along with',
  reading: 'a close reading',
  mixed: 'read, try and draw',
};

/**
 * A whole lesson about a subject, by the property names that lessons are asked for with, in all styles at once. Values
 * are made when the schema asks for them. The same subject and seed give the same lesson.
 */
export function lessonMaterial(subject: LessonSubject, random: Random): MaterialObject {
  const {title, style, language} = subject;
  // By subject and not by request: only then do the lessons of a step take different stretches for certain.
  const first = (seedOf(`${style} ${title}`) % FACETS.length) + (subject.lessonNumber - 1) * 4;
  const facets = Array.from(
    {length: FACETS.length},
    (_none, index) => FACETS[(first + index) % FACETS.length] as Facet,
  );
  const tasks = taskOrder(random);
  const data = snippetData(title, facets, random);
  const exercise = (index: number): MaterialObject =>
    exerciseMaterial(subject, data, taskAt(tasks, index), index);
  const example = (index: number): MaterialObject => exampleMaterial(subject, data, taskAt(tasks, index));
  const codeIn = (index: number): string => {
    const snippet = CODE_WRITERS[language][taskAt(tasks, index)](data);
    return fenced(language, snippet.solution);
  };
  const concepts = (_built: unknown, count: Count): string[] =>
    facets.slice(0, howMany(4, count)).map(facet => facet.concept);
  const diagramOffset = random.below(DIAGRAM_TYPES.length);

  return {
    title: lessonTitle(subject, TITLE_ENDINGS[style] ?? 'a lesson'),
    type: style,
    lesson_type: style,
    step_title: subject.requestedTitle,
    summary: () => summary(subject, facets),
    description: () => description(subject),
    difficulty: subject.difficulty,
    estimated_duration: MINUTES[style] ?? 30,
    introduction: () => ({text: introduction(subject, facets), key_concepts: concepts}),
    text_introduction: () =>
      `${opening(subject)}\n\n${sections(subject, facets.slice(0, 3))}\n\n${codeIn(2)}`,
    text_content: () => `${opening(subject)}\n\n${sections(subject, facets.slice(0, 3))}`,
    content: () => article(subject, facets, codeIn(0)),
    study_guide: () => studyGuide(subject, facets, codeIn(0)),
    key_concepts: concepts,
    learning_objectives: () => TASKS.map(task => taskText(language, task).objective),
    key_takeaways: (_built, count) => facets.slice(0, howMany(5, count)).map(facet => facet.takeaway),
    exercises: (_built, count) =>
      Array.from({length: howMany(style === 'mixed' ? 2 : 3, count)}, (_none, index) => exercise(index)),
    practice_project: () => projectMaterial(subject, facets, codeIn(3).split('\n').slice(1, -1).join('\n')),
    code_examples: (_built, count) =>
      Array.from({length: howMany(2, count)}, (_none, index) => example(index + 1)),
    diagrams: (_built, count) =>
      Array.from({length: howMany(style === 'mixed' ? 1 : 2, count)}, (_none, index) =>
        diagramMaterial(
          title,
          DIAGRAM_TYPES[(diagramOffset + index * 2) % DIAGRAM_TYPES.length] ?? 'flowchart',
        ),
      ),
    quiz: (_built, count) =>
      facets.slice(0, howMany(QUIZ_COUNTS[style] ?? 5, count)).map(facet => quizItem(title, facet, random)),
    search_query: () => searchQuery(subject),
    video_search_query: () => searchQuery(subject),
    video: null,
    video_summary: () => `A video on ${title} is worth watching with a pencil in hand.`,
    video_key_concepts: concepts,
    timestamps: [],
    video_timestamps: [],
    hero_image: null,
  };
}

function exerciseMaterial(
  subject: LessonSubject,
  data: SnippetData,
  task: Task,
  index: number,
): MaterialObject {
  const text = taskText(subject.language, task);
  const snippet = CODE_WRITERS[subject.language][task](data);
  return {
    number: index + 1,
    title: text.title,
    difficulty: EXERCISE_LEVELS[Math.min(index, EXERCISE_LEVELS.length - 1)] ?? 'easy',
    instructions: text.instructions(subject.title),
    starter_code: snippet.starter,
    expected_output: snippet.output,
    hints: text.hints,
    solution: snippet.solution,
    learning_objective: text.objective,
  };
}

function exampleMaterial(subject: LessonSubject, data: SnippetData, task: Task): MaterialObject {
  const text = taskText(subject.language, task);
  return {
    title: text.title,
    language: subject.language,
    code: CODE_WRITERS[subject.language][task](data).solution,
    explanation: text.explanation(subject.title),
  };
}

function projectMaterial({title}: LessonSubject, facets: readonly Facet[], starter: string): Material {
  return {
    title: `A small notebook on ${title}`,
    description: `Build a notebook that collects what you know about ${title} and shows it on request. It brings the exercises together: listing, selecting, counting, and answering when something is missing.`,
    requirements: [
      'It lists all parts with their numbers.',
      'It adds up the minutes spent, and can leave out the short ones.',
      'It answers politely when a part is not known.',
      `It has one check for this promise: ${endSentence(facets[0]?.takeaway ?? '')}`,
    ],
    starter_template: starter,
    estimated_time: '45 minutes',
  };
}

function introduction(subject: LessonSubject, facets: readonly Facet[]): string {
  const paragraphs = facets.slice(0, 2).map(facet => facet.paragraph(subject.title));
  return [opening(subject), ...paragraphs].join('\n\n');
}

function article(subject: LessonSubject, facets: readonly Facet[], code: string): string {
  return [
    opening(subject),
    sections(subject, facets.slice(0, 3)),
    '## A worked example',
    'The following example is complete. Run it first, then change one value and predict the result.',
    code,
    sections(subject, facets.slice(3, 6)),
    '## What to remember',
    facets
      .slice(0, 6)
      .map(facet => `- ${facet.takeaway}`)
      .join('\n'),
  ].join('\n\n');
}

function studyGuide(subject: LessonSubject, facets: readonly Facet[], code: string): string {
  return [
    '## What to watch for',
    opening(subject),
    facets
      .slice(0, 4)
      .map(facet => `- ${facet.concept}`)
      .join('\n'),
    sections(subject, facets.slice(0, 4)),
    '## What to try afterwards',
    'Pause after each idea and run a small example of your own. This one is a beginning.',
    code,
  ].join('\n\n');
}

function searchQuery({title, difficulty}: LessonSubject): string {
  return `${shorten(title, 100)} explained with examples for ${difficulty} learners`;
}

function snippetData(title: string, facets: readonly Facet[], random: Random): SnippetData {
  const word = (index: number): string => facets[index]?.word ?? 'part';
  const amount = (): number => 3 + random.below(18);
  const amounts = [amount(), amount(), amount(), amount()] as const;
  return {
    title,
    labels: [word(0), word(1), word(2), word(3)],
    amounts,
    limit: Math.floor((Math.min(...amounts) + Math.max(...amounts)) / 2),
  };
}

/** In growing difficulty, but for one task that is put last: it goes into the project. */
function taskOrder(random: Random): Task[] {
  const last = random.pick(TASKS);
  return [...TASKS.filter(task => task !== last), last];
}

function taskAt(tasks: readonly Task[], position: number): Task {
  return tasks[position % tasks.length] ?? 'listing';
}

/** The usual number, as far as the schema's bounds allow it. */
function howMany(usual: number, {min, max}: Count): number {
  return Math.min(Math.max(usual, min), max);
}
