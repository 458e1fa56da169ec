import {beforeEach, expect, test, vi} from 'vitest';
import {KEY_PREFIX} from '../../sql/queries/application-roadmaps.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {emptyTables, roadmap, step} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {preheat} from '../support/preheat.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {url, sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [
    roadmap('python', [step('Loops'), step('Lists')]),
    roadmap('rust', [step('Loops')]),
    roadmap(`${KEY_PREFIX}7`, [step('Theirs')]),
  ]);
});

const roadmaps = (...args: string[]) => preheat(['roadmaps', ...args], {DATABASE_URL: url});
const archived = async () =>
  (await sql`select step_title from preheat.cell where archived_at is not null`).map(row => row['stepTitle']);
const done = (stdout: string) => ({exitCode: 0, stderr: '', stdout});

test('a roadmap is archived with its own cells, and restored; again, nothing changes', async () => {
  const archive = () => roadmaps('archive', 'python', '--reason', ' Old. ');
  expect(await archive()).toMatchObject(
    done(
      'Roadmap "python" is archived; its lessons stay, and are served. Cells that were archived with it: 1.\n',
    ),
  );
  expect(await archived()).toEqual(['Lists']);
  expect(await archive()).toMatchObject(done('Roadmap "python" is archived already. Nothing has changed.\n'));

  expect(await roadmaps('restore', 'python')).toMatchObject(
    done('Roadmap "python" is back. Cells that are wanted again: 1.\n'),
  );
  expect(await archived()).toEqual([]);
  expect(await roadmaps('restore', 'python')).toMatchObject(
    done('Roadmap "python" is not archived. Nothing has changed.\n'),
  );
  expect(
    await sql`select actor, actor_role, action, reason from preheat.audit_event order by audit_event_id`,
  ).toEqual([
    {actor: 'cli', actorRole: 'admin', action: 'archive_roadmap', reason: 'Old.'},
    {actor: 'cli', actorRole: 'admin', action: 'restore_roadmap', reason: null},
  ]);
});

test.each([
  ['none', 'There is no roadmap "none". `preheat plan --json` lists the keys.'],
  [`${KEY_PREFIX}7`, "This roadmap is the learning application's own: archive or change it there"],
])('%s is refused in words, and nothing changes', async (key, words) => {
  for (const act of ['archive', 'restore']) {
    const {exitCode, stderr} = await roadmaps(act, key);
    expect({exitCode, stderr}).toEqual({exitCode: 1, stderr: expect.stringContaining(words) as unknown});
  }
  expect(await archived()).toEqual([]);
  expect(await sql`select from preheat.audit_event`).toEqual([]);
});
