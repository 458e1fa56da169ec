import {type Difficulty, type Style, STYLES} from '../styles.ts';
import {quote} from './problem.ts';
import type {Roadmap, RoadmapStep} from './roadmap.ts';

/** A roadmap of the application; one for each learner's goal. */
export type ApplicationRoadmap = {
  roadmapId: string;
  roadmapTitle: string;
  roadmapDescription: string;
  /** In its order. */
  modules: ApplicationModule[];
};

export type ApplicationModule = {
  title: string;
  description: string;
  difficulty: string;
  /** The rows that it has for lessons, filled or not, by number. */
  lessons: {title: string; lessonNumber: number; style: string; description: string}[];
};

/** As for roadmaps of files (schema.ts). */
const DESCRIPTION_MAX_CHARS = 2000;
const LESSONS_MAX = 50;

/**
 * The application's roadmaps as Preheat's. A module without lessons is a step of one lesson in all styles. One that has
 * rows for lessons is what these ask for: a step for each of their titles, with their numbers and styles, since the
 * application looks them up by these. Steps of the same title are one.
 *
 * @param keyPrefix before the id of each
 * @returns `problems`: a line for each row that cannot be a step, and why
 */
export function roadmapsOfApplication(
  given: readonly ApplicationRoadmap[],
  keyPrefix: string,
): {roadmaps: Roadmap[]; problems: string[]} {
  const problems: string[] = [];
  const roadmaps = given.flatMap(({roadmapId, roadmapTitle, roadmapDescription, modules}) => {
    const steps = new Map<string, RoadmapStep>();
    for (const step of modules.flatMap(stepsOf)) {
      const fault = faultOf(step);
      if (fault !== null) {
        problems.push(`Roadmap ${roadmapId}: ${fault}`);
        continue;
      }
      const known = steps.get(step.title);
      steps.set(step.title, known ? merged(known, step) : step);
    }
    if (steps.size === 0) return [];
    return [
      {
        id: `${keyPrefix}${roadmapId}`,
        title: roadmapTitle.trim() === '' ? `Roadmap ${roadmapId}` : roadmapTitle,
        description: shortened(roadmapDescription),
        category: 'General',
        steps: [...steps.values()],
      },
    ];
  });
  return {roadmaps, problems};
}

function stepsOf({title, description, difficulty, lessons}: ApplicationModule): RoadmapStep[] {
  const shared = {difficulty: difficultyOf(difficulty)};
  if (lessons.length === 0) {
    return [{...shared, title, description: shortened(description), lessonCount: 1, styles: [...STYLES]}];
  }
  return lessons.map(lesson => ({
    ...shared,
    title: lesson.title,
    description: shortened(lesson.title === title ? description : lesson.description),
    firstLesson: lesson.lessonNumber,
    lessonCount: lesson.lessonNumber,
    styles: STYLES.filter(style => style === lesson.style),
  }));
}

/** One step for both: their lessons and all between them, in the styles of both. */
function merged(a: RoadmapStep, b: RoadmapStep): RoadmapStep {
  const styles = new Set<Style>([...a.styles, ...b.styles]);
  return {
    ...a,
    firstLesson: Math.min(a.firstLesson ?? 1, b.firstLesson ?? 1),
    lessonCount: Math.max(a.lessonCount, b.lessonCount),
    styles: STYLES.filter(style => styles.has(style)),
  };
}

/** Goals of the application know `expert` beside ours. */
function difficultyOf(text: string): Difficulty {
  const difficulty = text.trim().toLowerCase();
  if (difficulty === 'expert' || difficulty === 'advanced') return 'advanced';
  return difficulty === 'intermediate' ? 'intermediate' : 'beginner';
}

/** Why the application's row can be no step; the title must stay to the letter, as it is in the reader's key. */
function faultOf({title, firstLesson = 1, lessonCount, styles}: RoadmapStep): string | null {
  if (title.trim() === '') return 'a module or lesson has no title.';
  if (/\p{Cc}/u.test(title)) return `the title ${quote(title)} has control characters.`;
  if (firstLesson < 1 || lessonCount > LESSONS_MAX)
    return `${quote(title)} is lesson ${lessonCount}: Preheat makes lessons 1 to ${LESSONS_MAX}.`;
  return styles.length === 0 ? `${quote(title)} has a learning style that Preheat does not know.` : null;
}

const shortened = (text: string): string =>
  Array.from(text.trim()).slice(0, DESCRIPTION_MAX_CHARS).join('').trim();
