import {randomUUID} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {KEY_VARIANTS} from '../../domain/cells.ts';
import {connect, type Pool} from '../../sql/client.ts';
import {inspectContract} from '../../sql/contract.ts';
import {migrate} from '../../sql/migrate.ts';
import {hasApplicationRoadmaps, importFromApplication} from '../../sql/queries/application-roadmaps.ts';
import {plan} from '../../sql/queries/cells.ts';
import {addViews} from '../../sql/queries/learner-lessons.ts';
import {refreshReviewQueue} from '../../sql/queries/review-queue.ts';
import {submitReview} from '../../sql/queries/reviews.ts';
import {actOnLesson, reconcile} from '../../sql/queries/serving.ts';
import {findAccount, listUsers} from '../../sql/queries/users.ts';
import {castVote} from '../../sql/queries/votes.ts';
import {testDatabase} from '../support/postgres.ts';
import {READER_TABLES} from '../support/attached.ts';
import {givenApplicationRoadmap, givenSkeleton} from './attached-givens.ts';
import {emptyTables, givenCells, givenRun} from './givens.ts';
import {givenPeople} from './people.ts';
import {givenPublished} from './published.ts';

const GRANTS = await readFile(new URL('../../docs/grants.sql', import.meta.url), 'utf8');

/** A role belongs to the whole server, which other tests use too. */
const ROLE = `grants_${randomUUID().replaceAll('-', '')}`;
const ADMIN = {id: 'cli', role: 'cli'};

const databases = {
  old: await testDatabase({from: 'template1'}),
  head: await testDatabase({from: 'template1'}),
};

/** What the documented statements say, for the test's role. */
const granted = GRANTS.replace(
  /create role preheat login|to preheat\b|authorization preheat\b|to_regrole\('preheat'\)/g,
  statement => statement.replace('preheat', ROLE),
);

afterAll(async () => {
  for (const {sql} of Object.values(databases)) await sql.unsafe(`drop owned by ${ROLE} cascade`);
  await databases.old.sql.unsafe(`drop role ${ROLE}`);
});

/** Each right on the application's schema that the role was given, as the statement that takes it away. */
async function rights(owner: Pool): Promise<string[]> {
  const rows = await owner<{statement: string}[]>`
    select format('revoke %s on %s %s from', x.privilege_type, case c.relkind when 'S' then 'sequence' else 'table' end, c.oid::regclass) as statement
    from pg_class c, aclexplode(c.relacl) x
    where c.relnamespace = 'public'::regnamespace and x.grantee = to_regrole(${ROLE})
    union all
    select format('revoke %s (%I) on table %s from', x.privilege_type, a.attname, c.oid::regclass)
    from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x
    where c.relnamespace = 'public'::regnamespace and x.grantee = to_regrole(${ROLE})
    union all
    select format('revoke %s on schema public from', x.privilege_type)
    from pg_namespace n, aclexplode(n.nspacl) x where n.nspname = 'public' and x.grantee = to_regrole(${ROLE})
    order by 1
  `;
  return rows.map(({statement}) => `${statement} ${ROLE}`);
}

