import {readdirSync, readFileSync} from 'node:fs';
import {parse} from 'yaml';
import {z} from 'zod';
import type {LessonRequest} from '../../../../domain/lesson-request.ts';
import {DIFFICULTIES, STYLES} from '../../../../domain/styles.ts';
import type {Answer} from './draft.ts';

/** A lesson written by hand, in one style, for one step. */
export type BaseLesson = {
  /** The name of its file. */
  id: string;
  request: LessonRequest;
  /** Titles that its step might as well have. */
  otherTitles: string[];
  answer: Answer;
};

const LessonFile = z.strictObject({
  request: z.strictObject({
    stepTitle: z.string(),
    stepDescription: z.string(),
    difficulty: z.enum(DIFFICULTIES),
    style: z.enum(STYLES),
    roadmapTitle: z.string(),
    category: z.string(),
  }),
  otherTitles: z.array(z.string()).min(1),
  answer: z.record(z.string(), z.unknown()),
});

const FOLDER = new URL('lessons/', import.meta.url);

/** All lessons written by hand, in the order of their names. */
export const BASE_LESSONS: readonly BaseLesson[] = readdirSync(FOLDER)
  .filter(name => name.endsWith('.yaml'))
  .toSorted()
  .map(name => {
    const {request, ...lesson} = LessonFile.parse(parse(readFileSync(new URL(name, FOLDER), 'utf8')));
    const id = name.slice(0, -'.yaml'.length);
    return {id, request: {...request, lessonNumber: 1, lessonCount: 1}, ...lesson};
  });

/** @throws Error where no lesson has this id */
export function baseLesson(id: string): BaseLesson {
  const lesson = BASE_LESSONS.find(one => one.id === id);
  if (lesson === undefined) throw new Error(`There is no base lesson "${id}" in ${FOLDER.pathname}.`);
  return lesson;
}
