import type {FencedFeedback} from './feedback/feedback.ts';
import type {Difficulty, Style} from './styles.ts';

/** Everything that a prompt may say of the lesson that a cell wants. Data, never instructions. */
export type LessonRequest = {
  stepTitle: string;
  stepDescription: string;
  difficulty: Difficulty;
  /** From 1. */
  lessonNumber: number;
  /** How many lessons the step has. */
  lessonCount: number;
  style: Style;
  roadmapTitle: string;
  category: string;
  /** Where the lesson replaces another one: what people said of that. */
  feedback?: FencedFeedback;
};
