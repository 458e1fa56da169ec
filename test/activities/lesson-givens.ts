import {MockActivityEnvironment} from '@temporalio/testing';
import {DefaultLogger} from '@temporalio/worker';
import {createDiagramParser} from '../../activities/diagrams/index.ts';
import type {GeminiCall} from '../../activities/gemini/index.ts';
import type {GeminiOutcome} from '../../activities/gemini/outcome.ts';
import {createMakeLesson} from '../../activities/make-lesson.ts';
import type {Model} from '../../activities/model.ts';
import type {YouTube} from '../../activities/youtube/index.ts';
import {cacheKey, type CellState} from '../../domain/cells.ts';
import {MAX_OUTPUT_TOKENS} from '../../domain/prompts/index.ts';
import type {Style} from '../../domain/styles.ts';
import type {Pool} from '../../sql/client.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import type {Call} from '../../sql/queries/reservations.ts';
import {openRun} from '../../sql/queries/runs.ts';
import {sampleAnswers} from '../domain/content/sample-answers.ts';
import {UNLIMITED} from '../domain/limits-givens.ts';

export const PRICE = {inputUsdPerMillion: 1, cachedInputUsdPerMillion: 0.5, outputUsdPerMillion: 10};

/** What every answer of the fake model costs at `PRICE`: 1,000 tokens in, 2,000 out. */
export const CALL_USD = 0.021;

/** A call as `reserve` takes it: of the fake model, without a limit. */
export function callOf(cell: {runId: number}, requestId: string, changes: Partial<Call> = {}): Call {
  return {
    requestId,
    runId: cell.runId,
    model: 'fake-1',
    maxUsd: 0.1,
    maxInputTokens: 1_000,
    isInteractive: false,
    maxDelayMs: 1_000,
    leaseMs: 60_000,
    limits: UNLIMITED,
    ...changes,
  };
}

const usage = {promptTokens: 1000, cachedTokens: 0, outputTokens: 1500, thoughtTokens: 500};

/** An answer that was paid for. */
export function paid(
  kind: 'drafted' | 'truncated' | 'blocked' | 'empty',
  answerText: string,
  finishReason = 'STOP',
): GeminiOutcome {
  return {kind, answerText, finishReason, usage, modelVersion: 'fake-1', responseId: null};
}

/** A draft that passes every check. */
export function goodAnswer(style: Style = 'mixed', changes: object = {}): GeminiOutcome {
  return paid('drafted', JSON.stringify({...sampleAnswers[style](), ...changes}));
}

/** A draft with one error finding. */
export function badAnswer(style: Style = 'mixed'): GeminiOutcome {
  return goodAnswer(style, {quiz: []});
}

/**
 * A model that gives these answers one after the other, and keeps what it was asked. `onCall` happens during a call;
 * `alternative` are the answers of another one.
 */
export function fakeModel(
  answers: (GeminiOutcome | Error)[],
  {
    emulated = false,
    onCall,
    alternative,
  }: {
    emulated?: boolean;
    onCall?: () => Promise<void>;
    alternative?: GeminiOutcome[];
  } = {},
): Omit<Model, 'alternative'> & FakeWriter & {alternative: FakeWriter | null} {
  const writer = fakeWriter('fake-1', answers, onCall);
  return {
    ...writer,
    emulated,
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    maxConcurrent: 4,
    timeoutMs: 10_000,
    limits: UNLIMITED,
    alternative: alternative ? fakeWriter('fake-2', alternative) : null,
  };
}

type FakeWriter = ReturnType<typeof fakeWriter>;

function fakeWriter(name: string, answers: (GeminiOutcome | Error)[], onCall?: () => Promise<void>) {
  const calls: GeminiCall[] = [];
  const left = [...answers];
  const gemini = {
    async generate(call: GeminiCall) {
      calls.push(call);
      await onCall?.();
      const answer = left.shift();
      if (answer === undefined) throw new Error('The model was asked once more than the test allows.');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return {name, priceAt: () => PRICE, calls, gemini};
}

export type Cell = {runId: number; cellId: number};

/** Failures are what some tests are about. */
const logger = new DefaultLogger('ERROR');

export const diagrams = createDiagramParser();

/** One attempt of the activity. */
export function attempt(
  pool: Pool,
  model: Model,
  {runId, cellId}: Cell,
  {youtube = null}: {youtube?: YouTube | null} = {},
) {
  return new MockActivityEnvironment({}, {logger}).run(createMakeLesson({pool, model, diagrams, youtube}), {
    runId,
    cellId,
  });
}

let cellNumber = 0;

/** A cell of its own roadmap, wanted by a run of its own. */
export async function givenCell(
  pool: Pool,
  {style = 'mixed', maxUsd = null}: {style?: Style; maxUsd?: number | null} = {},
) {
  cellNumber += 1;
  const stepTitle = `Python Variables ${cellNumber}`;
  const step = {
    title: stepTitle,
    description: 'Names for values.',
    difficulty: 'intermediate' as const,
    lessonCount: 1,
    styles: [style],
  };
  await importRoadmaps(pool, [
    {id: `python-${cellNumber}`, title: 'Python', description: '', category: 'Languages', steps: [step]},
  ]);
  const [{cellId}] = await pool<
    [{cellId: number}]
  >`select cell_id from preheat.cell where step_title = ${stepTitle}`;
  const runId = await givenRun(pool, {roadmapKey: `python-${cellNumber}`, maxUsd});
  return {
    runId,
    cellId,
    stepTitle,
    roadmapKey: `python-${cellNumber}`,
    cacheKey: cacheKey(stepTitle, 1, style),
  };
}

let runNumber = 0;

export async function givenRun(
  pool: Pool,
  {
    roadmapKey,
    only,
    maxUsd = null,
    emulated = false,
  }: {roadmapKey: string; only?: CellState[]; maxUsd?: number | null; emulated?: boolean},
): Promise<number> {
  runNumber += 1;
  const {runId} = await openRun(pool, {
    workflowId: `run-${runNumber}`,
    kind: 'manual',
    filter: {roadmapKeys: [roadmapKey], ...(only && {only})},
    model: 'fake-1',
    maxUsd,
    emulated,
  });
  return runId;
}

/** All that the database knows of a cell and its run. */
export async function stateOf(pool: Pool, {runId, cellId}: Cell) {
  const [row] = await pool<
    [
      {
        claimedBy: string | null;
        status: string;
        causeMessage: string | null;
        spentUsd: number;
        reservedUsd: number;
        reservationCount: number;
        lessonCount: number;
        drafts: {status: string; callNumber: number; checks: string[]}[];
      },
    ]
  >`
    select c.claimed_by, rc.status, rc.cause_message, r.spent_usd, r.reserved_usd,
      (select count(*) from preheat.reservation v where v.run_id = r.run_id) as reservation_count,
      (select count(*) from lessons_lessoncontent l where l.cache_key = c.cache_key) as lesson_count,
      (
        select coalesce(jsonb_agg(jsonb_build_object('status', d.status, 'callNumber', d.call_number,
          'checks', jsonb_path_query_array(d.findings, '$[*].check')) order by d.draft_id), '[]')
        from preheat.draft d where d.cell_id = c.cell_id
      ) as drafts
    from preheat.cell c cross join preheat.run r
    join preheat.run_cell rc on rc.run_id = r.run_id
    where r.run_id = ${runId} and c.cell_id = ${cellId} and rc.cell_id = c.cell_id
  `;
  return row;
}

/** Nobody holds the cell, and no dollar is set aside. */
export const AT_REST = {claimedBy: null, reservedUsd: 0, reservationCount: 0};
