import type {KeyVariant} from '../../domain/cells.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {within} from './cells.ts';
import {idText} from './lesson-ids.ts';

/** One version of a cell's lesson, and where it comes from. */
export type Version = {
  lessonId: LessonId;
  cellId: number;
  stepTitle: string;
  lessonNumber: number;
  style: Style;
  variant: KeyVariant;
  state: 'live' | 'parked' | 'retired';
  origin: 'preheat' | 'adopted';
  title: string;
  approvalStatus: string;
  upvotes: number;
  downvotes: number;
  isPromoted: boolean;
  isSuperseded: boolean;
  /** What its draft found to warn of; 0 for those that others wrote. */
  warningCount: number;
  parentLessonId: LessonId | null;
  runId: number | null;
  draftId: number | null;
  promptVersion: string | null;
  model: string | null;
  /** With the drafts before it that did not pass; null for those that others wrote. */
  costUsd: number | null;
  generatedAt: Date;
  liveSince: Date | null;
};

/** All versions of a lesson's cell, the live ones first, then the newest; those whose row is gone are left out. */
export async function versionsOf(db: Db, of: {lessonId: LessonId} | {cellId: number}): Promise<Version[]> {
  return db<Version[]>`
    select v.lesson_id, v.cell_id, c.step_title, c.lesson_number, c.style, v.variant, v.state, v.origin, l.title,
      l.approval_status, l.upvotes, l.downvotes, v.promoted_at is not null as is_promoted,
      v.superseded_at is not null as is_superseded, coalesce(jsonb_array_length(d.findings), 0) as warning_count,
      v.parent_lesson_id, v.run_id, v.draft_id, v.prompt_version, v.model,
      (select sum(p.cost_usd) from preheat.draft p where p.cell_id = d.cell_id and p.run_id is not distinct from d.run_id) as cost_usd,
      l.generated_at, v.live_since
    from preheat.lesson_version v
    join preheat.cell c using (cell_id)
    join lessons_lessoncontent l on l.id = v.lesson_id
    left join preheat.draft d using (draft_id)
    where ${
      'cellId' in of
        ? db`v.cell_id = ${of.cellId}`
        : db`v.cell_id = (select o.cell_id from preheat.lesson_version o where o.lesson_id = preheat.lesson_id_of(${idText(of.lessonId)}))`
    }
    order by v.state = 'live' desc, v.state = 'parked' desc, l.generated_at desc, v.variant desc, v.lesson_id desc
  `;
}

/** A lesson that learners get. */
export type LiveLesson = Pick<
  Version,
  | 'lessonId'
  | 'cellId'
  | 'stepTitle'
  | 'lessonNumber'
  | 'style'
  | 'variant'
  | 'title'
  | 'approvalStatus'
  | 'upvotes'
  | 'downvotes'
>;

/** The live lessons of a part, in the order of the roadmaps. */
export async function liveLessons(
  db: Db,
  filter: Pick<RunFilter, 'styles' | 'roadmapKeys'>,
): Promise<LiveLesson[]> {
  return db`
    select v.lesson_id, u.cell_id, u.step_title, u.lesson_number, u.style, v.variant, l.title, l.approval_status,
      l.upvotes, l.downvotes
    from preheat.cell u join preheat.lesson_version v using (cell_id) join lessons_lessoncontent l on l.id = v.lesson_id
    where v.state = 'live' and u.archived_at is null ${within(db, filter)}
    order by u.cell_id, v.variant desc
  `;
}
