import {cacheKey, type KeyVariant} from '../../domain/cells.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../../sql/client.ts';

export type GivenRow = {
  stepTitle: string;
  lessonNumber?: number;
  style?: Style;
  variant?: KeyVariant;
  title?: string;
  content?: unknown;
  /** Any other column, by name. */
  columns?: Record<string, unknown>;
};

/** A row of the reader's table as the application writes it, in either age. Returns its id. */
export async function givenRow(
  db: Db,
  {stepTitle, lessonNumber = 1, style = 'reading', variant = 'plain', columns, ...lesson}: GivenRow,
): Promise<LessonId> {
  const row = {
    roadmap_step_title: stepTitle,
    lesson_number: lessonNumber,
    learning_style: style,
    cache_key: cacheKey(stepTitle, lessonNumber, style, variant),
    content: {content: 'Their text.'},
    title: 'Theirs',
    description: 'Their words.',
    estimated_duration: 15,
    difficulty_level: 'beginner',
    generated_at: new Date().toISOString(),
    generation_prompt: '',
    ai_model_version: 'their-model',
    upvotes: 0,
    downvotes: 0,
    approval_status: 'pending',
    view_count: 0,
    completion_rate: 0,
    average_quiz_score: 0,
    created_by: 'gemini-ai',
    research_metadata: {},
    source_attribution: {},
    source_type: 'ai_only',
    generation_metadata: {},
    generation_status: 'completed',
    ...lesson,
    ...columns,
  };
  const [{id}] = await db<[{id: LessonId}]>`
    insert into lessons_lessoncontent
    select r.* from jsonb_populate_record(
      null::lessons_lessoncontent,
      jsonb_build_object('id', preheat.new_id('lessons_lessoncontent')) || ${JSON.stringify(row)}::text::jsonb
    ) r
    returning id
  `;
  return id;
}

/** The row that the application makes for a lesson of a module before there is one (age "head"). Returns its id. */
export async function givenSkeleton(
  db: Db,
  {id, moduleId = null, columns, ...row}: GivenRow & {id: string; moduleId?: string | null},
): Promise<LessonId> {
  return givenRow(db, {
    title: row.stepTitle,
    content: {},
    ...row,
    columns: {
      id,
      module_id: moduleId,
      generation_status: 'pending',
      source_attribution: {lesson_objectives: ['Know it']},
      generation_metadata: {lesson_structure: {title: row.stepTitle, description: 'What it is about.'}},
      ...columns,
    },
  });
}

/** A roadmap of the application with its modules (age "head"); their ids are `<roadmapId>m1`, `<roadmapId>m2` … */
export async function givenApplicationRoadmap(
  db: Db,
  {
    id,
    title = `Goal ${id}`,
    status = 'active',
    modules,
  }: {
    id: string;
    title?: string;
    status?: string;
    modules: {title: string; description?: string; difficulty?: string}[];
  },
): Promise<string[]> {
  await db`
    insert into lessons_roadmap (
      id, title, description, user_id, goal_id, difficulty_level, total_duration, generated_at, user_profile_snapshot,
      ai_model_version, status, progress, upvotes, downvotes, approval_status, cache_key, goal_input
    )
    values (${id}, ${title}, 'The way.', 'u1', 'g1', 'beginner', '', now(), '{}', '', ${status}, '{}', 0, 0, 'pending', '', 'Python')
  `;
  const ids = modules.map((_, index) => `${id}m${index + 1}`);
  for (const [index, module] of modules.entries()) {
    await db`
      insert into lessons_module (
        id, title, description, "order", estimated_duration, difficulty, resources, upvotes, downvotes, approval_status,
        cache_key, roadmap_id, generation_status
      )
      values (
        ${ids[index] ?? ''}, ${module.title}, ${module.description ?? ''}, ${index + 1}, '', ${module.difficulty ?? 'beginner'},
        '[]', 0, 0, 'pending', '', ${id}, 'not_started'
      )
    `;
  }
  return ids;
}
