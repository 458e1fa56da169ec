import type {Actor} from '../../domain/actor.ts';
import {
  type Answers,
  type CommentRemark,
  type FencedFeedback,
  type Feedback,
  gatherFeedback,
  type ReviewRemark,
} from '../../domain/feedback/index.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Regeneration, RegenerationTrigger} from '../../domain/regenerations.ts';
import type {Db} from '../client.ts';

/** A cell that is to get a new version, and the lesson that this is to be better than; null: the one that it serves. */
export type RegenerationTarget = {cellId: number; lessonId: LessonId | null};

export type RegenerationRequest = {
  targets: readonly RegenerationTarget[];
  trigger: RegenerationTrigger;
  actor: Actor;
  /** What an editor asks for; empty where that is nothing. At most `MAX_INSTRUCTION_CHARS`. */
  instructions?: string;
  /** The run that takes them at once; left out, the next one that wants these cells anew does. */
  runId?: number;
};

/** An open regeneration: the one that was asked for, or one of before that has not ended. */
export type OpenRegeneration = {
  regenerationId: number;
  cellId: number;
  runId: number | null;
  parentLessonId: LessonId | null;
  answers: Answers;
  isNew: boolean;
};

/**
 * Writes down that these cells are to get a new version, and freezes what its prompt will say of the lesson before. One
 * is open for a cell at a time: who asks for it again gets the first. Archived cells and those that are not there are
 * left out. Audited.
 */
export async function requestRegenerations(
  db: Db,
  {targets, trigger, actor, instructions = '', runId}: RegenerationRequest,
): Promise<OpenRegeneration[]> {
  if (targets.length === 0) return [];
  const sources = await feedbackSources(db, targets);
  const rows = sources.map(({cellId, parentLessonId, reviews, comments}) => {
    const {feedback, answers} = gatherFeedback({reviews, comments, instructions});
    return {cellId, parentLessonId, feedback, answers};
  });
  const added = await db<OpenRegeneration[]>`
    with asked as (
      insert into preheat.regeneration (
        cell_id, parent_lesson_id, run_id, trigger, requested_by, requested_role, instructions, feedback, answers
      )
      select (r ->> 'cellId')::bigint, preheat.lesson_id_of(r ->> 'parentLessonId'), ${runId ?? null}, ${trigger}, ${actor.id},
        ${actor.role}, ${instructions}, r -> 'feedback', r -> 'answers'
      from jsonb_array_elements(${db.json(rows)}) r
      on conflict (cell_id) where ended_at is null do nothing
      returning regeneration_id, cell_id, run_id, parent_lesson_id, answers
    ),
    audited as (
      select preheat.audit(
        ${actor.id}, ${actor.role}, 'regenerate', cell_id, parent_lesson_id::text, ${instructions || null}, null,
        jsonb_build_object('regenerationId', regeneration_id, 'trigger', ${trigger}::text, 'answers', answers)
      ) from asked
    )
    select a.*, true as is_new from asked a, (select count(*) from audited) every_one
  `;
  const known = await db<OpenRegeneration[]>`
    select regeneration_id, cell_id, run_id, parent_lesson_id, answers, false as is_new
    from preheat.regeneration
    where ended_at is null and cell_id = any(${sources.map(({cellId}) => cellId)}::bigint[])
      and regeneration_id <> all(${added.map(({regenerationId}) => regenerationId)}::bigint[])
  `;
  return [...added, ...known].toSorted((a, b) => a.cellId - b.cellId);
}

/** Ends those of these regenerations that no run has taken: nothing was tried, and they can be asked for again. */
export async function endUntaken(db: Db, regenerationIds: readonly number[], message: string): Promise<void> {
  await db`
    update preheat.regeneration set ended_at = clock_timestamp(), outcome = 'not_reached', message = ${message}
    where regeneration_id = any(${[...regenerationIds]}::bigint[]) and run_id is null and ended_at is null
  `;
}

/** A prompt takes a dozen comments; what a crowd wrote before these is not even looked at. */
const NEWEST_COMMENTS = 300;

type FeedbackSource = {
  cellId: number;
  parentLessonId: LessonId | null;
  reviews: ReviewRemark[];
  comments: CommentRemark[];
};

