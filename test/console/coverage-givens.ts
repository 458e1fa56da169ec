import type {CellState, Style} from '../../console/src/components/cell-state.ts';
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
  byStyle: [],
  ...changes,
});

export const part = (style: Style, counts: Partial<Record<CellState, number>>) => {
  const states = Object.entries(counts).map(([state, cellCount]) => ({state: state as CellState, cellCount}));
  return {
    style,
    states,
    cellCount: states.reduce((sum, {cellCount}) => sum + cellCount, 0),
    servedCount: (counts.served ?? 0) + (counts.stale ?? 0),
  };
};
