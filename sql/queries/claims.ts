import type {Asking} from '../../domain/asking.ts';
import {type CellState, DEFAULT_VARIANTS, WANTED_BY_DEFAULT} from '../../domain/cells.ts';
import type {LessonRequest} from '../../domain/lesson-request.ts';
import type {Finding} from '../../domain/findings.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import type {VideoChoice} from '../../domain/video.ts';
import {type Db, withoutSync} from '../client.ts';
import {keyOf} from './cells.ts';
import {type Hold, holdOf} from './run-control.ts';
import {keepsItsPlace} from './staleness.ts';

/** A draft that is paid for and on which nothing was decided yet. */
export type UnfinishedDraft = {
  draftId: number;
  requestId: string;
  callNumber: number;
  asking: Asking;
  status: 'drafted' | 'repairing';
  answerText: string;
  finishReason: string;
  /** The video that it was asked with; null for styles without one. */
  videoChoice: VideoChoice | null;
  promptVersion: string;
  prompt: string;
  model: string;
  emulated: boolean;
  findings: Finding[];
};

export type Claim =
  /** `wantedBecause`: null where no run claims. */
  | {kind: 'claimed'; request: LessonRequest; draft: UnfinishedDraft | null; wantedBecause: CellState | null}
  | {kind: 'served' | 'busy' | 'archived' | 'quarantined'}
  /** The claimant's run takes nothing up now. */
  | {kind: 'held'; hold: Hold};

/** The owner of a run's claims: one for the whole run, so that a repeated attempt finds its own claim again. */
export function claimOwner(runId: number): string {
  return `run:${runId}`;
}

/** The run of an owner; null where somebody else claims. */
function runOf(claimedBy: string): number | null {
  const runId = /^run:(\d+)$/.exec(claimedBy)?.[1];
  return runId === undefined ? null : Number(runId);
}

/**
 * Takes the cell for `claimedBy`, or says why not. The same owner takes its own claim again (a repeated attempt),
 * and anybody takes a claim that ran out (its worker died). A cell whose lesson is stale is served, but for a run that
 * wants it because of that; one that has a draft in quarantine stays there, but for a run that wants it because of that or
 * anew. One statement: two callers never both get it.
 *
 * @param leaseMs how long the claim is believed without being renewed; longer than one model call
 */
