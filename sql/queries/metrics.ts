import type {Db} from '../client.ts';

export type ServerCounts = {
  runs: {state: string; count: number}[];
  connections: {state: string; count: number}[];
};

/** Runs by state, and the connections to this database that Preheat holds, by state. */
export async function serverCounts(db: Db): Promise<ServerCounts> {
  const rows = await db<{what: 'runs' | 'connections'; state: string; count: number}[]>`
    select 'runs' as what, state, count(*) from preheat.run group by state
    union all
    select 'connections', coalesce(state, 'unknown'), count(*) from pg_stat_activity
    where datname = current_database() and application_name like 'preheat%' group by state
    order by what, state
  `;
  const of = (what: string) =>
    rows.flatMap(row => (row.what === what ? [{state: row.state, count: row.count}] : []));
  return {runs: of('runs'), connections: of('connections')};
}
