import {seedOf} from '../random.ts';
import type {Random} from '../random.ts';
import type {MaterialObject} from '../schema/fill.ts';
import type {Count} from '../schema/node.ts';
import {CODE_WRITERS} from './code/index.ts';
import {TASKS} from './code/snippet.ts';
import type {SnippetData, Task} from './code/snippet.ts';
import {diagramMaterial} from './diagrams.ts';
import {planLesson} from './plan.ts';
import type {LessonPlan} from './plan.ts';
import {projectMaterial} from './project.ts';
import {description, fenced, lessonTitle, opening, pointSection, pointTitle, sections} from './prose.ts';
import {shorten, summary} from './prose.ts';
import {quizMaterial} from './quiz.ts';
import type {LessonSubject} from './subject.ts';
import {taskText} from './tasks/index.ts';
import {videoTimes} from './video-times.ts';
import {voiceOf} from './voices.ts';
import {subjectWords} from './words.ts';

const EXERCISE_LEVELS = ['easy', 'medium', 'hard'];
const MINUTES: Readonly<Record<string, number>> = {hands_on: 45, video: 30, reading: 30, mixed: 60};
const QUIZ_COUNTS: Readonly<Record<string, number>> = {hands_on: 4, video: 6, reading: 8, mixed: 5};

/**
 * A whole lesson about a subject, by the property names that lessons are asked for with, in all styles at once. Values
 * are made when the schema asks for them. The same subject and seed give the same lesson.
 */
export function lessonMaterial(subject: LessonSubject, random: Random): MaterialObject {
  const {title, style, language, lessonNumber} = subject;
  const plan = planLesson(subject);
  const {facets, tasks, points, diagrams} = plan;
  const turn = seedOf(title) + lessonNumber;
  const data = snippetData(subject, plan, random);
  const snippet = (task: Task | undefined) => CODE_WRITERS[language][task ?? 'listing'](data);
  const codeIn = (index: number): string => fenced(language, snippet(tasks[index]).solution);
  const ideas = [...points.slice(0, 2).map(pointTitle), ...facets.slice(0, 3).map(facet => facet.concept)];
  const concepts = (_built: unknown, count: Count): string[] =>
    ideas.concat(facets.slice(3).map(facet => facet.concept)).slice(0, howMany(4, count));
  const isMixed = style === 'mixed';

  return {
    title: lessonTitle(subject),
    type: style,
    lesson_type: style,
    step_title: subject.requestedTitle,
    summary: () => summary(subject, facets),
    description: () => description(subject),
    difficulty: subject.difficulty,
    estimated_duration: MINUTES[style] ?? 30,
    introduction: () => ({text: introduction(subject, plan, codeIn(3)), key_concepts: concepts}),
    text_introduction: () => textIntroduction(subject, plan, codeIn(2)),
    text_content: () => textIntroduction(subject, plan, codeIn(2)),
    content: () => article(subject, plan, codeIn(2)),
    study_guide: () => studyGuide(subject, plan, codeIn(0)),
    key_concepts: concepts,
    learning_objectives: () => tasks.slice(0, 4).map(task => taskText(language, task).objective),
    key_takeaways: (_built, count) => facets.slice(0, howMany(5, count)).map(facet => facet.takeaway),
    exercises: (_built, count) =>
      tasks
        .slice(0, howMany(isMixed ? 2 : 3, count))
        .toSorted((left, right) => TASKS.indexOf(left) - TASKS.indexOf(right))
        .map((task, index) => exerciseMaterial(subject, data, task, index)),
    practice_project: () =>
      projectMaterial(title, facets[0]?.takeaway ?? '', snippet(tasks[4]).starter, turn),
    code_examples: (_built, count) =>
      tasks.slice(0, howMany(2, count)).map(task => exampleMaterial(subject, data, task)),
    diagrams: (_built, count) =>
      diagrams.slice(0, howMany(isMixed ? 1 : 2, count)).map(type => diagramMaterial(title, ideas, type)),
    quiz: (_built, count) => quizMaterial(subject, plan, howMany(QUIZ_COUNTS[style] ?? 5, count), random),
    search_query: () => searchQuery(subject),
    video_search_query: () => searchQuery(subject),
    video: null,
    video_summary: () => `A video on ${title} is worth watching with a pencil in hand.`,
    video_key_concepts: concepts,
    timestamps: (_built, count) =>
      subject.videoMinutes === null
        ? []
        : videoTimes(subject.videoMinutes, ideas.slice(0, howMany(4, count))),
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

function introduction(subject: LessonSubject, {facets, points}: LessonPlan, code: string): string {
  return [
    opening(subject),
    ...pointSection(subject, points).slice(1),
    ...facets.slice(0, 2).map(facet => facet.paragraph(subject.title)),
    voiceOf(subject.style).example,
    code,
  ].join('\n\n');
}

function textIntroduction(subject: LessonSubject, {facets, points}: LessonPlan, code: string): string {
  return [
    opening(subject),
    ...pointSection(subject, points),
    sections(subject, facets.slice(0, 3)),
    voiceOf(subject.style).example,
    code,
  ].join('\n\n');
}

function article(subject: LessonSubject, {facets, points}: LessonPlan, code: string): string {
  return [
    opening(subject),
    ...pointSection(subject, points),
    sections(subject, facets.slice(0, 3)),
    '## A worked example',
    voiceOf(subject.style).example,
    code,
    sections(subject, facets.slice(3, 6)),
    '## What to remember',
    facets
      .slice(0, 6)
      .map(facet => `- ${facet.takeaway}`)
      .join('\n'),
  ].join('\n\n');
}

function studyGuide(subject: LessonSubject, {facets, points}: LessonPlan, code: string): string {
  return [
    '## What to watch for',
    opening(subject),
    [...points.map(pointTitle), ...facets.slice(0, 3).map(facet => facet.concept)]
      .map(idea => `- ${idea}`)
      .join('\n'),
    ...pointSection(subject, points),
    sections(subject, facets.slice(0, 4)),
    '## What to try afterwards',
    voiceOf(subject.style).example,
    code,
  ].join('\n\n');
}

function searchQuery({title, difficulty}: LessonSubject): string {
  return `${shorten(title, 100)} explained with examples for ${difficulty} learners`;
}

function snippetData(subject: LessonSubject, {facets}: LessonPlan, random: Random): SnippetData {
  const amount = (): number => 3 + random.below(18);
  const amounts = [amount(), amount(), amount(), amount()] as const;
  return {
    title: subject.title,
    labels: subjectWords(subject, facets, random.below(12)),
    amounts,
    limit: Math.floor((Math.min(...amounts) + Math.max(...amounts)) / 2),
  };
}

/** The usual number, as far as the schema's bounds allow it. */
function howMany(usual: number, {min, max}: Count): number {
  return Math.min(Math.max(usual, min), max);
}
