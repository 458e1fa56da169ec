import {CELL_STATES, type CellState, type Style, STYLES} from '../../../components/cell-state.ts';
import {isServed} from '../words.ts';
import type {MatrixCell, MatrixLesson, MatrixRoadmap, MatrixStep} from '../queries.ts';

/** Cells of a style, counted. */
export type Part = {
  cellCount: number;
  servedCount: number;
  /** Those in which there is one, in the order of `CELL_STATES`. */
  states: readonly {state: CellState; cellCount: number}[];
};

type Common = {
  /** The same row has the same key, whatever stands above it. */
  key: string;
  level: 1 | 2 | 3;
  roadmapKey: string;
  title: string;
};

export type RoadmapRow = Common & {
  kind: 'roadmap';
  isOpen: boolean;
  /** All its steps, whatever matches. */
  stepCount: number;
  parts: readonly (Part | null)[];
};

/** A step of several lessons. */
export type StepRow = Common & {
  kind: 'step';
  isOpen: boolean;
  parts: readonly (Part | null)[];
  lessons: readonly MatrixLesson[];
};

/** A lesson; of a step with one lesson it bears the step's title. */
export type LessonRow = Common & {
  kind: 'lesson';
  stepTitle: string;
  lessonNumber: number;
  /** In the order of `STYLES`; null where the style is not wanted. */
  cells: readonly (MatrixCell | null)[];
};

/** Stands for a row that is not there yet; `fault`: why it is not, and will not be by itself. */
type WaitRow = Common & {kind: 'wait'; fault: string | null};

export type Row = RoadmapRow | StepRow | LessonRow | WaitRow;

/** What is known of the rows of a roadmap. */
export type Loaded = {steps: readonly MatrixStep[]; nextPosition: number | null; fault: string | null};

/** Whether a row is open; by its key. */
export type IsOpen = (key: string) => boolean;

export const roadmapRowKey = (roadmapKey: string): string => `r:${roadmapKey}`;

/** The row of a roadmap and, where it is open, those below it. */
export function rowsOf(roadmap: MatrixRoadmap, loaded: Loaded | undefined, isOpen: IsOpen): Row[] {
  const {roadmapKey, title} = roadmap;
  const head: RoadmapRow = {
    kind: 'roadmap',
    key: roadmapRowKey(roadmapKey),
    level: 1,
    roadmapKey,
    title,
    isOpen: isOpen(roadmapRowKey(roadmapKey)),
    stepCount: roadmap.stepCount,
    parts: roadmap.cellCounts.map(partOf),
  };
  if (!head.isOpen) return [head];
  if (!loaded) return [head, ...waiting(roadmap, expectedRowCount(roadmap), null)];
  const steps = loaded.steps.flatMap((step, index) => rowsOfStep(roadmapKey, step, index, isOpen));
  const isMore = loaded.nextPosition !== null || loaded.fault !== null;
  return [head, ...steps, ...(isMore ? waiting(roadmap, 1, loaded.fault) : [])];
}

/** How many rows there will be, so that little moves when they are there: it is not known how many match. */
const expectedRowCount = ({stepCount, matchingCellCount}: MatrixRoadmap): number =>
  Math.max(1, Math.min(stepCount, matchingCellCount));

const waiting = ({roadmapKey}: MatrixRoadmap, count: number, fault: string | null): WaitRow[] =>
  Array.from({length: count}, (_, index) => ({
    kind: 'wait',
    key: `w:${roadmapKey}:${index}`,
    level: 2,
    roadmapKey,
    title: '',
    fault,
  }));

function rowsOfStep(roadmapKey: string, step: MatrixStep, index: number, isOpen: IsOpen): Row[] {
  // Two steps may have one position, and one title.
  const key = `s:${roadmapKey}:${step.position}:${index}`;
  const [first, ...others] = step.lessons;
  if (first && others.length === 0) {
    const title = first.lessonNumber === 1 ? step.title : `${step.title} · lesson ${first.lessonNumber}`;
    return [lessonRow({key, level: 2, roadmapKey, title}, step, first)];
  }
  const head: StepRow = {
    kind: 'step',
    key,
    level: 2,
    roadmapKey,
    title: step.title,
    isOpen: isOpen(key),
    parts: STYLES.map(style => partOfLessons(step.lessons, style)),
    lessons: step.lessons,
  };
  const below = step.lessons.map(lesson =>
    lessonRow(
      {key: `${key}:${lesson.lessonNumber}`, level: 3, roadmapKey, title: `Lesson ${lesson.lessonNumber}`},
      step,
      lesson,
    ),
  );
  return head.isOpen ? [head, ...below] : [head];
}

function lessonRow(common: Common, step: MatrixStep, {lessonNumber, cells}: MatrixLesson): LessonRow {
  return {
    ...common,
    kind: 'lesson',
    stepTitle: step.title,
    lessonNumber,
    cells: STYLES.map(style => cells.find(cell => cell.style === style) ?? null),
  };
}

/** The cells of a style that match, by state in the order of `CELL_STATES`; null where there is none. */
function partOf(counts: readonly number[]): Part | null {
  const states = CELL_STATES.map((state, index) => ({state, cellCount: counts[index] ?? 0})).filter(
    ({cellCount}) => cellCount > 0,
  );
  const sum = (some: Part['states']) => some.reduce((total, {cellCount}) => total + cellCount, 0);
  if (states.length === 0) return null;
  return {cellCount: sum(states), servedCount: sum(states.filter(({state}) => isServed(state))), states};
}

/** The same of the cells of some lessons. */
function partOfLessons(lessons: readonly MatrixLesson[], style: Style): Part | null {
  const cells = cellsOf(lessons).filter(cell => cell.style === style && cell.matches);
  return partOf(CELL_STATES.map(state => cells.filter(cell => cell.state === state).length));
}

/** All cells of these lessons. */
const cellsOf = (lessons: readonly MatrixLesson[]): MatrixCell[] => lessons.flatMap(({cells}) => cells);

/** The cells that a row stands for, as far as they are there. */
export function cellsOfRow(row: Row, loaded: Loaded | undefined): MatrixCell[] {
  switch (row.kind) {
    case 'lesson':
      return row.cells.filter(cell => cell !== null);
    case 'step':
      return cellsOf(row.lessons);
    case 'roadmap':
      return loaded?.steps.flatMap(({lessons}) => cellsOf(lessons)) ?? [];
    case 'wait':
      return [];
  }
}
