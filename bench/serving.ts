import type {Pool} from '../sql/client.ts';
import {reconcile} from '../sql/queries/serving.ts';
import {millionCells} from './million-cells.ts';
import {benchDatabase, report, say, seconds} from './stack.ts';

const CELL_COUNT = 100_000;

/** The nightly reconcile of 100,000 cells with two versions each: all have a choice, so all are decided on. */
export async function benchServing(): Promise<void> {
  say(`\nThe serving decision of ${CELL_COUNT.toLocaleString('en-US')} cells with two versions each`);
  await using stack = new AsyncDisposableStack();
  const {pool} = await benchDatabase(stack);
  await millionCells(pool, {missingCount: 0, cellCount: CELL_COUNT});
  await addChallengers(pool);
  await pool`update preheat.lesson_version set superseded_at = now() where state = 'live' and cell_id % 2 = 0`;
  await measure(pool, 'half of them change', CELL_COUNT);
  await measure(pool, 'nothing changes', 0);
}

async function measure(pool: Pool, what: string, expectedCount: number): Promise<void> {
  const start = performance.now();
  const {changes} = await reconcile(pool, {variants: ['plain']});
  report(what, `${seconds(start).toFixed(1)} s`, 'seconds');
  if (changes.length !== expectedCount) throw new Error(`${changes.length} versions changed.`);
}

/** A second version of each cell, older than the live one. */
async function addChallengers(pool: Pool): Promise<void> {
  await pool`
    with challenger as (
      insert into lessons_lessoncontent
      select r.* from lessons_lessoncontent l
      cross join lateral jsonb_populate_record(l, jsonb_build_object('id', l.id + ${CELL_COUNT}::int,
        'cache_key', 'parked:' || l.id + ${CELL_COUNT}::int, 'generated_at', l.generated_at - interval '1 day')) r
      returning id
    )
    insert into preheat.lesson_version (lesson_id, cell_id, state, origin)
    select c.id, v.cell_id, 'parked', 'preheat'
    from challenger c join preheat.lesson_version v on v.lesson_id = c.id - ${CELL_COUNT}::int
  `;
  await pool`vacuum analyze`;
}
