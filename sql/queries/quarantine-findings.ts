import type {Db} from '../client.ts';

/** Of cells with a draft in quarantine, the first error of the newest one. */
export async function findingsInQuarantine(
  db: Db,
  {cellIds, emulated}: {cellIds: readonly number[]; emulated: boolean},
): Promise<Map<number, string>> {
  if (cellIds.length === 0) return new Map();
  const rows = await db<{cellId: number; message: string | null}[]>`
    select distinct on (d.cell_id) d.cell_id,
      jsonb_path_query_first(d.findings, '$[*] ? (@.severity == "error").message') #>> '{}' as message
    from preheat.draft d
    where d.cell_id = any(${[...cellIds]}::bigint[]) and d.status = 'quarantined' and d.emulated = ${emulated}
    order by d.cell_id, d.draft_id desc
  `;
  return new Map(rows.flatMap(({cellId, message}) => (message === null ? [] : [[cellId, message]])));
}
