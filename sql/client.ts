import postgres from 'postgres';

/** Values that Postgres sends as text because they may not fit a double: ours do (ids, micro-dollars). */
type Types = {bigint: number; numeric: number};

/** A pool, or a transaction on it: query functions take either. */
export type Db = postgres.ISql<Types>;

export type Pool = postgres.Sql<Types>;

/**
 * Opens a pool. Nothing is sent before the first query.
 *
 * @param url a `postgresql://` URL
 * @param applicationName shown in `pg_stat_activity`, so that a person sees who holds a lock
 * @param maxConnections the pool's size
 * @param onePlanForAll plans each statement once for all values, not for the values of each call: for statements by a
 *   key, whose plan is the same (docs/decisions/0023)
 */
export function connect(
  url: string,
  {
    applicationName = 'preheat',
    maxConnections = 10,
    onePlanForAll = false,
  }: {applicationName?: string; maxConnections?: number; onePlanForAll?: boolean} = {},
): Pool {
  const number = (oid: number) => ({to: oid, from: [oid], parse: Number, serialize: String});
  return postgres(url, {
    max: maxConnections,
    connect_timeout: 10,
    types: {bigint: number(20), numeric: number(1700)},
    // Only column names: `postgres.camel` would also rename the keys inside a lesson's jsonb.
    transform: {column: {from: postgres.toCamel, to: postgres.fromCamel}},
    // The default path begins with a schema of the user's name: a user `preheat` would shadow the reader's tables.
    connection: {
      application_name: applicationName,
      search_path: 'public',
      ...(onePlanForAll ? {plan_cache_mode: 'force_generic_plan'} : {}),
    },
    onnotice: () => {},
  });
}

/**
 * A condition that is always true, and lets the statement's commit not wait for the disk. For what a crash of the
 * database's machine may take back without harm: a claim, a reservation. Half the time of such a statement.
 */
export function withoutSync(db: Db) {
  return db`(select set_config('synchronous_commit', 'off', true)) = 'off'`;
}

/** Runs `work` in one transaction: the only door to them. */
export async function inTransaction<T>(pool: Pool, work: (db: Db) => Promise<T>): Promise<T> {
  return (await pool.begin(work)) as T;
}
