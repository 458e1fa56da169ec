import type {Sibling} from '../../domain/checks/index.ts';
import type {Db} from '../client.ts';

/** The live lessons of a cell's step in its other cells, as far as Preheat wrote them. */
export async function siblingsOf(db: Db, cellId: number): Promise<Sibling[]> {
  return db<Sibling[]>`
    select s.style || ', lesson ' || s.lesson_number as label, v.fingerprint
    from preheat.cell c
    join preheat.cell s on s.step_title = c.step_title and s.cell_id <> c.cell_id
    -- The limit keeps the order: from the table's side, a young database looks up the cell of every lesson there is.
    cross join lateral (
      select v.fingerprint from preheat.lesson_version v where v.cell_id = s.cell_id and v.state = 'live' limit 1
    ) v
    where c.cell_id = ${cellId} and v.fingerprint is not null
  `;
}