/** What people said of the lessons that are to be replaced, and of their twins: each mentor's latest word. */
async function feedbackSources(db: Db, targets: readonly RegenerationTarget[]): Promise<FeedbackSource[]> {
  const cellIds = targets.map(({cellId}) => cellId);
  await db`select preheat.adopt(${cellIds}::bigint[])`;
  return db<FeedbackSource[]>`
    with target as (
      select distinct on (c.cell_id) c.cell_id, coalesce(v.lesson_id, p.lesson_id) as lesson_id
      from jsonb_array_elements(${db.json(targets.map(target => ({...target})))}) t
      join preheat.cell c on c.cell_id = (t ->> 'cellId')::bigint and c.archived_at is null
      left join preheat.lesson_version v
        on v.cell_id = c.cell_id and v.lesson_id = preheat.lesson_id_of(t ->> 'lessonId')
      left join lateral (
        select o.lesson_id from preheat.lesson_version o
        where o.cell_id = c.cell_id and o.state <> 'retired'
        order by o.state = 'live' desc, o.variant = 'plain' desc, o.generated_at desc nulls last, o.lesson_id desc
        limit 1
      ) p on true
    )
    select t.cell_id, t.lesson_id as parent_lesson_id, coalesce(r.reviews, '[]') as reviews,
      coalesce(w.comments, '[]') as comments
    from target t
    cross join lateral (select preheat.twins_of(t.lesson_id) as lesson_ids) twins
    cross join lateral (
      select jsonb_agg(jsonb_build_object('reviewId', m.id, 'verdict', m.status, 'reasons', m.reasons, 'text', m.feedback,
        'atMs', floor(extract(epoch from m.updated_at) * 1000))) as reviews
      from (
        select distinct on (r.mentor_id) r.id, r.status, r.feedback, r.updated_at, coalesce(s.reasons, '{}') as reasons
        from lessons_mentorreview r
        left join preheat.review_reason s on s.lesson_id = r.lesson_content_id and s.mentor_id = r.mentor_id
        where r.lesson_content_id = any(twins.lesson_ids)
        order by r.mentor_id, r.updated_at desc, r.status, r.id
      ) m
      where m.status in ('verified', 'needs_improvement', 'rejected')
    ) r
    cross join lateral (
      select jsonb_agg(jsonb_build_object('voteId', n.id, 'text', n.comment,
        'atMs', floor(extract(epoch from n.updated_at) * 1000))) as comments
      from (
        select v.id, v.comment, v.updated_at from lessons_lessonvote v
        where v.lesson_content_id = any(twins.lesson_ids) and v.vote_type = 'downvote' and v.comment <> ''
        order by v.updated_at desc, v.id desc
        limit ${NEWEST_COMMENTS}
      ) n
    ) w
    order by t.cell_id
  `;
}

/** What a lesson is made with that replaces another one. */
export type LessonFeedback = {parentLessonId: LessonId | null; feedback: FencedFeedback};

type Frozen = {parentLessonId: LessonId | null; feedback: Feedback; nonce: string};

/** What a run is told of a cell that it makes, and of the unfinished draft that is there. */
export type CellFeedback = {
  /** Of the run's own regeneration of the cell. */
  own: LessonFeedback | null;
  /** Whether the draft is the run's own. */
  isOwnDraft: boolean;
  /** Of the regeneration that the draft was asked for in. */
  ofDraft: LessonFeedback | null;
};

export async function cellFeedback(
  db: Db,
  {runId, cellId, draftId}: {runId: number; cellId: number; draftId: number | null},
): Promise<CellFeedback> {
  const frozen = db`
    select jsonb_build_object('parentLessonId', g.parent_lesson_id, 'feedback', g.feedback, 'nonce', g.nonce)
    from preheat.regeneration g
  `;
  const [row] = await db<[{own: Frozen | null; isOwnDraft: boolean; ofDraft: Frozen | null}]>`
    select
      (
        ${frozen} where g.run_id = ${runId} and g.cell_id = ${cellId} order by g.regeneration_id desc limit 1
      ) as own,
      exists (select from preheat.draft d where d.draft_id = ${draftId} and d.run_id = ${runId}) as is_own_draft,
      (
        ${frozen} join preheat.draft d on d.run_id = g.run_id and d.cell_id = g.cell_id
        where d.draft_id = ${draftId} order by g.regeneration_id desc limit 1
      ) as of_draft
  `;
  return {...row, own: fenced(row.own), ofDraft: fenced(row.ofDraft)};
}

function fenced(frozen: Frozen | null): LessonFeedback | null {
  if (frozen === null) return null;
  const {parentLessonId, feedback, nonce} = frozen;
  return {parentLessonId, feedback: {...feedback, nonce}};
}

/** Puts the unfinished drafts of a cell away that other runs paid for: they answer nothing that this run was asked. */
export async function setAsideDrafts(
  db: Db,
  {runId, cellId, emulated}: {runId: number; cellId: number; emulated: boolean},
): Promise<void> {
  await db`
    update preheat.draft set status = 'superseded'
    where cell_id = ${cellId} and run_id is distinct from ${runId} and emulated = ${emulated}
      and status in ('drafted', 'repairing')
  `;
}

/** Regenerations of these ids, or of these cells (the newest of each first), as people see them. */
export async function regenerations(
  db: Db,
  which: {regenerationIds: readonly number[]} | {cellIds: readonly number[]},
): Promise<Regeneration[]> {
  const chosen =
    'cellIds' in which
      ? db`g.cell_id = any(${[...which.cellIds]}::bigint[])`
      : db`g.regeneration_id = any(${[...which.regenerationIds]}::bigint[])`;
  return db<Regeneration[]>`
    select g.regeneration_id, g.cell_id, c.step_title, c.lesson_number, c.style, g.run_id, g.parent_lesson_id, g.trigger,
      g.requested_by, g.requested_role, g.requested_at, g.instructions, g.answers, g.lesson_ids, g.outcome, g.message, g.ended_at
    from preheat.regeneration g join preheat.cell c using (cell_id)
    where ${chosen}
    order by g.cell_id, g.regeneration_id desc
  `;
}
