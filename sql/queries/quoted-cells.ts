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

/**
 * A page of the cells that a run with this filter would take now, in its order, and how many they are: as many as
 * `cellsToQuote` counts.
 *
 * @param afterPosition the last place of the page before; 0 before the first one
 */
export async function quotedCells(
  db: Db,
  {
    filter,
    afterPosition,
    limit,
    ...policy
  }: ServingPolicy & {filter: RunFilter; afterPosition: number; limit: number},
): Promise<{cells: QuotedCell[]; totalCount: number}> {
  const [row] = await db<[{cells: QuotedCell[]; totalCount: number}]>`
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
  return row;
}
