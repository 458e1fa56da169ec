import {startRun, warmUpInput} from '../cli/run-client.ts';
import {starterRoadmaps} from '../cli/roadmap-files.ts';
import {openTemporalClient} from '../cli/temporal.ts';
import type {Roadmap} from '../domain/roadmaps/roadmap.ts';
import {STYLES} from '../domain/styles.ts';
import {importRoadmaps} from '../sql/queries/roadmaps.ts';
import {benchStack, pause, report, say} from './stack.ts';
import {startWorkerProcess} from './worker-process.ts';

const REQUESTS_PER_MINUTE = 600;
const LATENCY = {ms: 2_000, spreadMs: 1_000};

/** The first calls are those of a cold start: two processes load their parsers. */
const WARM_UP_MS = 10_000;
const MEASURED_MS = 180_000;
const MINUTE_MS = 60_000;

/** Two workers under a quota that the emulator enforces: how much of it they use, and whether they ever exceed it. */
export async function benchPaced(): Promise<void> {
  say(
    `\nTwo workers, ${REQUESTS_PER_MINUTE} requests a minute enforced, ${LATENCY.ms} ± ${LATENCY.spreadMs} ms latency`,
  );
  await using stack = new AsyncDisposableStack();
  const {pool, config, emulator, url, temporal} = await benchStack(stack);
  emulator.configure({quotas: {'*': {requestsPerMinute: REQUESTS_PER_MINUTE}}, latency: LATENCY});
  await importRoadmaps(pool, [...(await starterRoadmaps()), ...moreRoadmaps()]);
  const client = await openTemporalClient(config);
  stack.defer(() => client.connection.close());
  const services = {databaseUrl: url, temporalAddress: temporal.address, geminiUrl: emulator.url};
  const settings = {GEMINI_REQUESTS_PER_MINUTE: `${REQUESTS_PER_MINUTE}`, PREHEAT_HEADROOM: '0'};
  for (const worker of await Promise.all([
    startWorkerProcess(services, settings),
    startWorkerProcess(services, settings),
  ])) {
    stack.defer(() => worker.stop());
  }
  const input = {...warmUpInput(config, {kind: 'nightly', filter: {}, maxUsd: null}), laneCount: 64};
  const workflowId = await startRun(client, input);
  stack.defer(async () => {
    await client.workflow.getHandle(workflowId).cancel();
  });
  await pause(WARM_UP_MS + MEASURED_MS + WARM_UP_MS);

  const calls = emulator.ledger();
  const sinceMs = Date.parse(calls[0]?.at ?? '') + WARM_UP_MS;
  const times = calls
    .map(({at}) => Date.parse(at))
    .filter(atMs => atMs >= sinceMs && atMs < sinceMs + MEASURED_MS);
  const quota = (REQUESTS_PER_MINUTE * MEASURED_MS) / MINUTE_MS;
  report('share of the quota used', `${((100 * times.length) / quota).toFixed(1)} %`, '>= 97 %');
  report(
    'requests in the fullest minute',
    `${fullestMinute(times)}`,
    `<= ${REQUESTS_PER_MINUTE + 1}: the limit and a burst of 1`,
  );
  report('refused for the quota (429)', `${calls.filter(({httpStatus}) => httpStatus === 429).length}`, '0');
}

/** The starter set alone would be done too soon. */
function moreRoadmaps(): Roadmap[] {
  const steps = Array.from({length: 60}, (_, index) => ({
    title: `Practice ${index + 1}`,
    description: '',
    difficulty: 'beginner' as const,
    lessonCount: 4,
    styles: [...STYLES],
  }));
  return [{id: 'bench', title: 'Practice', description: '', category: 'Bench', steps}];
}

/** The most calls that begin within any 60 seconds. */
function fullestMinute(times: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [index, atMs] of times.entries()) {
    while ((times[first] ?? atMs) <= atMs - MINUTE_MS) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
