import {CELL_STATES} from '../domain/cells.ts';
import type {RunOrder} from '../domain/runs.ts';
import type {StalenessPolicy} from '../domain/staleness.ts';
import type {Pool} from '../sql/client.ts';
import {plan} from '../sql/queries/cells.ts';
import {openRun} from '../sql/queries/runs.ts';
import {millionCells} from './million-cells.ts';
import {benchDatabase, median, report, say, seconds} from './stack.ts';

const MISSING_COUNT = 1_000;
const STALE_COUNT = 1_000;
const ROUNDS = 5;

/** All reasons at once; none but the text's holds of any lesson here. */
const EVERY_REASON: StalenessPolicy = {
  text: true,
  minPromptVersion: '2026-01-01',
  retiredModels: true,
  maxAgeDays: 365,
};

/** Planning over a million cells, beside the bare anti-join. */
export async function benchPlan(): Promise<void> {
  say('\nPlan over 1,000,000 cells with 1,000 missing');
  await using stack = new AsyncDisposableStack();
  const {pool} = await benchDatabase(stack);
  await millionCells(pool, {missingCount: MISSING_COUNT});
  const filter = {only: CELL_STATES.slice(1)};
  const bare = await medianSeconds(
    () => pool`
      select count(*) from preheat.cell c
      where archived_at is null and not exists (select from lessons_lessoncontent l where l.cache_key = c.cache_key)
    `,
  );
  report('bare anti-join, median', `${bare.toFixed(2)} s`);
  const measure = async (what: string, staleness?: StalenessPolicy) => {
    const whole = await medianSeconds(() => plan(pool, {emulated: false, filter, staleness}));
    report(`${what}, median`, `${whole.toFixed(2)} s`);
    report('  beside the bare anti-join', `${(whole / bare).toFixed(2)} x`, '<= 1.5 x');
  };
  await measure('plan (totals, and by roadmap)');
  await measure('plan that heeds every reason to be stale', EVERY_REASON);
  await pool`
    update preheat.lesson_version set stale_text_since = now()
    where cell_id between ${MISSING_COUNT + 1} and ${MISSING_COUNT + STALE_COUNT}
  `;
  await pool`vacuum analyze preheat.lesson_version`;
  await measure(`plan with ${STALE_COUNT.toLocaleString('en-US')} stale`);
  await open(pool, 'walk');
  await open(pool, 'demand');
}

async function open(pool: Pool, order: RunOrder): Promise<void> {
  const start = performance.now();
  const {wantedCount} = await openRun(pool, {
    workflowId: `bench by ${order}`,
    kind: 'manual',
    filter: {order},
    model: 'bench',
    maxUsd: null,
    emulated: false,
  });
  report(`opening a run of ${wantedCount} cells by ${order}`, `${seconds(start).toFixed(2)} s`);
}

async function medianSeconds(work: () => PromiseLike<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    times.push(seconds(start));
  }
  return median(times);
}