describe.each(['old', 'head'] as const)('with the application’s age "%s"', age => {
  const {url, sql: owner} = databases[age];
  let role: Pool;

  beforeAll(async () => {
    // As a careful administrator leaves it.
    await owner`revoke all on schema public from public`;
    await owner.unsafe(READER_TABLES[age]);
    await owner.unsafe(granted);
    await owner.unsafe(`alter role ${ROLE} password 'secret'`);
    const asRole = new URL(url);
    asRole.username = ROLE;
    asRole.password = 'secret';
    role = connect(asRole.href);
  });
  afterAll(() => role.end());

  /** The application's and the learners' part, beside whom Preheat works. */
  async function givenApplication(): Promise<void> {
    await emptyTables(owner);
    await givenPeople(owner, ['u1']);
    await givenPeople(owner, ['m1'], {role: 'mentor'});
    if (age === 'old') return;
    await givenApplicationRoadmap(owner, {id: 'r1', modules: [{title: 'One'}]});
    await givenSkeleton(owner, {id: 'sk1', stepTitle: 'One', moduleId: 'r1m1'});
  }

  /** All that Preheat does on the application's tables, as the role. */
  async function everything(): Promise<void> {
    await inspectContract(role);
    if (await hasApplicationRoadmaps(role)) await importFromApplication(role);
    else await givenCells(role, 'One');
    await plan(role, {emulated: false, variants: KEY_VARIANTS, filter: {}});
    await givenRun(role, {workflowId: 'demand', filter: {order: 'demand'}});
    const lessonId = await givenPublished(role, 1);
    await reconcile(role, {variants: KEY_VARIANTS});
    for (const voteType of ['upvote', 'downvote'] as const) {
      expect(await castVote(role, {lessonId, userId: 'u1', voteType, comment: ''})).toMatchObject({
        kind: 'voted',
      });
    }
    for (const status of ['needs_improvement', 'verified'] as const) {
      expect(
        await submitReview(role, {
          lessonId,
          mentorId: 'm1',
          status,
          feedback: 'Said.',
          expertiseArea: 'Python',
          reasons: [],
        }),
      ).toMatchObject({kind: 'reviewed'});
    }
    expect(await actOnLesson(role, {act: 'promote', lessonId, actor: ADMIN, reason: null})).toMatchObject({
      outcome: 'done',
    });
    await reconcile(role, {variants: KEY_VARIANTS});
    await refreshReviewQueue(role, {secondOpinionShare: 0});
    await addViews(role, new Map([[lessonId, 1]]));
    await findAccount(role, 'u1');
    await listUsers(role, 10);
  }

  test('a role with the documented rights migrates, makes lessons, and takes votes and verdicts', async () => {
    expect(await migrate(role)).not.toEqual([]);
    await givenApplication();
    await everything();
    expect(
      await owner`select from lessons_lessoncontent where approval_status = 'mentor_verified' and view_count + downvotes = 2`,
    ).toHaveLength(1);
    expect(await owner`select from lessons_lessoncontent`).toHaveLength(age === 'old' ? 2 : 3);
  });

  test.each([
    ['make a table', 'create table public.mine (id int)'],
    ['alter one', 'alter table lessons_lessoncontent add mine int'],
    ['index one', 'create index on lessons_lessoncontent (title)'],
    ['drop one', 'drop table lessons_lessonvote'],
    ['empty one', 'truncate lessons_lessonvote'],
    ['delete a lesson', 'delete from lessons_lessoncontent'],
    ['delete a vote', 'delete from lessons_lessonvote'],
    ['change an account', `update users set role = 'admin'`],
    ['read what it needs not', 'select email_verification_token from users'],
    ['change a lesson’s title', `update lessons_lessoncontent set title = ''`],
    ['move a vote', `update lessons_lessonvote set user_id = 'm1'`],
  ])('the role may not %s', async (_, statement) => {
    await expect(role.unsafe(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  test('each of the rights is needed', {timeout: 300_000}, async () => {
    const all = await rights(owner);
    expect(all.length).toBeGreaterThan(20);
    const unneeded: string[] = [];
    // Those that both ages share are tried in one of them.
    for (const revoke of all.filter(right => age === 'head' || right.includes('sequence'))) {
      await givenApplication();
      await owner.unsafe(revoke);
      const fault = await everything().then(
        () => null,
        (error: Error) => error.message,
      );
      if (!fault?.includes('permission denied')) unneeded.push(`${revoke}: ${fault}`);
      await owner.unsafe(granted);
      expect(await rights(owner)).toEqual(all);
    }
    expect(unneeded).toEqual([]);
    await givenApplication();
    await everything();
  });
});
