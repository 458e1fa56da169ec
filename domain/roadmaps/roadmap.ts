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
  /** The number of its first lesson; default 1. The application numbers lessons through a module, a step may be any of it. */
  firstLesson?: number;
  /** Lessons are numbered from the first one to this. */
  lessonCount: number;
  /** The styles wanted, in the order of `STYLES`. */
  styles: Style[];
};
