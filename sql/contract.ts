import type {Db} from './client.ts';

/** The reader's columns (age "old"): `name type`, with `?` where null is allowed. */
const CONTRACT: Record<string, string> = {
  users: `password varchar(128), first_name varchar(150), last_name varchar(150), date_joined timestamptz, id varchar(10),
    email varchar(50), username varchar(50), role varchar(20)?, account_status varchar(20), is_premium boolean,
    premium_expires_at timestamptz?, email_verification_token varchar(255), email_verified_at timestamptz?,
    last_login timestamptz?, is_email_verified boolean, is_active boolean, is_staff boolean, is_sign_in boolean,
    is_superuser boolean, is_blocked boolean, is_suspended boolean, is_deleted boolean, created_at timestamptz,
    updated_at timestamptz, subscription_auto_renew boolean, subscription_expires_at timestamptz?,
    subscription_started_at timestamptz?, subscription_tier varchar(20)`,
  lessons_lessoncontent: `id bigint, roadmap_step_title varchar(255), lesson_number integer, learning_style varchar(50),
    content jsonb, title varchar(255), description text, estimated_duration integer, difficulty_level varchar(20),
    generated_at timestamptz, generation_prompt text, ai_model_version varchar(50), upvotes integer, downvotes integer,
    approval_status varchar(20), view_count integer, completion_rate double precision, average_quiz_score double precision,
    cache_key varchar(32), generated_by_id varchar(10)?, created_by varchar(100), research_metadata jsonb,
    source_attribution jsonb, source_type varchar(50)`,
  lessons_lessonvote: `id bigint, vote_type varchar(10), comment text, created_at timestamptz, updated_at timestamptz,
    lesson_content_id bigint, user_id varchar(10)`,
  lessons_mentorreview: `id bigint, status varchar(20), feedback text, expertise_area varchar(100), reviewed_at timestamptz,
    updated_at timestamptz, lesson_content_id bigint, mentor_id varchar(10)`,
  lessons_userroadmaplesson: `id bigint, roadmap_step_title varchar(255), lesson_number integer, status varchar(20),
    quiz_score integer?, exercises_completed integer, time_spent integer, started_at timestamptz?, completed_at timestamptz?,
    created_at timestamptz, updated_at timestamptz, lesson_content_id bigint?, user_id varchar(10)`,
};

type Column = {tableName: string; columnName: string; type: string; nullable: boolean; hasDefault: boolean};

/**
 * Compares the reader's tables in this database with what Preheat writes and reads.
 *
 * @returns `absent` where none of the tables exists, `present` where all have the shape that is known
 * @throws Error that names every difference, where some tables exist in another shape
 */
export async function inspectContract(db: Db): Promise<'absent' | 'present'> {
  const columns = await db<Column[]>`
    select c.relname as table_name, a.attname as column_name,
      replace(replace(format_type(a.atttypid, a.atttypmod), 'character varying', 'varchar'),
        'timestamp with time zone', 'timestamptz') as type,
      not a.attnotnull as nullable,
      (a.atthasdef or a.attidentity <> '') as has_default
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and c.relname in ${db(Object.keys(CONTRACT))} and a.attnum > 0 and not a.attisdropped
  `;
  if (columns.length === 0) return 'absent';
  const differences = Object.entries(CONTRACT).flatMap(([table, wanted]) =>
    differencesOf(
      table,
      parse(wanted),
      columns.filter(column => column.tableName === table),
    ),
  );
  if (differences.length === 0) return 'present';
  throw new Error(
    `This database has the learning application's tables in a shape that Preheat does not know:\n` +
      differences.map(difference => `  - ${difference}\n`).join('') +
      `Nothing was changed. Point DATABASE_URL at the application's database at a version that Preheat supports, or at an empty database.`,
  );
}

function parse(wanted: string): Array<Pick<Column, 'columnName' | 'type' | 'nullable'>> {
  return wanted.split(/,\s+/).map(text => {
    const [columnName = '', ...type] = text.trim().split(' ');
    return {columnName, type: type.join(' ').replace('?', ''), nullable: text.endsWith('?')};
  });
}

function differencesOf(table: string, wanted: ReturnType<typeof parse>, found: Column[]): string[] {
  if (found.length === 0) return [`table ${table} is missing`];
  const byName = new Map(found.map(column => [column.columnName, column]));
  const known = new Set(wanted.map(column => column.columnName));
  const missing = wanted.flatMap(({columnName, type, nullable}) => {
    const column = byName.get(columnName);
    if (!column) return [`${table}.${columnName} is missing`];
    if (column.type !== type) return [`${table}.${columnName} is ${column.type}, expected ${type}`];
    // A stricter column than ours would refuse rows that we write; a looser one does no harm.
    if (nullable && !column.nullable) return [`${table}.${columnName} is NOT NULL, expected to allow null`];
    return [];
  });
  const unknown = found
    .filter(column => !known.has(column.columnName) && !column.nullable && !column.hasDefault)
    .map(column => `${table}.${column.columnName} is NOT NULL without a default and unknown to Preheat`);
  return [...missing, ...unknown];
}
