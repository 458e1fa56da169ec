import type {Actor} from '../../domain/actor.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {jsonText} from './json-text.ts';
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
  /** Of a run that had no id yet when it was started, the one that it got. */
  runId: number | null;
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
  runId: number | null;
  since: Date | null;
  until: Date | null;
};

/** Events, the newest first, by keyset: those before `beforeId`; null: from the newest. */
export async function auditEvents(
  db: Db,
  {filter, beforeId, limit}: {filter: AuditFilter; beforeId: number | null; limit: number},
): Promise<AuditEvent[]> {
  const {actor, actions, cellId, lessonId, runId, since, until} = filter;
  return db<AuditEvent[]>`
    select e.audit_event_id, e.at, e.actor, e.actor_role, e.action, e.cell_id, e.lesson_id,
      coalesce(e.run_id, r.run_id) as run_id, e.reason, e.before, e.after
    from preheat.audit_event e
    left join preheat.run r on e.run_id is null and r.workflow_id = e.after ->> 'workflowId'
    where true
      ${actor === null ? db`` : db`and e.actor = ${idText(actor)}`}
      ${actions === null ? db`` : db`and e.action = any(${[...actions]}::text[])`}
      ${cellId === null ? db`` : db`and e.cell_id = ${cellId}`}
      ${lessonId === null ? db`` : db`and e.lesson_id = ${idText(lessonId)}`}
      ${runId === null ? db`` : db`and e.audit_event_id in (${eventsOfRun(db, runId)})`}
      ${since === null ? db`` : db`and e.at >= ${since}`}
      ${until === null ? db`` : db`and e.at < ${until}`}
      ${beforeId === null ? db`` : db`and e.audit_event_id < ${beforeId}`}
    order by e.audit_event_id desc limit ${limit}
  `;
}

function eventsOfRun(db: Db, runId: number) {
  return db`
    select audit_event_id from preheat.audit_event where run_id = ${runId}
    union all
    select audit_event_id from preheat.audit_event
    where after ->> 'workflowId' = (select workflow_id from preheat.run where run_id = ${runId})
  `;
}

/** What somebody did, and to what. `before` and `after` are kept as JSON. */
export type Act = {
  action: string;
  actor: Actor;
  cellId?: number | null;
  lessonId?: LessonId | null;
  runId?: number | null;
  reason?: string | null;
  before?: object | null;
  after?: object | null;
};

/** Notes what somebody did. */
export async function audit(db: Db, act: Act): Promise<void> {
  const {action, actor, cellId = null, lessonId = null, runId = null, reason = null} = act;
  const json = (value: object | null | undefined) => db`${value ? jsonText(value) : null}::text::jsonb`;
  await db`
    insert into preheat.audit_event (actor, actor_role, action, cell_id, lesson_id, run_id, reason, before, after)
    values (${actor.id}, ${actor.role}, ${action}, ${cellId}, ${lessonId === null ? null : idText(`${lessonId}`)}, ${runId},
      ${reason}, ${json(act.before)}, ${json(act.after)})
  `;
}

/** Notes who started a run, once: the same workflow again is the same run, and nobody starts it. */
export async function auditStart(
  pool: Pool,
  {
    after,
    ...act
  }: Act & {action: 'start_run' | 'retry_run'; after: {workflowId: string; [fact: string]: unknown}},
): Promise<void> {
  const {workflowId} = after;
  await inTransaction(pool, async db => {
    await db`select pg_advisory_xact_lock(hashtextextended(${`preheat.start_run:${workflowId}`}, 0))`;
    const known = await db`
      select from preheat.audit_event
      where after ->> 'workflowId' = ${workflowId} and action in ('start_run', 'retry_run')
    `;
    if (known.length === 0) await audit(db, {...act, after});
  });
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