export async function claimCell(
  db: Db,
  {
    cellId,
    claimedBy,
    leaseMs,
    emulated,
    staleness,
    variants = DEFAULT_VARIANTS,
  }: ServingPolicy & {cellId: number; claimedBy: string; leaseMs: number},
): Promise<Claim> {
  const keeps = keepsItsPlace(db, {cellId, runId: runOf(claimedBy), emulated, staleness});
  const servedAs = variants.map(
    variant =>
      db`and exists (select from lessons_lessoncontent l where l.cache_key = ${keyOf(db, variant)} and ${keeps})`,
  );
  const served = db`(true ${servedAs})`;
  const [row] = await db<
    [
      (LessonRequest & {
        claimed: boolean;
        served: boolean;
        archived: boolean;
        quarantined: boolean;
        hold: Hold | null;
        draft: UnfinishedDraft | null;
        wantedBecause: CellState | null;
      })?,
    ]
  >`
    with found as materialized (
      select ${requestColumns(db)},
        c.cell_id, c.publication_count, c.archived_at is not null as archived,
        exists (
          select from preheat.draft q
          where q.cell_id = c.cell_id and q.status = 'quarantined' and (
            -- The answer of the attempt that quarantined it may be lost: one more in the same run would pay again.
            'run:' || q.run_id = ${claimedBy}
            -- Another run put it there after this one had written down what it wants, and such cells it does not.
            or q.emulated = ${emulated} and rc.wanted_because = any(${[...WANTED_BY_DEFAULT]}::text[])
          )
        ) as quarantined,
        ${served} as served, rc.wanted_because,
        (select to_jsonb(h) from (${holdOf(db, runOf(claimedBy))}) h) as hold,
        (
          select jsonb_build_object('draftId', d.draft_id, 'requestId', d.request_id, 'callNumber', d.call_number, 'asking', d.asking,
            'status', d.status, 'answerText', d.answer_text, 'finishReason', d.finish_reason, 'videoChoice', d.video_choice, 'promptVersion', d.prompt_version,
            'prompt', d.prompt, 'model', d.model, 'emulated', d.emulated, 'findings', d.findings)
          from preheat.draft d
          where d.cell_id = c.cell_id and d.status in ('drafted', 'repairing') and d.emulated = ${emulated}
          order by d.call_number desc, d.draft_id desc limit 1
        ) as draft
      from ${cellsWithStep(db)}
      left join preheat.run_cell rc on rc.run_id = ${runOf(claimedBy)} and rc.cell_id = c.cell_id
      where c.cell_id = ${cellId} and ${withoutSync(db)}
    ),
    claimed as (
      update preheat.cell c
      set claimed_by = ${claimedBy}, claimed_until = now() + ${leaseMs} * interval '1 millisecond'
      from found f
      where c.cell_id = f.cell_id and c.archived_at is null
        -- A publication that commits while this waits for its row is not in this statement's snapshot, but in the row.
        and c.publication_count = f.publication_count
        and (c.claimed_by is null or c.claimed_by = ${claimedBy} or c.claimed_until < now())
        and not f.quarantined and not f.served
        -- The workflow cannot take back what it gave to the rate-limited queue, where it may wait for minutes.
        and f.hold is null
      returning c.cell_id
    )
    select step_title, lesson_number, style, step_description, difficulty, roadmap_title, category, lesson_count,
      archived, quarantined, served, wanted_because, hold, draft, exists (select from claimed) as claimed
    from found
  `;
  if (!row || row.archived) return {kind: 'archived'};
  if (row.claimed) {
    const {
      claimed: _claimed,
      served: _served,
      archived: _archived,
      quarantined: _quarantined,
      hold: _hold,
      draft,
      wantedBecause,
      ...request
    } = row;
    return {kind: 'claimed', request, draft, wantedBecause};
  }
  if (row.hold) return {kind: 'held', hold: row.hold};
  if (row.served) return {kind: 'served'};
  return {kind: row.quarantined ? 'quarantined' : 'busy'};
}

/** What the lesson of a cell should be, whoever holds the cell. */
export async function lessonRequest(db: Db, cellId: number): Promise<LessonRequest> {
  const [request] = await db<[LessonRequest]>`
    select ${requestColumns(db)} from ${cellsWithStep(db)} where c.cell_id = ${cellId}
  `;
  return request;
}

/** The columns of a lesson request, of `cellsWithStep`. */
function requestColumns(db: Db) {
  return db`
    c.step_title, c.lesson_number - coalesce(part.first_lesson, 1) + 1 as lesson_number, c.style,
    coalesce(step.description, '') as step_description, coalesce(step.difficulty, 'beginner') as difficulty,
    coalesce(step.title, '') as roadmap_title, coalesce(step.category, '') as category,
    coalesce(part.lesson_count - part.first_lesson + 1, c.lesson_number) as lesson_count
  `;
}

/**
 * The cells (named `c`), each with the words of the first roadmap that wants its step, and with the lessons that it is
 * one of (`part`): the longest row of them that a roadmap wants it in.
 */
function cellsWithStep(db: Db) {
  return db`
    preheat.cell c
    left join lateral (
      select s.description, s.difficulty, r.title, r.category
      from preheat.roadmap_step s join preheat.roadmap r using (roadmap_id)
      where s.title = c.step_title
      order by s.roadmap_step_id limit 1
    ) step on true
    left join lateral (
      select s.first_lesson, s.lesson_count
      from preheat.roadmap_step s
      where s.title = c.step_title and c.lesson_number between s.first_lesson and s.lesson_count
      order by s.lesson_count - s.first_lesson desc, s.first_lesson limit 1
    ) part on true
  `;
}

/** Gives the cell back. Nothing happens where `claimedBy` does not hold it any more. */
export async function releaseCell(
  db: Db,
  {cellId, claimedBy}: {cellId: number; claimedBy: string},
): Promise<void> {
  await db`
    update preheat.cell set claimed_by = null, claimed_until = null
    where cell_id = ${cellId} and claimed_by = ${claimedBy}
  `;
}
