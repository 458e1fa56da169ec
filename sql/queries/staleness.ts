import type {CellState} from '../../domain/cells.ts';
import {retiredModels} from '../../domain/prices.ts';
import {PROMPT_VERSION} from '../../domain/prompts/index.ts';
import {DEFAULT_STALENESS, type ServingPolicy, type StaleReason} from '../../domain/staleness.ts';
import type {Db} from '../client.ts';
import {EMULATOR_AUTHOR, servable} from './servable.ts';

type Fragment = ReturnType<Db>;

/** A condition on rows of `preheat.lesson_version` (named `v`): a live lesson of Preheat's own, stale for a reason. */
export function isStale(db: Db, policy: ServingPolicy) {
  const reasons = reasonsOf(db, policy).map(({holds}) => db`or ${holds}`);
  return db`(v.state = 'live' and v.origin = 'preheat' and (false ${reasons.length > 0 ? reasons : db``}))`;
}

/** The first reason (`StaleReason`) that holds of a stale version (named `v`). */
export function staleReason(db: Db, policy: ServingPolicy) {
  const cases = reasonsOf(db, policy).map(({reason, holds}) => db`when ${holds} then ${reason}::text`);
  return cases.length > 0 ? db`case ${cases} end` : db`null::text`;
}

/** Each has its own index on the live versions. */
function reasonsOf(
  db: Db,
  {staleness: policy = DEFAULT_STALENESS}: ServingPolicy,
): {reason: StaleReason; holds: Fragment}[] {
  const {minPromptVersion, maxAgeDays} = policy;
  const reasons: {reason: StaleReason; holds: Fragment | null}[] = [
    {reason: 'text', holds: policy.text ? db`v.stale_text_since is not null` : null},
    {
      reason: 'prompt',
      holds:
        minPromptVersion === null
          ? null
          : db`preheat.prompt_order(v.prompt_version)
              < least(preheat.prompt_order(${minPromptVersion}), preheat.prompt_order(${PROMPT_VERSION}))`,
    },
    {
      reason: 'model',
      holds: policy.retiredModels ? db`v.model = any(${retiredModels(Date.now())}::text[])` : null,
    },
    {
      reason: 'age',
      holds: maxAgeDays === null ? null : db`v.generated_at < now() - ${maxAgeDays} * interval '1 day'`,
    },
  ];
  return reasons.filter((part): part is {reason: StaleReason; holds: Fragment} => part.holds !== null);
}

/**
 * A condition on rows of `lessons_lessoncontent` (named `l`): a machine may put a new lesson in its place because it
 * is stale. Never what a mentor verified or a person promoted, and the emulator replaces no lesson of a real model.
 */
export function isReplaceable(db: Db, policy: ServingPolicy) {
  return db`(
    l.approval_status <> 'mentor_verified'
    ${policy.emulated ? db`and l.created_by = ${EMULATOR_AUTHOR}` : db``}
    -- What a person promoted stays live before its replacement, and would be made anew each night.
    and exists (
      select from preheat.lesson_version v where v.lesson_id = l.id and v.promoted_at is null and ${isStale(db, policy)}
    )
  )`;
}

/**
 * A condition on rows of `lessons_lessoncontent` (named `l`) under the key of a cell: the row serves the cell, and
 * whoever makes a lesson for this run leaves it there. A stale one gives way only to a run that wants the cell
 * because of it and has not decided on it yet: a run that found nothing there must not replace what came meanwhile. Any
 * gives way to the run that a regeneration of the cell belongs to.
 *
 * @param runId null where it is no run that asks
 */
export function keepsItsPlace(
  db: Db,
  {runId, cellId, ...policy}: ServingPolicy & {runId: number | null; cellId: number},
) {
  const wantedBecause = (reason: CellState) => db`exists (
    select from preheat.run_cell rc
    where rc.run_id = ${runId} and rc.cell_id = ${cellId} and rc.wanted_because = ${reason} and rc.status = 'pending'
  )`;
  return db`(
    ${servable(db, policy)}
    -- Asked for twice before a run has opened, two runs want it: the one that the regeneration belongs to makes it.
    and not (${wantedBecause('regenerate')} and exists (
      select from preheat.regeneration g where g.run_id = ${runId} and g.cell_id = ${cellId} and g.ended_at is null
    ))
    and not (${wantedBecause('stale')} and ${isReplaceable(db, policy)})
  )`;
}

/**
 * Notes what these steps say now, and marks the lessons that were made from other words; a mark goes where the words
 * are the old ones again. Set-based; safe to repeat. Call it in the transaction that changed the steps.
 */
export async function noteStepWords(db: Db, stepTitles: readonly string[]): Promise<void> {
  const titles = [...stepTitles];
  await db`
    update preheat.cell c set step_digest = w.step_digest
    from (${stepWords(db)} where title = any(${titles})) w
    where c.step_title = w.title and c.step_digest is distinct from w.step_digest
  `;
  // A statement of its own: a publication that held one of the cells has committed now, and is seen.
  await db`
    update preheat.lesson_version v
    set stale_text_since = case when v.step_digest = c.step_digest then null else now() end
    from preheat.cell c
    where c.step_title = any(${titles}) and v.cell_id = c.cell_id
      and (v.step_digest = c.step_digest) = (v.stale_text_since is not null)
  `;
}

/** The digest of what each step title's first roadmap says of it, as prompts take it. Ends before a `where`. */
export function stepWords(db: Db) {
  return db`
    select w.title, w.step_digest from (
      select distinct on (s.title) s.title, preheat.step_digest(s.description, s.difficulty) as step_digest
      from preheat.roadmap_step s order by s.title, s.roadmap_step_id
    ) w
  `;
}
