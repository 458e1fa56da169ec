import {Context} from '@temporalio/activity';
import {defaultPayloadConverter} from '@temporalio/common';
import type {WorkflowHandle} from '@temporalio/client';
import {afterAll, beforeEach, expect, test} from 'vitest';
import {createGemini} from '../../activities/gemini/index.ts';
import {createModel} from '../../cli/model.ts';
import {starterRoadmaps} from '../../cli/roadmap-files.ts';
import {startRun, warmUpInput} from '../../cli/run-client.ts';
import {startWorker} from '../../cli/start-worker.ts';
import {EMULATOR_API_KEY, readConfig} from '../../config.ts';
import {FAULT_KINDS, type FaultKind, type FaultRule} from '../../dev/gemini/faults.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {checkDraft} from '../../domain/checks/index.ts';
import type {LessonRequest} from '../../domain/lesson-request.ts';
import type {Cause} from '../../domain/outcomes.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {emptyTables, roadmap, step} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {timeSkippingTemporal, workflowBundle} from '../support/temporal.ts';
import {eventsOf} from '../workflows/history.ts';

/** Long enough for an answer on a busy machine; what hangs costs a test so much. */
const TIMEOUT_MS = 3_000;

const {url, sql} = await testDatabase();
const temporal = await timeSkippingTemporal();
const emulator = await startGeminiEmulator();
const config = readConfig({
  DATABASE_URL: url,
  GEMINI_API_KEY: EMULATOR_API_KEY,
  GEMINI_BASE_URL: emulator.url,
  GEMINI_TIMEOUT_MS: `${TIMEOUT_MS}`,
  PREHEAT_LANES: '4',
});
/** How far the server's clock, which skips, is before the machine's. */
let skippedMs = 0;

/** The server's clock as far as an activity can tell: what it waited for was skipped. */
function now(): number {
  const {currentAttemptScheduledTimestampMs} = Context.current().info;
  return Math.max(Date.now() + skippedMs, currentAttemptScheduledTimestampMs);
}

const gemini = createGemini({...config.gemini, apiKey: EMULATOR_API_KEY, now});
const worker = await startWorker({
  config,
  connection: temporal.nativeConnection,
  namespace: temporal.namespace ?? 'default',
  pool: sql,
  lessonPool: sql,
  model: {...createModel(config), gemini, now},
  workflowBundle: workflowBundle(),
});
afterAll(async () => {
  await worker.stop();
  await emulator.close();
});

beforeEach(async () => {
  emulator.reset();
  await emptyTables(sql);
  const description =
    'Repeat work with for and while; walk over lists, ranges and dictionaries; stop early with break.';
  await importRoadmaps(sql, [roadmap('python', [step('Python Loops', {description})])]);
  skippedMs = (await temporal.currentTimeMs()) - Date.now();
});

/** What a run over the one cell left behind, in the order in which people would ask. */
type Aftermath = {
  /** Of the cell in the run's ledger; of the run where it reached none. */
  status: string;
  lessonCount: number;
  /** Calls that the provider bills. */
  paidCallCount: number;
  draftCount: number;
  lostCallCount: number;
  /** What the run waited for or stopped with, as people were told. */
  causes: Cause[];
};

async function runWith(fault: FaultRule): Promise<Aftermath> {
  emulator.configure({faults: [fault]});
  const {client} = temporal;
  const workflowId = await startRun(client, warmUpInput(config, {kind: 'manual', filter: {}, maxUsd: null}));
  const handle = client.workflow.getHandle(workflowId);
  await handle.result();
  const [row] = await sql<[Omit<Aftermath, 'paidCallCount' | 'causes'> & {cause: Cause | null}]>`
    select rc.status, r.cause, r.lost_call_count,
      (select count(*) from lessons_lessoncontent) as lesson_count, (select count(*) from preheat.draft) as draft_count
    from preheat.run r join preheat.run_cell rc using (run_id)
  `;
  const {cause, ...rest} = row;
  const waits = await announcedCauses(handle);
  return {
    ...rest,
    paidCallCount: emulator.ledger().filter(({usd}) => usd > 0).length,
    causes: cause === null ? waits : [...waits, cause],
  };
}

