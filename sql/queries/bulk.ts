import type {Actor} from '../../domain/actor.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {Db} from '../client.ts';
import {within} from './cells.ts';
import {jsonText} from './json-text.ts';
import type {ActOutcome} from './serving.ts';

/** What can be done to many lessons at once and taken back. */
export const BULK_ACTS = ['promote', 'retire', 'restore'] as const;
export type BulkAct = (typeof BULK_ACTS)[number];

/** How long an act on many lessons can be taken back. */
export const UNDO_MINUTES = 10;

/** Which versions; an absent field does not narrow. */
export type LessonFilter = Pick<RunFilter, 'roadmapKeys' | 'styles' | 'text' | 'cellIds'> & {
  states?: readonly ('live' | 'parked' | 'retired')[] | undefined;
  approvalStatuses?: readonly string[] | undefined;
  /** As they are in `lesson_version`: `preheat` or `adopted`. */
  origin?: string | undefined;
  /** Only these lessons. */
  lessonIds?: readonly string[] | undefined;
};

/** A version and what its lesson was made for; twins each have one. */
export type MatchingLesson = {lessonId: LessonId; cellId: number; title: string; stepTitle: string};

/** The versions of wanted cells that a filter names, in walk order. */
export async function matchingLessons(
  db: Db,
  filter: LessonFilter,
  {limit}: {limit: number},
): Promise<MatchingLesson[]> {
  const {states, approvalStatuses, cellIds, origin, lessonIds} = filter;
  return db<MatchingLesson[]>`
    select v.lesson_id, v.cell_id, l.title, u.step_title
    from preheat.lesson_version v
    join lessons_lessoncontent l on l.id = v.lesson_id
    join preheat.cell u using (cell_id)
    where u.archived_at is null ${within(db, filter)}
      ${states ? db`and v.state = any(${[...states]}::text[])` : db``}
      ${approvalStatuses ? db`and l.approval_status = any(${[...approvalStatuses]}::text[])` : db``}
      ${cellIds ? db`and u.cell_id = any(${cellIds}::bigint[])` : db``}
      ${origin ? db`and v.origin = ${origin}` : db``}
      ${
        lessonIds
          ? db`and v.lesson_id = any(
              array(select preheat.lesson_id_of(i) from unnest(${[...lessonIds]}::text[]) i)::preheat.lesson_id[]
            )`
          : db``
      }
    order by v.cell_id, v.lesson_id limit ${limit}
  `;
}

/** What became of one lesson of a bulk act. */
export type BulkItem = {lessonId: LessonId; cellId: number; outcome: ActOutcome};

/** An act on many lessons, as it is stored. */
export type BulkCommand = {
  bulkCommandId: number;
  act: BulkAct;
  reason: string | null;
  actor: string;
  actorRole: string;
  doneAt: Date;
  items: BulkItem[];
  undoneAt: Date | null;
  undoneBy: string | null;
};

/**
 * Call it in a transaction. Does one act on each of these lessons and decides their cells anew, in one transaction; each is audited. Stores the
 * command with how everything stood before. A lesson that the act is not right for is left, and its outcome says why.
 */
export async function actOnLessons(
  db: Db,
  {
    act,
    lessonIds,
    filter,
    actor,
    reason,
  }: {
    act: BulkAct;
    lessonIds: readonly LessonId[];
    filter: LessonFilter;
    actor: Actor;
    reason: string | null;
  },
): Promise<BulkCommand> {
  // Longer than what a reader may wait for: the API's own bound is for those.
  await db`select set_config('statement_timeout', '30s', true)`;
  const [{bulkCommandId}] = await db<[{bulkCommandId: number}]>`
    select bulk_command_id from preheat.act_on_lessons(
      ${act}, ${lessonIds.map(String)}::text[], ${jsonText(filter)}::text::jsonb, ${actor.id}, ${actor.role}, ${reason}
    )
  `;
  const [command] = await commands(db, db`where bulk_command_id = ${bulkCommandId}`);
  if (command === undefined) throw new Error(`The bulk command ${bulkCommandId} is not stored.`);
  return command;
}

/** The newest acts on many lessons. */
export async function bulkCommands(db: Db, {limit}: {limit: number}): Promise<BulkCommand[]> {
  return commands(db, db`order by bulk_command_id desc limit ${limit}`);
}

async function commands(db: Db, which: ReturnType<Db>): Promise<BulkCommand[]> {
  return db<BulkCommand[]>`
    select bulk_command_id, act, reason, actor, actor_role, done_at, undone_at, undone_by,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'lessonId', preheat.lesson_id_of(i ->> 'lesson_id'), 'cellId', i -> 'cell_id', 'outcome', i -> 'outcome'
        ) order by place)
        from jsonb_array_elements(items) with ordinality x (i, place)
      ), '[]') as items
    from preheat.bulk_command ${which}
  `;
}

export type BulkUndo =
  | {kind: 'undone'; undoneCount: number; leftLessonIds: LessonId[]}
  | {kind: 'refused'; reason: 'unknown' | 'undone' | 'too_late'};

/**
 * Takes an act on many lessons back, whoever did it, where it is not older than ten minutes. Cells that somebody changed
 * since are left as they are, and named. Audited, lesson by lesson.
 */
export async function undoBulk(
  db: Db,
  {
    bulkCommandId,
    actor,
    undoMinutes = UNDO_MINUTES,
  }: {bulkCommandId: number; actor: Actor; undoMinutes?: number},
): Promise<BulkUndo> {
  const [row] = await db<
    [{refusal: 'unknown' | 'undone' | 'too_late' | null; undoneCount: number; leftLessonIds: string[]}]
  >`
    select refusal, undone_count, left_lesson_ids from preheat.undo_bulk(
      ${bulkCommandId}, ${actor.id}, ${actor.role}, ${undoMinutes}::int * interval '1 minute'
    )
  `;
  const {refusal, undoneCount, leftLessonIds} = row;
  return refusal === null ? {kind: 'undone', undoneCount, leftLessonIds} : {kind: 'refused', reason: refusal};
}
