import type {Db} from './client.ts';
import type {ReaderAge} from './contract-columns.ts';

/** The application that reads the lessons, as far as the database tells. */
export type Reader = {
  age: ReaderAge;
  /** The tables are an application's own: Django's list of migrations is there, or what only the application makes. */
  isDjango: boolean;
};

/** Whose tables this database has, as it was noted when it was migrated. */
export async function readerOf(db: Db): Promise<Reader> {
  const [reader] = await db<[Reader]>`
    select age, age = 'head' or to_regclass('public.django_migrations') is not null as is_django from preheat.reader
  `;
  return reader;
}

/**
 * @param found the age of the tables that are there now
 * @throws Error where they are not those that this database was attached with; where it never was, nothing is said
 */
export async function assertSameAge(db: Db, found: 'absent' | ReaderAge): Promise<void> {
  const [{isNoted}] = await db<
    [{isNoted: boolean}]
  >`select to_regclass('preheat.reader') is not null as is_noted`;
  if (!isNoted) return;
  const [noted] = await db<[{age: ReaderAge}?]>`select age from preheat.reader`;
  if (noted === undefined || noted.age === found) return;
  throw new Error(
    `Preheat was attached to this database when the learning application's tables had the age "${noted.age}". ` +
      `Now they ${found === 'absent' ? 'are gone' : `have the age "${found}"`}, and what Preheat keeps of lessons does not fit them. ` +
      'Nothing was changed. Bring back the tables that were there, or attach anew: keep a copy of the schema "preheat" ' +
      '(it holds drafts, runs and the audit), drop it, run `preheat migrate` and import the roadmaps again. ' +
      'Lessons that are live stay where they are, and Preheat takes them up as it finds them (docs/deploy.md).',
  );
}
