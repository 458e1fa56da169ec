import {CELL_STATES, type CellState} from '../../console/src/components/cell-state.ts';
import type {
  MatrixCell,
  MatrixLesson,
  MatrixRoadmap,
  MatrixStep,
} from '../../console/src/features/coverage/queries.ts';

/** A missing cell of the style reading that matches, unless told otherwise. */
export const cell = (cellId: number, changes: Partial<MatrixCell> = {}): MatrixCell => ({
  cellId,
  style: 'reading',
  state: 'missing',
  reason: null,
  lessonId: null,
  approvalStatus: null,
  upvotes: null,
  downvotes: null,
  generatedAt: null,
  marks: [],
  matches: true,
  was: null,
  isBeingMade: false,
  ...changes,
});

export const lesson = (lessonNumber: number, ...cells: MatrixCell[]): MatrixLesson => ({lessonNumber, cells});

export const step = (title: string, ...lessons: MatrixLesson[]): MatrixStep => ({
  position: 1,
  title,
  lessons,
});

export const roadmap = (roadmapKey: string, changes: Partial<MatrixRoadmap> = {}): MatrixRoadmap => ({
  roadmapKey,
  title: `Roadmap ${roadmapKey}`,
  stepCount: 2,
  lessonCount: 2,
  matchingCellCount: 8,
  cellCounts: [],
  ...changes,
});

/** As the API counts the cells of a style. */
export const counts = (of: Partial<Record<CellState, number>>): number[] =>
  CELL_STATES.map(state => of[state] ?? 0);