async function announcedCauses(handle: WorkflowHandle): Promise<Cause[]> {
  return (await eventsOf(handle)).flatMap(({activityTaskScheduledEventAttributes: scheduled}) => {
    if (scheduled?.activityType?.name !== 'markRunWaiting') return [];
    const {wait} = defaultPayloadConverter.fromPayload<{wait: {cause: Cause} | null}>(
      scheduled.input!.payloads![0]!,
    );
    return wait ? [wait.cause] : [];
  });
}

const made = (paidCallCount: number, changes: Partial<Aftermath> = {}): Aftermath => ({
  status: 'published',
  lessonCount: 1,
  paidCallCount,
  draftCount: paidCallCount - (changes.lostCallCount ?? 0),
  lostCallCount: 0,
  causes: [],
  ...changes,
});

const quarantined = (paidCallCount: number): Aftermath =>
  made(paidCallCount, {status: 'quarantined', lessonCount: 0});

const stopped = (cause: Cause): Aftermath => made(0, {status: 'pending', lessonCount: 0, causes: [cause]});

const waited = (cause: Cause): Aftermath => made(1, {causes: [cause]});

/** What each fault does to a run when it strikes the first request only. */
const ONCE: Record<FaultKind, Aftermath> = {
  reset_before_headers: made(1),
  reset_mid_body: made(2, {lostCallCount: 1}),
  hang_before_headers: made(2, {lostCallCount: 1}),
  hang_mid_body: made(2, {lostCallCount: 1}),
  slow_body: made(1),
  late_answer: made(2, {lostCallCount: 1}),
  truncated: made(2),
  truncated_silently: made(2),
  token_loop: made(2),
  empty_no_parts: made(2),
  empty_text: made(2),
  other: made(2),
  safety: quarantined(1),
  recitation: quarantined(1),
  prohibited_content: quarantined(1),
  blocklist: quarantined(1),
  spii: quarantined(1),
  language: quarantined(1),
  prompt_blocked: quarantined(1),
  fenced_json: made(1),
  prose_around: made(2),
  wrong_content: made(2),
  apology: made(2),
  two_parts: made(1),
  thought_part: made(1),
  error_with_200: made(1),
  broken_json_body: made(2, {lostCallCount: 1}),
  wrong_content_type: made(1),
  quota_minute: waited('minute_quota'),
  quota_minute_fractional: waited('minute_quota'),
  quota_minute_tokens: waited('minute_quota'),
  quota_day: waited('day_quota'),
  quota_day_hours: waited('day_quota'),
  quota_several: waited('day_quota'),
  quota_message_only: waited('minute_quota'),
  quota_help_only: waited('minute_quota'),
  quota_no_details: waited('minute_quota'),
  quota_limit_zero: stopped('auth'),
  prepay_depleted: stopped('auth'),
  spend_limit: waited('spend_limit'),
  overloaded_old: made(1),
  overloaded: made(1),
  internal: made(1),
  deadline: made(1),
  html_502: made(1),
  html_503: made(1),
  key_invalid: stopped('auth'),
  key_leaked: stopped('auth'),
  key_blocked: stopped('auth'),
  key_type_unsupported: stopped('auth'),
  billing_needed: stopped('auth'),
  model_not_found: stopped('config'),
  model_closed: stopped('config'),
  invalid_argument: stopped('config'),
  schema_too_complex: stopped('config'),
  prompt_too_long: made(0, {status: 'failed', lessonCount: 0}),
};

test.each(FAULT_KINDS)('%s, once', async fault => {
  const rule = {fault, times: 1, ...(fault === 'late_answer' && {delayMs: 2 * TIMEOUT_MS})};
  expect(await runWith(rule)).toEqual(ONCE[fault]);
});

/** What a fault that strikes every request ends in: no loop, no lesson, and a bounded bill. */
test.each([
  ['truncated', quarantined(2)],
  ['token_loop', quarantined(2)],
  ['empty_text', quarantined(2)],
  ['other', quarantined(2)],
  ['safety', quarantined(1)],
  ['wrong_content', quarantined(3)],
  ['prose_around', quarantined(3)],
  ['overloaded', made(0, {status: 'failed', lessonCount: 0, causes: Array<Cause>(4).fill('provider_down')})],
] as const)('%s, always', async (fault, aftermath) => {
  expect(await runWith({fault})).toEqual(aftermath);
});

