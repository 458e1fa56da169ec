import {seedOf} from '../random.ts';
import {TASKS} from './code/snippet.ts';
import type {Task} from './code/snippet.ts';
import {DIAGRAM_TYPES} from './diagrams.ts';
import type {DiagramType} from './diagrams.ts';
import {FACETS} from './facets/index.ts';
import type {Facet} from './facets/index.ts';
import {pointsOf} from './points.ts';
import type {LessonSubject} from './subject.ts';

/** What a lesson takes of all that there is to say. */
export type LessonPlan = {
  /** All of them, from this lesson's own on. */
  facets: readonly Facet[];
  /** All of them, from this lesson's own on. */
  tasks: readonly Task[];
  diagrams: readonly DiagramType[];
  /** The parts of the step's description, from the one on that this lesson looks at; none without a description. */
  points: readonly string[];
};

type Places = {facet: number; task: number; taskStep: number; diagram: number};

// Where the styles begin: they use 4, 5, 6 and 8 facets, at most 3 tasks, and 2 diagrams. With its own step between
// lessons no style's exercises meet more than one of another's.
const READING: Places = {facet: 15, task: 5, taskStep: 5, diagram: 0};
const PLACES: Readonly<Record<string, Places>> = {
  hands_on: {facet: 0, task: 0, taskStep: 5, diagram: 0},
  mixed: {facet: 4, task: 3, taskStep: 7, diagram: 2},
  video: {facet: 9, task: 7, taskStep: 5, diagram: 0},
  reading: READING,
};

// A later lesson of a step walks with another stride, so that it meets each style of the earlier ones at most here
// and there: by trial, of all strides and shifts these leave the least in common (a sixth between two lessons).
const SHIFT = 23;
const STRIDES = [1, 6, 7, 13, 20, 4, 24, 28, 23, 22, 16, 9, 25, 5];

/**
 * Deals facets, tasks and diagrams to the lessons of a step. By the step's title and not by the request: only so do
 * its lessons take different ones for certain.
 */
export function planLesson({title, style, lessonNumber, description}: LessonSubject): LessonPlan {
  const place = PLACES[style] ?? READING;
  const earlierCount = lessonNumber - 1;
  const stride = STRIDES[earlierCount % STRIDES.length] as number;
  const facetStart = (seedOf(title) % FACETS.length) + place.facet * stride + earlierCount * SHIFT;
  const points = pointsOf(description);
  return {
    facets: walk(FACETS, facetStart, stride),
    tasks: walk(TASKS, seedOf(`tasks of ${title}`) + place.task + earlierCount * place.taskStep),
    diagrams: walk(DIAGRAM_TYPES, seedOf(`diagrams of ${title}`) + place.diagram + earlierCount * 3),
    points: walk(points, earlierCount),
  };
}

/** All items of a ring, in steps of `stride` from `start` on. */
function walk<T>(ring: readonly T[], start: number, stride = 1): T[] {
  return ring.map((_none, step) => ring[(start + step * stride) % ring.length] as T);
}
