import type {Db} from '../client.ts';

/** A run that no worker has opened by then is not opened with its cells any more. */
const KEPT_DAYS = 30;

/**
 * Stores a selection for a run to take its cells from (`RunFilter.selectionId`). The same cells are the same selection.
 *
 * @returns its id
 */
export async function storeSelection(db: Db, cellIds: readonly number[]): Promise<string> {
  await db`
    delete from preheat.cell_selection where stored_at < now() - ${KEPT_DAYS}::int * interval '1 day'
  `;
  const [{selectionId}] = await db<[{selectionId: string}]>`
    with selected as (
      select coalesce(array_agg(distinct cell_id order by cell_id), '{}') as cell_ids from unnest(${[...cellIds]}::bigint[]) i (cell_id)
    )
    insert into preheat.cell_selection (selection_id, cell_ids)
    select md5(cell_ids::text)::uuid, cell_ids from selected
    on conflict (selection_id) do update set stored_at = now()
    returning selection_id
  `;
  return selectionId;
}