test('two last cells for which Gemini always fails are given up, though their failures block the model', async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [roadmap('python', [step('Python Loops'), step('Python Functions')])]);
  await runWith({fault: 'overloaded'});

  expect(await sql`select status from preheat.run_cell`).toEqual([{status: 'failed'}, {status: 'failed'}]);
  // Five rounds of at most four attempts for each.
  expect(emulator.ledger().length).toBeLessThanOrEqual(2 * 5 * 4);
});

test('a token loop is asked for again of the quality model, which serves the lesson', async () => {
  await runWith({fault: 'token_loop', model: 'gemini-3.5-flash-lite'});
  const models = emulator.ledger().map(({model}) => model);
  expect(models).toEqual(['gemini-3.5-flash-lite', 'gemini-3.8-flash']);
  expect(await sql`select ai_model_version from lessons_lessoncontent`).toEqual([
    {aiModelVersion: 'emulator:gemini-3.8-flash'},
  ]);
});

/** Everything that strikes single calls; what stops a run at once is not among it. */
const MIXED: FaultKind[] = FAULT_KINDS.filter(
  fault => !ONCE[fault].causes.some(cause => cause === 'auth' || cause === 'config'),
);
const MIXED_SHARE = 0.3;

test('300 cells with 30 % of all faults: each is served by a checked lesson, or has a reason; every paid call is kept', async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, (await starterRoadmaps()).slice(0, 4));
  // Each rule is drawn for what the ones before it left: so each kind gets the same share.
  const faults = MIXED.map((fault, index) => {
    const share = MIXED_SHARE / MIXED.length;
    return {fault, probability: share / (1 - index * share), seed: 7, delayMs: 2 * TIMEOUT_MS};
  });
  emulator.configure({faults});
  const input = {...warmUpInput(config, {kind: 'manual', filter: {limit: 300}, maxUsd: null}), laneCount: 16};
  await temporal.client.workflow.getHandle(await startRun(temporal.client, input)).result();

  const cells = await sql<
    {
      status: string;
      causeMessage: string | null;
      request: LessonRequest;
      answers: string[];
      isServed: boolean;
    }[]
  >`
    select distinct on (cell_id) rc.status, rc.cause_message,
      jsonb_build_object('stepTitle', c.step_title, 'lessonNumber', c.lesson_number, 'style', c.style,
        'stepDescription', s.description, 'difficulty', s.difficulty, 'lessonCount', s.lesson_count,
        'roadmapTitle', r.title, 'category', r.category) as request,
      array(select answer_text from preheat.draft d where d.cell_id = c.cell_id and d.status = 'published') as answers,
      exists (select from lessons_lessoncontent l where l.cache_key = c.cache_key) as is_served
    from preheat.run_cell rc join preheat.cell c using (cell_id)
    join preheat.roadmap_step s on s.title = c.step_title join preheat.roadmap r using (roadmap_id)
    order by cell_id, s.roadmap_step_id
  `;
  expect(cells).toHaveLength(300);
  const struck = emulator.ledger().filter(({outcome}) => outcome.startsWith('fault:'));
  expect(struck.length).toBeGreaterThan(60);
  expect(new Set(struck.map(({outcome}) => outcome)).size).toBeGreaterThan(20);
  const served = cells.filter(({status}) => status === 'published');
  const others = cells.filter(({status}) => status !== 'published');
  expect(cells.filter(({isServed}) => isServed)).toEqual(served);
  const errors = served.flatMap(({request, answers}) =>
    answers.flatMap(answerText => checkDraft({request, answerText, finishReason: 'STOP'}).findings),
  );
  expect(errors.filter(({severity}) => severity === 'error')).toEqual([]);
  expect(served.filter(({answers}) => answers.length !== 1)).toEqual([]);
  expect(others.filter(({status}) => !['quarantined', 'failed'].includes(status))).toEqual([]);
  expect(others.filter(({causeMessage}) => !causeMessage)).toEqual([]);
  const [money] = await sql`
    select (select count(*) from preheat.draft) + lost_call_count as kept_count, reserved_usd,
      spent_usd = lost_usd + (select sum(cost_usd) from preheat.draft) as is_settled
    from preheat.run
  `;
  const paidCallCount = emulator.ledger().filter(({usd}) => usd > 0).length;
  expect(money).toEqual({keptCount: paidCallCount, reservedUsd: 0, isSettled: true});
}, 300_000);
