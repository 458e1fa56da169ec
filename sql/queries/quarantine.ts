import type {Asking} from '../../domain/asking.ts';
import type {Finding} from '../../domain/findings.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {Style} from '../../domain/styles.ts';
import type {VideoChoice} from '../../domain/video.ts';
import type {Db} from '../client.ts';
import {within} from './cells.ts';
import {servable} from './lessons.ts';

/** How a draft's cell is at this moment; `busy`: somebody is making its lesson. */
type CellIs = 'unserved' | 'busy' | 'served' | 'archived';

export type CellOfDraft = {
  cellId: number;
  stepTitle: string;
  lessonNumber: number;
  style: Style;
  cellIs: CellIs;
};

/** A stored draft as people judge it; `paidUsd` is what all calls of its run for the cell cost. */
export type DraftSummary = CellOfDraft & {
  draftId: number;
  status: 'drafted' | 'repairing' | 'published' | 'quarantined' | 'superseded';
  runId: number | null;
  callNumber: number;
  asking: Asking;
  model: string;
  emulated: boolean;
  promptVersion: string;
  finishReason: string;
  promptTokens: number;
  cachedTokens: number;
  outputTokens: number;
  thoughtTokens: number;
  costUsd: number;
  paidUsd: number;
  findings: Finding[];
  createdAt: Date;
};

/** With what is too long for a list. */
export type StoredDraft = DraftSummary & {
  requestId: string;
  prompt: string;
  answerText: string;
  videoChoice: VideoChoice | null;
};

/** What a person calls a draft, or all that is in quarantine of a cell. */
export type QuarantineId = {kind: 'draft' | 'cell'; id: number};

/** Which drafts in quarantine; an absent field does not narrow. */
export type QuarantineFilter = Pick<RunFilter, 'styles' | 'roadmapKeys'> & {runId?: number};

/** The drafts in quarantine, the newest first; of the emulator or of a real model, as the plan counts them. */
export async function quarantinedDrafts(
  db: Db,
  {emulated, filter}: {emulated: boolean; filter: QuarantineFilter},
): Promise<DraftSummary[]> {
  return db<DraftSummary[]>`
    select ${summaryColumns(db, {emulated})}
    from preheat.draft d join preheat.cell u using (cell_id)
    where d.status = 'quarantined' and d.emulated = ${emulated} ${within(db, filter)}
      ${filter.runId === undefined ? db`` : db`and d.run_id = ${filter.runId}`}
    order by d.draft_id desc
  `;
}

/** The draft of this id, whatever became of it; or all that is in quarantine of the cell, the newest first. */
export async function storedDrafts(
  db: Db,
  {kind, id}: QuarantineId,
  {emulated}: {emulated: boolean},
): Promise<StoredDraft[]> {
  return db<StoredDraft[]>`
    select ${summaryColumns(db, {emulated})}, d.request_id, d.prompt, d.answer_text, d.video_choice
    from preheat.draft d join preheat.cell u using (cell_id)
    where ${kind === 'draft' ? db`d.draft_id = ${id}` : db`d.cell_id = ${id} and d.status = 'quarantined'`}
    order by d.draft_id desc
  `;
}

/** The cell that each id means, in the order of the ids; null where it names nothing. */
export async function cellsOf(
  db: Db,
  ids: readonly QuarantineId[],
): Promise<(QuarantineId & {cellId: number | null})[]> {
  return db<(QuarantineId & {cellId: number | null})[]>`
    select a.kind, a.id, coalesce(d.cell_id, c.cell_id) as cell_id
    from unnest(${ids.map(({kind}) => kind)}::text[], ${ids.map(({id}) => id)}::bigint[])
      with ordinality a (kind, id, position)
    left join preheat.draft d on a.kind = 'draft' and d.draft_id = a.id
    left join preheat.cell c on a.kind = 'cell' and c.cell_id = a.id
    order by a.position
  `;
}

/**
 * Takes these cells out of quarantine, so that the next run makes them anew: their drafts are kept as superseded.
 * A busy cell stays as it is: what is being made of it decides. One statement; again it changes nothing.
 *
 * @returns those of the cells that were in quarantine
 */
export async function putBack(
  db: Db,
  {cellIds, emulated}: {cellIds: readonly number[]; emulated: boolean},
): Promise<CellOfDraft[]> {
  return db<CellOfDraft[]>`
    with asked as (
      select ${cellColumns(db, {emulated})} from preheat.cell u
      where u.cell_id = any(${[...cellIds]}::bigint[])
        and exists (select from preheat.draft d where d.cell_id = u.cell_id and d.status = 'quarantined')
    ),
    drafts as (
      update preheat.draft d set status = 'superseded' from asked a
      where d.cell_id = a.cell_id and d.status = 'quarantined' and a.cell_is <> 'busy'
    )
    select cell_id, step_title, lesson_number, style, cell_is from asked order by cell_id
  `;
}

/**
 * Keeps a draft in quarantine from being put back by others until the transaction ends, and has its commit wait for
 * the disk, which that of a claim does not. Claim the cell first: a publication locks them in that order.
 *
 * @returns false where the draft is not in quarantine any more
 */
export async function holdQuarantined(db: Db, draftId: number): Promise<boolean> {
  await db`set local synchronous_commit to default`;
  const rows = await db`
    select draft_id from preheat.draft where draft_id = ${draftId} and status = 'quarantined' for update
  `;
  return rows.length > 0;
}

function summaryColumns(db: Db, options: {emulated: boolean}) {
  return db`
    ${cellColumns(db, options)}, d.draft_id, d.status, d.run_id, d.call_number, d.asking, d.model, d.emulated, d.prompt_version,
    d.finish_reason, d.prompt_tokens, d.cached_tokens, d.output_tokens, d.thought_tokens, d.cost_usd, d.findings,
    d.created_at,
    (
      select sum(p.cost_usd) from preheat.draft p where p.cell_id = d.cell_id and p.run_id is not distinct from d.run_id
    ) as paid_usd
  `;
}

/** Columns of cells (named `u`). */
function cellColumns(db: Db, options: {emulated: boolean}) {
  return db`
    u.cell_id, u.step_title, u.lesson_number, u.style,
    case
      when u.archived_at is not null then 'archived'
      -- As a claim sees it: one that ran out is nobody's.
      when u.claimed_until >= now() then 'busy'
      when exists (
        select from lessons_lessoncontent l where l.cache_key in (u.cache_key, u.multi_source_key) and ${servable(db, options)}
      ) then 'served'
      else 'unserved'
    end as cell_is
  `;
}
