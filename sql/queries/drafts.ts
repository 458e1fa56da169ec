import type {Finding} from '../../domain/findings.ts';
import {storableText} from '../../domain/storable-text.ts';
import type {Db} from '../client.ts';
import type {UnfinishedDraft} from './claims.ts';
import {jsonText} from './json-text.ts';
import {timeOf} from './reservations.ts';

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
  /** From sending the request to the whole answer; null where nobody measured it. */
  latencyMs?: number | null;
};

/** Null where they are those that were sent. */
type StoredTexts = {[text in 'answerText' | 'prompt']: string | null};

/**
 * Stores an answer and settles its reservation in one statement: it is charged, and what was set aside and not needed
 * is free again. A second answer to the same request stores nothing and charges nothing: what comes back is the draft
 * that is stored.
 *
 * @param atMs the time (epoch milliseconds), for tests; default: the database's clock
 */
export async function storeDraft(
  db: Db,
  draft: NewDraft,
  {atMs}: {atMs?: number} = {},
): Promise<UnfinishedDraft> {
  const [row] = await db<[Omit<UnfinishedDraft, 'answerText' | 'prompt'> & StoredTexts]>`
    with stored as (
      insert into preheat.draft as d (
        request_id, cell_id, run_id, call_number, asking, video_choice, prompt_version, prompt, model, emulated, answer_text, finish_reason,
        prompt_tokens, cached_tokens, output_tokens, thought_tokens, cost_usd, model_version, response_id, latency_ms
      )
      values (
        ${draft.requestId}, ${draft.cellId}, ${draft.runId}, ${draft.callNumber}, ${draft.asking},
        ${draft.videoChoice && db.json(draft.videoChoice)},
        ${draft.promptVersion}, ${draft.prompt},
        ${draft.model}, ${draft.emulated}, ${draft.answerText}, ${draft.finishReason}, ${draft.promptTokens},
        ${draft.cachedTokens}, ${draft.outputTokens}, ${draft.thoughtTokens}, ${draft.costUsd},
        ${draft.modelVersion}, ${draft.responseId}, ${draft.latencyMs ?? null}
      )
      -- Changes nothing, and makes the row come back even where it was stored after this statement began.
      on conflict (request_id) do update set request_id = excluded.request_id
      returning d.*, xmax = 0 as is_new
    ),
    settled as (
      select preheat.settle_answer(${draft.requestId}, ${draft.runId}, ${draft.model}, ${draft.costUsd}, ${draft.promptTokens},
        is_new, ${timeOf(atMs)})
      from stored
    )
    -- What was sent need not come back: an answer is several times as large as everything else.
    select draft_id, request_id, call_number, asking, video_choice, status, finish_reason, prompt_version, model, emulated, findings,
      case when not is_new then answer_text end as answer_text, case when not is_new then prompt end as prompt
    from stored, settled
  `;
  const {answerText, prompt, ...stored} = row;
  return {...stored, answerText: answerText ?? draft.answerText, prompt: prompt ?? draft.prompt};
}

/** Notes the findings that a repair call is to answer. */
export async function markRepairing(
  db: Db,
  {draftId, findings}: {draftId: number; findings: readonly Finding[]},
): Promise<void> {
  await db`
    update preheat.draft set status = 'repairing', findings = ${jsonText(findings)}::text::jsonb
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
        findings = case when draft_id = ${q.draftId} then ${jsonText(q.findings)}::text::jsonb else findings end
      where cell_id = ${q.cellId} and status in ('drafted', 'repairing')
        and emulated = (select emulated from preheat.draft where draft_id = ${q.draftId})
    ),
    ledger as (
      update preheat.run_cell set status = 'quarantined', cause_message = ${storableText(q.message)}, updated_at = now()
      where run_id = ${q.runId} and cell_id = ${q.cellId} and status = 'pending'
    )
    update preheat.cell set claimed_by = null, claimed_until = null
    where cell_id = ${q.cellId} and claimed_by = ${q.claimedBy}
  `;
}
