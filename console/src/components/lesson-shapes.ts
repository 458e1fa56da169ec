import type {QuizItem} from './quiz-items.ts';

export type Video = {title: string; address: string | null; channel: string; durationMinutes: number | null};
export type Exercise = {
  title: string;
  difficulty: string;
  objective: string;
  instructions: string;
  starterCode: string;
  expectedOutput: string;
  hints: string[];
  solution: string;
};
export type Project = {
  title: string;
  description: string;
  estimatedTime: string;
  requirements: string[];
  starterTemplate: string;
};
export type Diagram = {title: string; description: string; text: string};
export type CodeExample = {title: string; language: string; code: string; explanation: string};
export type Moment = {time: string; description: string};

/** A part of a lesson as it is shown, in its order. `rest` is what no reader knows, as it is stored. */
export type LessonPart = {key: string; heading: string} & (
  | {kind: 'text'; text: string}
  | {kind: 'list'; items: string[]}
  | {kind: 'notice'; text: string}
  | {kind: 'picture'; address: string; author: string}
  | {kind: 'video'; video: Video}
  | {kind: 'moments'; moments: Moment[]}
  | {kind: 'exercises'; exercises: Exercise[]}
  | {kind: 'project'; project: Project}
  | {kind: 'diagrams'; diagrams: Diagram[]}
  | {kind: 'code'; examples: CodeExample[]}
  | {kind: 'quiz'; items: QuizItem[]}
  | {kind: 'rest'; value: unknown}
);
