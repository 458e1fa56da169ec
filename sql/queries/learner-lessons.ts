import type {CellKey} from '../../domain/cell-key.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Db} from '../client.ts';
import {containing} from './containing.ts';
import {idText} from './lesson-ids.ts';
import {servable} from './servable.ts';

/** A row of the reader's table, as the API shows it. */
export type LessonRow = {
  id: LessonId;
  roadmapStepTitle: string;
  lessonNumber: number;
  learningStyle: string;
  content: unknown;
  title: string;
  description: string;
  estimatedDuration: number;
  difficultyLevel: string;
  createdBy: string;
  generatedById: string | null;
  generatedAt: Date;
  generationPrompt: string;
  aiModelVersion: string;
  sourceType: string;
  sourceAttribution: unknown;
  researchMetadata: unknown;
  upvotes: number;
  downvotes: number;
  approvalStatus: string;
  viewCount: number;
  completionRate: number;
  averageQuizScore: number;
  cacheKey: string;
};

const columns = (db: Db) => db`
  l.id, l.roadmap_step_title, l.lesson_number, l.learning_style, l.content, l.title, l.description, l.estimated_duration,
  l.difficulty_level, l.created_by, l.generated_by_id, l.generated_at, l.generation_prompt, l.ai_model_version,
  l.source_type, l.source_attribution, l.research_metadata, l.upvotes, l.downvotes, l.approval_status, l.view_count,
  l.completion_rate, l.average_quiz_score, l.cache_key
`;

type Serving = {emulated: boolean};

/**
 * The lesson that is served for a cell: of a researched request the one under that key, else the one under the plain
 * key. Where another writer left several rows under a key, the live version comes first, then what a mentor verified.
 * Null where there is none.
 */
export async function servedLesson(
  db: Db,
  {cell, researched, emulated}: Serving & {cell: CellKey; researched: boolean},
): Promise<LessonRow | null> {
  const variants = researched ? ['multi_source_v1', 'plain'] : ['plain'];
  const [row] = await db<[LessonRow?]>`
    select ${columns(db)}
    from unnest(${variants}::text[]) with ordinality as k(variant, position)
    join lessons_lessoncontent l
      on l.cache_key = preheat.cache_key(${cell.stepTitle}, ${cell.lessonNumber}, ${cell.style}, k.variant)
    left join preheat.lesson_version v on v.lesson_id = l.id
    where ${servable(db, {emulated})}
    order by k.position, v.state = 'live' desc nulls last, l.approval_status = 'mentor_verified' desc,
      l.upvotes - l.downvotes desc, l.generated_at desc, l.id desc
    limit 1
  `;
  return row ?? null;
}

/**
 * The versions of a cell that may be shown, each draft once: the live one first, then by votes and age. `isLive`: it is
 * what the reader serves.
 */
export async function versionsOf(
  db: Db,
  {cell, emulated, limit}: Serving & {cell: CellKey; limit: number},
): Promise<(LessonRow & {isLive: boolean})[]> {
  return db<(LessonRow & {isLive: boolean})[]>`
    select * from (
      select distinct on (coalesce('draft ' || v.draft_id, 'lesson ' || l.id)) ${columns(db)},
        coalesce(v.state = 'live', l.cache_key not like 'parked:%') as is_live
      from lessons_lessoncontent l
      left join preheat.lesson_version v on v.lesson_id = l.id
      where l.roadmap_step_title = ${cell.stepTitle} and l.lesson_number = ${cell.lessonNumber}
        and l.learning_style = ${cell.style} and v.state is distinct from 'retired' and ${servable(db, {emulated})}
      -- Of twins the live one, and of two live ones the plain one.
      order by coalesce('draft ' || v.draft_id, 'lesson ' || l.id), is_live desc, v.variant desc
    ) each_draft
    order by is_live desc, upvotes - downvotes desc, generated_at desc, id
    limit ${limit}
  `;
}

/**
 * A lesson by its id; null where there is none.
 *
 * @param anyState also one that is rejected, retired, or no lesson at all: for those who judge lessons
 */
export async function lessonById(
  db: Db,
  {id, anyState, emulated}: Serving & {id: LessonId; anyState: boolean},
): Promise<LessonRow | null> {
  const [row] = await db<[LessonRow?]>`
    select ${columns(db)} from lessons_lessoncontent l
    where l.id = preheat.lesson_id_of(${idText(id)})
      ${
        anyState
          ? db``
          : db`and ${servable(db, {emulated})}
              and not exists (select from preheat.lesson_version v where v.lesson_id = l.id and v.state = 'retired')`
      }
  `;
  return row ?? null;
}

/** Rows that the reader serves: of twins the plain one. */
const isShown = (db: Db, {emulated}: Serving) => db`(
  l.cache_key not like 'parked:%' and ${servable(db, {emulated})}
  and not exists (
    select from preheat.lesson_version v
    where v.lesson_id = l.id and (
      v.state <> 'live'
      or (v.variant <> 'plain' and exists (
        select from preheat.lesson_version t
        where t.draft_id = v.draft_id and t.variant = 'plain' and t.state = 'live'
      ))
    )
  )
)`;

export type LessonFilters = {
  learningStyle: string | null;
  difficultyLevel: string | null;
  minUpvotes: number | null;
};

/** Served lessons whose title, description or step's title holds a text, in any case; the best liked first. */
export async function searchLessons(
  db: Db,
  {text, filters, limit, emulated}: Serving & {text: string; filters: LessonFilters; limit: number},
): Promise<LessonRow[]> {
  const pattern = containing(text);
  const {learningStyle, difficultyLevel, minUpvotes} = filters;
  return db<LessonRow[]>`
    select ${columns(db)} from lessons_lessoncontent l
    where (l.title ilike ${pattern} or l.description ilike ${pattern} or l.roadmap_step_title ilike ${pattern})
      ${learningStyle === null ? db`` : db`and l.learning_style = ${learningStyle}`}
      ${difficultyLevel === null ? db`` : db`and l.difficulty_level = ${difficultyLevel}`}
      ${minUpvotes === null ? db`` : db`and l.upvotes >= ${minUpvotes}`}
      and ${isShown(db, {emulated})}
    order by l.upvotes - l.downvotes desc, l.view_count desc, l.id
    limit ${limit}
  `;
}

/** Served lessons, the best liked first, then the most viewed. */
export async function popularLessons(
  db: Db,
  {limit, emulated}: Serving & {limit: number},
): Promise<LessonRow[]> {
  return db<LessonRow[]>`
    select ${columns(db)} from lessons_lessoncontent l where ${isShown(db, {emulated})}
    order by l.upvotes - l.downvotes desc, l.view_count desc, l.id
    limit ${limit}
  `;
}

/** Adds views to lessons, in one statement; of other columns it writes none, as the reader does. */
export async function addViews(db: Db, views: ReadonlyMap<LessonId, number>): Promise<void> {
  await db`
    with counted as (
      select preheat.lesson_id_of(id) as id, views
      from unnest(${[...views.keys()].map(idText)}::text[], ${[...views.values()]}::integer[]) as c(id, views)
    ),
    -- Locked in the order of everybody else who locks several lessons.
    locked as (
      select l.id from lessons_lessoncontent l join counted using (id) order by l.id for no key update of l
    )
    update lessons_lessoncontent l set view_count = l.view_count + c.views
    from counted c where l.id = c.id and (select count(*) from locked) >= 0
  `;
}
