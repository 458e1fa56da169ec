import type {Style} from '../../domain/styles.ts';
import {STYLES} from '../../domain/styles.ts';
import {cacheKey} from '../../domain/cells.ts';
import type {Roadmap} from '../../domain/roadmaps/roadmap.ts';
import type {Db} from '../../sql/client.ts';

/** A roadmap of real subjects, small enough for a test: one cell for each lesson and style. */
export function smallRoadmap(stepCount: number, lessonCount = 1, styles: readonly Style[] = STYLES): Roadmap {
  const subjects = ['Loops', 'Functions', 'Lists', 'Dictionaries', 'Classes', 'Modules', 'Exceptions'];
  return {
    id: 'python',
    title: 'Python',
    description: '',
    category: 'Programming languages',
    steps: Array.from({length: stepCount}, (_, index) => ({
      title: `Python ${subjects[index] ?? `Project ${index}`}`,
      description: '',
      difficulty: 'beginner' as const,
      lessonCount,
      styles: [...styles],
    })),
  };
}

/** The keys under which a reader asks for a roadmap's lessons. */
export function keysOf({steps}: Roadmap): string[] {
  return steps.flatMap(step =>
    Array.from({length: step.lessonCount}, (_, index) => index + 1).flatMap(number =>
      step.styles.map(style => cacheKey(step.title, number, style)),
    ),
  );
}

/** All rows that lie under a key, in the reader's own order: it serves the first. */
export async function rowsAsRead(db: Db, key: string): Promise<Record<string, unknown>[]> {
  return db`
    select * from lessons_lessoncontent where cache_key = ${key}
    order by upvotes desc, approval_status desc, generated_at desc
  `;
}

/** What was paid for, what was kept of it, and what came of it. */
export async function counts(db: Db): Promise<{draftCount: number; lessonCount: number; runCount: number}> {
  const [row] = await db<[{draftCount: number; lessonCount: number; runCount: number}]>`
    select (select count(*) from preheat.draft) as draft_count,
      (select count(*) from lessons_lessoncontent) as lesson_count,
      (select count(*) from preheat.run) as run_count
  `;
  return row;
}
