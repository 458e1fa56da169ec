import type {Actor} from '../../domain/actor.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Db} from '../client.ts';
import {idText} from './lesson-ids.ts';

/** Who did what to what. */
export type AuditEvent = {
  auditEventId: number;
  at: Date;
  /** The id of a user, `cli`, or `preheat` for Preheat itself. */
  actor: string;
  /** The role that the actor had at that time. */
  actorRole: string;
  action: string;
  cellId: number | null;
  lessonId: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
};

/** Which events; null does not narrow. */
export type AuditFilter = {
  actor: string | null;
  actions: readonly string[] | null;
  cellId: number | null;
  lessonId: LessonId | null;
  since: Date | null;
  until: Date | null;
};

/** Events, the newest first, by keyset: those before `beforeId`; null: from the newest. */
export async function auditEvents(
  db: Db,
  {filter, beforeId, limit}: {filter: AuditFilter; beforeId: number | null; limit: number},
): Promise<AuditEvent[]> {
  const {actor, actions, cellId, lessonId, since, until} = filter;
  return db<AuditEvent[]>`
    select audit_event_id, at, actor, actor_role, action, cell_id, lesson_id, reason, before, after
    from preheat.audit_event
    where true
      ${actor === null ? db`` : db`and actor = ${idText(actor)}`}
      ${actions === null ? db`` : db`and action = any(${[...actions]}::text[])`}
      ${cellId === null ? db`` : db`and cell_id = ${cellId}`}
      ${lessonId === null ? db`` : db`and lesson_id = ${idText(lessonId)}`}
      ${since === null ? db`` : db`and at >= ${since}`}
      ${until === null ? db`` : db`and at < ${until}`}
      ${beforeId === null ? db`` : db`and audit_event_id < ${beforeId}`}
    order by audit_event_id desc limit ${limit}
  `;
}

/** Notes that somebody did the same to each of these cells. */
export async function auditCells(
  db: Db,
  {action, cellIds, actor}: {action: string; cellIds: readonly number[]; actor: Actor},
): Promise<void> {
  await db`
    select preheat.audit(${actor.id}, ${actor.role}, ${action}, c, null, null, null, null)
    from unnest(${[...cellIds]}::bigint[]) c
  `;
}
