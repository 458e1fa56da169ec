import type {CellChange} from '../../domain/cell-changes.ts';
import type {CellMark} from '../../domain/cell-reasons.ts';
import {type CellState, DEFAULT_VARIANTS} from '../../domain/cells.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import type {Db} from '../client.ts';
import {keyOf, within} from './cells.ts';
import {containing} from './containing.ts';
import {exceptionsAt} from './coverage-past.ts';
import {servable} from './servable.ts';

/** Which cells; an absent field does not narrow, and of the values of one field any will do. */
export type CellFilter = Pick<RunFilter, 'roadmapKeys' | 'styles' | 'text' | 'cellIds'> & {
  states?: readonly CellState[] | undefined;
  marks?: readonly CellMark[] | undefined;
  /** The lesson that is served is so old, as of now. */
  minAgeDays?: number | undefined;
  /** What became of the cell since another count. */
  changes?: readonly CellChange[] | undefined;
};

/**
 * The count at which cells are looked at, and the one that it is compared with, by their times as `countAt` tells them.
 * `last`: the last one, in pages; `none`: no count is looked at, and each cell taken for served.
 */
export type CountTimes = {at: Date | 'last' | 'none'; comparedWith?: Date | null | undefined};

/**
 * The cells that a filter names, with the state that they had at a count: a fragment to select from. `was` is the state
 * at the count that it is compared with, and null where no roadmap wanted the cell then; `is_removed`: none wants it now.
 */
export function cellsAt(db: Db, {filter, ...options}: ServingPolicy & CountTimes & {filter: CellFilter}) {
  const {at, comparedWith = null} = options;
  const {states, marks, changes, cellIds, minAgeDays, text, ...place} = filter;
  return db`
    select u.cell_id, u.step_title, u.lesson_number, u.style, u.archived_at is not null as is_removed,
      coalesce(k.state, 'served') as state, ${comparedWith ? wasOf(db) : db`null`} as was
    from preheat.cell u
    -- Where only cells with a row are wanted, a million others are not looked at.
    ${at !== 'none' && needsException(filter) ? db`join` : db`left join`} ${exceptions(db, at)} k using (cell_id)
    ${comparedWith ? db`left join (${exceptionsAt(db, comparedWith)}) w using (cell_id)` : db``}
    where coalesce(k.state, 'served') not in ('archived', 'absent') ${within(db, place)}
      ${at === 'last' ? db`and ${wasCounted(db)}` : db``}
      ${text ? db`and u.step_title in (${titlesWith(db, text)})` : db``}
      ${cellIds ? db`and u.cell_id = any(${[...cellIds]}::bigint[])` : db``}
      ${states ? db`and coalesce(k.state, 'served') = any(${[...states]}::text[])` : db``}
      ${marks ? db`and (false ${marks.map(mark => db`or ${hasMark(db, mark)}`)})` : db``}
      ${changes ? db`and (false ${changes.map(change => db`or ${hasChanged(db, change)}`)})` : db``}
      ${minAgeDays === undefined ? db`` : db`and ${isOld(db, {...options, minAgeDays})}`}
  `;
}

function exceptions(db: Db, at: CountTimes['at']) {
  if (at === 'none') return db`(select * from preheat.coverage_cell where false)`;
  // In the order of its key, so that a page ends early.
  return at === 'last' ? db`preheat.coverage_cell` : db`(${exceptionsAt(db, at)})`;
}

const wasCounted = (db: Db) => db`exists (
  select from preheat.coverage_span b where b.first_cell_id <= u.cell_id and b.last_cell_id >= u.cell_id
)`;

/** Of steps, which are fewer than cells, and of cells that no step has any more. */
function titlesWith(db: Db, text: string) {
  return db`
    select title from preheat.roadmap_step where title ilike ${containing(text)}
    union all
    select step_title from preheat.cell where archived_at is not null and step_title ilike ${containing(text)}
  `;
}

/** Whether all that is wanted has a row among the exceptions. */
const needsException = ({states, marks}: CellFilter): boolean =>
  (states !== undefined && !states.includes('served')) ||
  (marks !== undefined && !marks.includes('unreviewed'));

const wasOf = (db: Db) =>
  db`case when coalesce(w.state, 'served') not in ('archived', 'absent') then coalesce(w.state, 'served') end`;

function hasMark(db: Db, mark: CellMark) {
  switch (mark) {
    case 'weak':
      return db`k.is_weak`;
    case 'verified':
      return db`k.is_verified`;
    case 'unreviewed':
      return db`(coalesce(k.state, 'served') in ('served', 'stale') and not coalesce(k.is_reviewed, false))`;
  }
}

/** As `changeOf` in domain/cell-changes.ts. */
function hasChanged(db: Db, change: CellChange) {
  const isServed = db`coalesce(k.state, 'served') in ('served', 'stale')`;
  const wasServed = db`coalesce(w.state, 'served') in ('served', 'stale')`;
  const wasThere = db`coalesce(w.state, 'served') not in ('archived', 'absent')`;
  switch (change) {
    case 'filled':
      return db`(${isServed} and ${wasThere} and not ${wasServed})`;
    case 'lost':
      return db`(not ${isServed} and ${wasServed})`;
    case 'went_stale':
      return db`(k.state = 'stale' and coalesce(w.state, 'served') = 'served')`;
    case 'new':
      return db`(not ${wasThere})`;
  }
}

function isOld(
  db: Db,
  {minAgeDays, emulated, variants = DEFAULT_VARIANTS}: ServingPolicy & {minAgeDays: number},
) {
  const [variant = 'plain'] = variants;
  return db`${keyOf(db, variant, db`u`)} in (
    select l.cache_key from lessons_lessoncontent l
    where l.generated_at <= now() - ${minAgeDays}::int * interval '1 day' and ${servable(db, {emulated})}
  )`;
}
