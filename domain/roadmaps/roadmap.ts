import type {Difficulty, Style} from '../styles.ts';

/** An ordered list of topics, as an import stores it. */
export type Roadmap = {
  /** Kebab-case. Names the roadmap across imports: the same id again is the same roadmap, changed. */
  id: string;
  title: string;
  /** May be empty. */
  description: string;
  category: string;
  steps: RoadmapStep[];
};

export type RoadmapStep = {
  /** Unique within its roadmap. Part of the cache key, so roadmaps with the same title share the cells. */
  title: string;
  /** May be empty. */
  description: string;
  difficulty: Difficulty;
  /** Lessons are numbered from 1 to this. */
  lessonCount: number;
  /** The styles wanted, in the order of `STYLES`. */
  styles: Style[];
};
