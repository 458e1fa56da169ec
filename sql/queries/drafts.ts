import type {Finding} from '../../domain/findings.ts';
import {type Db, withoutSync} from '../client.ts';
import type {UnfinishedDraft} from './claims.ts';

/** A model call's answer as it was paid for. */
export type NewDraft = Omit<UnfinishedDraft, 'draftId' | 'status' | 'findings'> & {
  cellId: number;
  runId: number;
  promptTokens: number;
  cachedTokens: number;
  outputTokens: number;
  thoughtTokens: number;
  costUsd: number;
  /** The model that answered, as the provider says it: it routes some requests to a successor. */
  modelVersion: string;
  responseId: string | null;
};

/**
 * Sets `maxUsd` aside for one call within the run's budget, in one statement: concurrent callers never pass the cap.
 *
 * @returns `refused` where the budget has no room, or the run has ended; `held` where an attempt before reserved for
 * this request and never settled it: its call may be under way or lost
 * @throws where the same request is reserved twice at the same moment; the retry finds the first one's
 */
export async function reserve(
  db: Db,
  {requestId, runId, maxUsd}: {requestId: string; runId: number; maxUsd: number},
): Promise<'reserved' | 'held' | 'refused'> {
  const [row] = await db<[{answer: 'reserved' | 'held' | 'refused'}]>`
    with held as (
      select from preheat.reservation where request_id = ${requestId}
    ),
    taken as (
      update preheat.run set reserved_usd = reserved_usd + ${maxUsd}
      where run_id = ${runId} and not exists (select from held)
        and ended_at is null
        and (max_usd is null or spent_usd + reserved_usd + ${maxUsd} <= max_usd)
      returning run_id
    ),
    made as (
      insert into preheat.reservation (request_id, run_id, max_usd)
      select ${requestId}, run_id, ${maxUsd} from taken
    )
    select case when exists (select from held) then 'held' when exists (select from taken) then 'reserved'
      else 'refused' end as answer
    where ${withoutSync(db)}
  `;
  return row.answer;
}

/** Whether the run's budget could hold `maxUsd` once the calls in flight are settled, and the run is still open. */
export async function hasRoomLater(
  db: Db,
  {runId, maxUsd}: {runId: number; maxUsd: number},
): Promise<boolean> {
  const [row] = await db<[{hasRoom: boolean}?]>`
    select ended_at is null and (max_usd is null or spent_usd + ${maxUsd} <= max_usd) as has_room
    from preheat.run where run_id = ${runId}
  `;
  return row?.hasRoom ?? false;
}

/** Gives back what a call that was not paid for had set aside. */
export async function releaseReservation(db: Db, requestId: string): Promise<void> {
  await db`
    with freed as (
      delete from preheat.reservation where request_id = ${requestId} returning run_id, max_usd
    )
    update preheat.run r set reserved_usd = reserved_usd - f.max_usd from freed f where r.run_id = f.run_id
  `;
}

/**
 * Settles a call that was sent and brought no answer: the provider may bill it, so all that it had set aside counts as
 * spent. Nothing happens where it is settled already.
 */
export async function settleLost(db: Db, requestId: string): Promise<void> {
  await db`
    with freed as (
      delete from preheat.reservation where request_id = ${requestId} returning run_id, max_usd
    )
    update preheat.run r set reserved_usd = reserved_usd - f.max_usd, spent_usd = spent_usd + f.max_usd,
      lost_usd = lost_usd + f.max_usd, lost_call_count = lost_call_count + 1
    from freed f where r.run_id = f.run_id
  `;
}

/**
 * Stores an answer and settles its reservation in one statement. A second answer to the same request stores nothing
 * and charges nothing: what comes back is the draft that is stored.
 */
export async function storeDraft(db: Db, draft: NewDraft): Promise<UnfinishedDraft> {
  const [row] = await db<[UnfinishedDraft]>`
    with stored as (
      insert into preheat.draft as d (
        request_id, cell_id, run_id, call_number, asking, video_choice, prompt_version, prompt, model, emulated, answer_text, finish_reason,
        prompt_tokens, cached_tokens, output_tokens, thought_tokens, cost_usd, model_version, response_id
      )
      values (
        ${draft.requestId}, ${draft.cellId}, ${draft.runId}, ${draft.callNumber}, ${draft.asking},
        ${draft.videoChoice && db.json(draft.videoChoice)},
        ${draft.promptVersion}, ${draft.prompt},
        ${draft.model}, ${draft.emulated}, ${draft.answerText}, ${draft.finishReason}, ${draft.promptTokens},
        ${draft.cachedTokens}, ${draft.outputTokens}, ${draft.thoughtTokens}, ${draft.costUsd},
        ${draft.modelVersion}, ${draft.responseId}
      )
      -- Changes nothing, and makes the row come back even where it was stored after this statement began.
      on conflict (request_id) do update set request_id = excluded.request_id
      returning d.*, xmax = 0 as is_new
    ),
    freed as (
      delete from preheat.reservation where request_id = ${draft.requestId} returning max_usd
    ),
    settled as (
      update preheat.run set
        spent_usd = spent_usd + coalesce((select cost_usd from stored where is_new), 0),
        reserved_usd = reserved_usd - coalesce((select max_usd from freed), 0)
      where run_id = ${draft.runId}
    )
    select draft_id, request_id, call_number, asking, video_choice, status, answer_text, finish_reason, prompt_version, prompt, model, emulated, findings
    from stored
  `;
  return row;
}

/** Notes the findings that a repair call is to answer. */
export async function markRepairing(
  db: Db,
  {draftId, findings}: {draftId: number; findings: readonly Finding[]},
): Promise<void> {
  await db`
    update preheat.draft set status = 'repairing', findings = ${db.json(findings)}
    where draft_id = ${draftId} and status = 'drafted'
  `;
}

/**
 * Puts a cell's unfinished drafts away: the last one is quarantined with its findings, those that it repaired are
 * superseded; the run's ledger and the claim follow in the same statement.
 */
export async function quarantineDraft(
  db: Db,
  q: {
    draftId: number;
    cellId: number;
    runId: number;
    claimedBy: string;
    findings: readonly Finding[];
    message: string;
  },
): Promise<void> {
  await db`
    with drafts as (
      update preheat.draft set
        status = case when draft_id = ${q.draftId} then 'quarantined' else 'superseded' end,
        findings = case when draft_id = ${q.draftId} then ${db.json(q.findings)} else findings end
      where cell_id = ${q.cellId} and status in ('drafted', 'repairing')
        and emulated = (select emulated from preheat.draft where draft_id = ${q.draftId})
    ),
    ledger as (
      update preheat.run_cell set status = 'quarantined', cause_message = ${q.message}, updated_at = now()
      where run_id = ${q.runId} and cell_id = ${q.cellId} and status = 'pending'
    )
    update preheat.cell set claimed_by = null, claimed_until = null
    where cell_id = ${q.cellId} and claimed_by = ${q.claimedBy}
  `;
}
