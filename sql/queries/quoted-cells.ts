import type {CellState} from '../../domain/cells.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {ServingPolicy, StaleReason} from '../../domain/staleness.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {wantableCells, wantedBy} from './cells.ts';
import {demandJoins, orderKeys} from './demand.ts';

/** A cell that a run would take. */
export type QuotedCell = {
  /** Its place in the run's order, from 1 on. */
  position: number;
  cellId: number;
  stepTitle: string;
  lessonNumber: number;
  style: Style;
  state: CellState;
  staleReason: StaleReason | null;
};

/** The last cell of a page, and how many there were in all when the first page was asked for. */
export type QuotePlace = {position: number; cellId: number; totalCount: number};

type PageOptions = ServingPolicy & {filter: RunFilter; limit: number};

type QuotedPage = {cells: QuotedCell[]; totalCount: number; hasNextPage: boolean};

/**
 * A page of the cells that a run with this filter would take now, in its order, and how many they are: as many as
 * `cellsToQuote` counts.
 *
 * In walk order the pages after the first go on behind its last cell, and count nothing again: quick however many cells
 * are wanted. In the order of demand a cell's place depends on all others, which are placed anew for each page.
 *
 * @param after the last cell of the page before; null before the first one
 */
export async function quotedCells(
  db: Db,
  {after, ...options}: PageOptions & {after: QuotePlace | null},
): Promise<QuotedPage> {
  return after !== null && options.filter.order !== 'demand'
    ? cellsBehind(db, after, options)
    : placedCells(db, after?.position ?? 0, options);
}

/** Places all cells, and counts them. */
async function placedCells(
  db: Db,
  afterPosition: number,
  {filter, limit, ...policy}: PageOptions,
): Promise<QuotedPage> {
  const [{cells, totalCount}] = await db<[{cells: QuotedCell[]; totalCount: number}]>`
    with wanted as materialized (
      select row_number() over (order by ${orderKeys(db, filter.order)}) as position,
        u.cell_id, u.step_title, u.lesson_number, u.style, u.state, u.stale_reason
      from (${wantableCells(db, {...policy, filter})}) u ${demandJoins(db, filter.order)}
      where ${wantedBy(db, filter)}
      order by position
      ${filter.limit === undefined ? db`` : db`limit ${filter.limit}`}
    )
    select (select count(*) from wanted) as total_count, coalesce((
      select jsonb_agg(
        jsonb_build_object('position', position, 'cellId', cell_id, 'stepTitle', step_title, 'lessonNumber', lesson_number,
          'style', style, 'state', state, 'staleReason', stale_reason)
        order by position
      )
      from wanted where position > ${afterPosition} and position <= ${afterPosition + limit}
    ), '[]') as cells
  `;
  return {cells, totalCount, hasNextPage: afterPosition + cells.length < totalCount && cells.length > 0};
}

/** So many ids are looked through first for the cells of a page, and then each time so many times as many. */
const FIRST_WIDTH = 2_000;
const WIDENING = 4;

/** In walk order, which is that of the ids. */
async function cellsBehind(
  db: Db,
  {position, cellId, totalCount}: QuotePlace,
  {filter, limit, ...policy}: PageOptions,
): Promise<QuotedPage> {
  const left = Math.max(0, Math.min(limit + 1, (filter.limit ?? Infinity) - position));
  const [{lastId}] = await db<
    [{lastId: number}]
  >`select coalesce(max(cell_id), 0) as last_id from preheat.cell`;
  const found: Omit<QuotedCell, 'position'>[] = [];
  for (let [above, width] = [cellId, FIRST_WIDTH]; found.length < left && above < lastId; width *= WIDENING) {
    const ids = [above, above + width] as const;
    found.push(
      ...(await db<Omit<QuotedCell, 'position'>[]>`
        select u.cell_id, u.step_title, u.lesson_number, u.style, u.state, u.stale_reason
        from (${wantableCells(db, {...policy, filter, ids})}) u
        where ${wantedBy(db, filter)}
        order by ${orderKeys(db)} limit ${left - found.length}
      `),
    );
    above += width;
  }
  const cells = found.slice(0, limit).map((cell, index) => ({position: position + index + 1, ...cell}));
  return {cells, totalCount, hasNextPage: found.length > limit};
}
