import type {ConfiguredLimits} from '../domain/limits.ts';
import {storeDraft} from '../sql/queries/drafts.ts';
import {reserve} from '../sql/queries/reservations.ts';
import {importRoadmaps} from '../sql/queries/roadmaps.ts';
import {openRun} from '../sql/queries/runs.ts';
import {starterRoadmaps} from '../cli/roadmap-files.ts';
import {benchDatabase, pause, report, say, seconds} from './stack.ts';

const CALLERS = 200;
const CAP_USD = 10;

/** The most that a call may cost, and what it costs in the end: a fifth of it at least. */
const MAX_USD = 0.02;
const costUsd = () => MAX_USD * (0.2 + 0.8 * Math.random());

const NO_LIMITS: ConfiguredLimits = {
  requestsPerMinute: null,
  inputTokensPerMinute: null,
  requestsPerDay: null,
  maxUsdPerDay: null,
  burstRequests: 1,
  headroomShare: 0,
};

/** Callers that all spend at once, until a run's budget and then a day's has no room for one more call. */
export async function benchCap(): Promise<void> {
  for (const cap of ['run', 'day'] as const) {
    await using stack = new AsyncDisposableStack();
    const {pool} = await benchDatabase(stack);
    await importRoadmaps(pool, await starterRoadmaps());
    const {runId} = await openRun(pool, {
      workflowId: 'bench',
      kind: 'manual',
      filter: {},
      model: 'bench',
      maxUsd: cap === 'run' ? CAP_USD : null,
      emulated: false,
    });
    const limits = {...NO_LIMITS, maxUsdPerDay: cap === 'day' ? CAP_USD : null};
    say(`\n${CALLERS} callers at once against $${CAP_USD} a ${cap}, up to $${MAX_USD} a call`);
    const start = performance.now();
    let callCount = 0;
    let settledCount = 0;
    let mostUsd = 0;

    async function caller(): Promise<void> {
      for (;;) {
        callCount += 1;
        const requestId = `call ${callCount}`;
        const answer = await reserve(pool, {
          requestId,
          runId,
          limits,
          model: 'bench',
          maxUsd: MAX_USD,
          maxInputTokens: 1_000,
          isInteractive: false,
          maxDelayMs: 1_000,
          leaseMs: 60_000,
        });
        if (answer.kind === 'refused' && !answer.hasRoomLater) return;
        if (answer.kind === 'wait' && answer.untilMs - Date.now() > 60_000) return;
        if (answer.kind !== 'reserved') {
          await pause(10);
          continue;
        }
        await pause(Math.random() * 50);
        await storeDraft(pool, draftOf(runId, requestId, costUsd()));
        settledCount += 1;
        const [{totalUsd}] = await pool<
          [{totalUsd: number}]
        >`select spent_usd + reserved_usd as total_usd from preheat.run where run_id = ${runId}`;
        mostUsd = Math.max(mostUsd, totalUsd);
      }
    }

    await Promise.all(Array.from({length: CALLERS}, caller));
    const [{spentUsd}] = await pool<
      [{spentUsd: number}]
    >`select spent_usd from preheat.run where run_id = ${runId}`;
    report('spent and set aside, at most', `$${mostUsd.toFixed(4)}`, `<= $${CAP_USD}`);
    report(
      'left at the end',
      `$${(CAP_USD - spentUsd).toFixed(4)}`,
      `from $0 to below one call ($${MAX_USD})`,
    );
    report('calls settled a second', (settledCount / seconds(start)).toFixed(0));
  }
}

function draftOf(runId: number, requestId: string, usd: number) {
  return {
    ...({requestId, runId, cellId: 1, callNumber: 0, asking: 'first', videoChoice: null} as const),
    promptVersion: 'bench',
    prompt: '',
    model: 'bench',
    modelVersion: 'bench',
    responseId: null,
    emulated: false,
    answerText: '{}',
    finishReason: 'STOP',
    costUsd: usd,
    latencyMs: 0,
    promptTokens: 1_000,
    cachedTokens: 0,
    outputTokens: 1_000,
    thoughtTokens: 0,
  };
}
