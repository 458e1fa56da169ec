import type {Actor} from '../../domain/actor.ts';
import type {KeyVariant} from '../../domain/cells.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {idText} from './lesson-ids.ts';
import {fillSkeletons} from './skeletons.ts';
import {repairVotes} from './votes.ts';

/** What a person does to a version of a lesson; its twins under other keys follow. */
export type ServingAct = 'promote' | 'retire' | 'restore' | 'roll_back';

/** `unchanged`: it was so already. All others but `done` are refusals, and changed nothing. */
export type ActOutcome =
  | 'done'
  | 'unchanged'
  | 'unknown_lesson'
  | 'no_cell'
  | 'rejected'
  | 'placeholder'
  | 'retired'
  | 'not_retired'
  | 'not_live'
  | 'nothing_before';

/**
 * Acts on a version and decides its cell anew, in one transaction, with an entry in the audit. `promote` makes it live
 * until another version is verified; `retire` takes it out for good; `restore` makes a retired one a candidate again;
 * `roll_back` promotes the version that was live before this one.
 *
 * @returns `lessonId`: the version that was acted on; of a roll back the one that is live now
 */
export async function actOnLesson(
  db: Db,
  {act, lessonId, actor, reason}: {act: ServingAct; lessonId: LessonId; actor: Actor; reason: string | null},
): Promise<{outcome: ActOutcome; lessonId: LessonId | null; cellId: number | null}> {
  const [row] = await db<[{outcome: ActOutcome; lessonId: LessonId | null; cellId: number | null}]>`
    select outcome, acted_on as lesson_id, cell_id
    from preheat.act_on_lesson(${act}, preheat.lesson_id_of(${idText(lessonId)}), ${actor.id}, ${actor.role}, ${reason})
  `;
  return row;
}

/** Cells of one transaction: their locks are held for as long as it takes (about 50 ms). */
const CELLS_AT_ONCE = 1_000;

/** A version that is live now and was not, or the other way round; `retired` where its row is gone. */
export type ServingChange = {
  cellId: number;
  variant: KeyVariant;
  lessonId: LessonId;
  state: 'live' | 'parked' | 'retired';
};

/**
 * Before a run pays for them: cells that it found missing or rejected and that have a good version in store are given
 * it, and counters and statuses of their lessons are mended. A night with nothing to do costs nothing here.
 */
export async function reconcileWanted(pool: Pool, runId: number): Promise<ServingChange[]> {
  const rows = await pool<{cellId: number}[]>`
    select cell_id from preheat.run_cell w
    where run_id = ${runId} and wanted_because in ('missing', 'rejected')
      and exists (select from preheat.lesson_version v where v.cell_id = w.cell_id and v.state <> 'retired')
    order by cell_id
  `;
  const changes: ServingChange[] = [];
  for (let from = 0; from < rows.length; from += CELLS_AT_ONCE) {
    const cellIds = rows.slice(from, from + CELLS_AT_ONCE).map(({cellId}) => cellId);
    await repairVotes(pool, {cellIds});
    for (const change of await decidePage(pool, cellIds)) changes.push(change);
  }
  return changes;
}

/** Gives each of these cells the live versions that the serving rule names. */
export async function decideCells(db: Db, cellIds: readonly number[]): Promise<ServingChange[]> {
  return db<ServingChange[]>`select cell_id, variant, lesson_id, state from preheat.decide(${[...cellIds]})`;
}

export type Reconciliation = {
  /** Lessons whose counters or status were not what their votes and verdicts make them. */
  repairedCount: number;
  changes: ServingChange[];
  /** Rows of the application that waited for a lesson and have it now. */
  filledCount: number;
  /** Rows published under a key that was added since their draft was paid for. */
  twinCount: number;
};

/**
 * Mends what writes of the application left wrong: counters and statuses, cells with none or several live versions,
 * votes and verdicts that decided nothing yet; and publishes paid lessons under the keys that were added since. Set-based, a page of cells a
 * transaction; safe to repeat and to run beside everything else.
 */
export async function reconcile(
  pool: Pool,
  {variants}: {variants: readonly KeyVariant[]},
): Promise<Reconciliation> {
  const repaired = await repairVotes(pool, {cellIds: null});
  await pool`select preheat.count_style_votes()`;
  const rows = await pool<{cellId: number}[]>`
    select cell_id from preheat.cells_to_decide() cell_id order by cell_id
  `;
  const changes: ServingChange[] = [];
  for (let from = 0; from < rows.length; from += CELLS_AT_ONCE) {
    const page = rows.slice(from, from + CELLS_AT_ONCE).map(({cellId}) => cellId);
    // Appended one by one: the arguments of a spread have a limit.
    for (const change of await decidePage(pool, page)) changes.push(change);
  }
  // First: a row that waits for its lesson under a key keeps twins from it.
  const filled = await fillSkeletons(pool, null);
  const twinCount = await publishTwins(pool, variants);
  return {repairedCount: repaired.length, changes, filledCount: filled.length, twinCount};
}

async function decidePage(pool: Pool, cellIds: readonly number[]): Promise<ServingChange[]> {
  return inTransaction(pool, async db => {
    // Plans for arrays of any length look each row up; those for this page would read whole tables for it.
    await db`set local plan_cache_mode = force_generic_plan`;
    return decideCells(db, cellIds);
  });
}

/**
 * Before a run is opened or quoted: publishes paid lessons under the keys that were added since. Under such a key every
 * cell is missing, and would be paid for again.
 *
 * @param atOnce cells of one transaction
 */
export async function fillAddedKeys(
  pool: Pool,
  {variants, atOnce = CELLS_AT_ONCE}: {variants: readonly KeyVariant[]; atOnce?: number},
): Promise<void> {
  if (variants.length === 1) return;
  // Of one index: where every live lesson has its twin, all the rest would take a run's opening many times as long.
  const lacking = await pool`
    select from preheat.lesson_version where state = 'live'
    group by cell_id having count(*) < ${variants.length} limit 1
  `;
  if (lacking.length === 0) return;
  await fillSkeletons(pool, null);
  await publishTwins(pool, variants, atOnce);
}

async function publishTwins(
  pool: Pool,
  variants: readonly KeyVariant[],
  atOnce = CELLS_AT_ONCE,
): Promise<number> {
  if (variants.length === 1) return 0;
  for (let twinCount = 0; ;) {
    const [{count}] = await pool<[{count: number}]>`
      select preheat.publish_twins(${[...variants]}, ${atOnce}) as count
    `;
    twinCount += count;
    // Not where a page is short: the function may pass over some of it. Those that it always does end this as well.
    if (count === 0) return twinCount;
  }
}
