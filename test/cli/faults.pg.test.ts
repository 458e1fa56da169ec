import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test, vi} from 'vitest';
import {EMULATOR_API_KEY} from '../../config.ts';
import {givenCells} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {preheat} from '../support/preheat.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {url, sql} = await testDatabase();
const bare = await testDatabase({from: 'template1'});
const fresh = await testDatabase({from: 'template1'});
const strange = await testDatabase({from: 'template1'});
await strange.sql`create table lessons_lessoncontent (id int primary key, body text)`;
await givenCells(sql, 'Loops');

const folder = await mkdtemp(join(tmpdir(), 'preheat-faults-'));
const occupant = createServer();
await new Promise<void>(resolve => occupant.listen(0, '127.0.0.1', resolve));
const takenPort = (occupant.address() as AddressInfo).port;
afterAll(async () => {
  occupant.close();
  await rm(folder, {recursive: true});
});

/** Nothing listens on the ports 1 and 2. */
const NO_DATABASE = 'postgresql://preheat:secret@127.0.0.1:1/preheat';
const NO_TEMPORAL = '127.0.0.1:2';
const KEY = {GEMINI_API_KEY: EMULATOR_API_KEY};

type Fault = {
  what: string;
  args: string[];
  env: Record<string, string>;
  says: (string | RegExp)[];
  exitCode?: number;
};

const faults: Fault[] = [
  {
    what: 'the emulator would write into a database of somebody',
    args: ['up', '--exit'],
    env: {DATABASE_URL: url},
    says: ['DATABASE_URL is set and GEMINI_API_KEY is not', 'leave DATABASE_URL out'],
  },
  {
    what: 'there is no database',
    args: ['plan'],
    env: {},
    says: ['There is no database to use. Run `npm start` in another terminal, or set DATABASE_URL'],
  },
  {
    what: 'no database answers',
    args: ['plan'],
    env: {DATABASE_URL: NO_DATABASE},
    says: ['Nothing answers at 127.0.0.1:1. Start it, or correct DATABASE_URL.'],
  },
  {
    what: 'no database answers a worker',
    args: ['worker'],
    env: {DATABASE_URL: NO_DATABASE, ...KEY},
    says: ['Nothing answers at 127.0.0.1:1.'],
  },
  {
    what: 'the password is wrong',
    args: ['plan'],
    env: {DATABASE_URL: url.replace(/:[^:@]*@/, ':wrong@')},
    says: ['Postgres refuses the password. Correct DATABASE_URL.'],
  },
  {
    what: 'the database does not exist',
    args: ['plan'],
    env: {DATABASE_URL: url.replace(/[^/]*$/, 'no_such_database')},
    says: ['database "no_such_database" does not exist. Create it, or correct DATABASE_URL.'],
  },
  ...[['plan'], ['runs'], ['warm'], ['worker'], ['serve']].map(args => ({
    what: `the database is not migrated (${args[0]})`,
    args,
    env: {DATABASE_URL: bare.url, TEMPORAL_ADDRESS: NO_TEMPORAL, ...KEY},
    says: ['preheat migrate'],
  })),
  ...[['migrate'], ['up', '--exit']].map(args => ({
    what: `the database has the reader's tables in another shape (${args[0]})`,
    args,
    env: {
      DATABASE_URL: strange.url,
      TEMPORAL_ADDRESS: NO_TEMPORAL,
      ...KEY,
      PREHEAT_HOME: join(folder, `home-${args[0]}`),
    },
    says: [
      'lessons_lessoncontent.cache_key is missing',
      'lessons_lessoncontent.id is integer, expected bigint',
      'table users is missing',
      'Nothing was changed.',
    ],
  })),
  {
    what: 'there is no Temporal server',
    args: ['warm'],
    env: {DATABASE_URL: url, ...KEY},
    says: [
      'There is no Temporal server to use. Run `npm start` in another terminal, or set TEMPORAL_ADDRESS',
    ],
  },
  ...[['worker'], ['warm'], ['up', '--exit'], ['schedule', 'show']].map(args => ({
    what: `no Temporal server answers (${args[0]})`,
    args,
    env: {
      DATABASE_URL: url,
      TEMPORAL_ADDRESS: NO_TEMPORAL,
      ...KEY,
      PREHEAT_HOME: join(folder, `home-${args[0]}`),
    },
    says: [/No Temporal server answers at 127\.0\.0\.1:2 .*Start it, or correct TEMPORAL_ADDRESS\./],
  })),
  {
    what: 'a worker has no key',
    args: ['worker'],
    env: {DATABASE_URL: url, TEMPORAL_ADDRESS: NO_TEMPORAL},
    says: ['GEMINI_API_KEY is not set. Set it to a key of the Gemini API'],
  },
  {
    what: 'the price of the model is not known',
    args: ['worker'],
    env: {DATABASE_URL: url, TEMPORAL_ADDRESS: NO_TEMPORAL, ...KEY, GEMINI_MODEL: 'no-such-model'},
    says: ['No price is known for the model no-such-model. Set GEMINI_INPUT_USD_PER_MILLION'],
  },
  {
    what: 'the port is in use',
    args: ['serve'],
    env: {DATABASE_URL: url, PREHEAT_HTTP_PORT: `${takenPort}`},
    says: [`Port ${takenPort}`, 'PREHEAT_HTTP_PORT'],
  },
  {
    what: 'settings are faulty: all are named at once',
    args: ['plan'],
    env: {DATABASE_URL: 'mysql://x', PREHEAT_LANES: '0', PREHEAT_HTTP_PORT: '70000'},
    says: [
      'The environment has faulty settings:',
      'DATABASE_URL: must look like postgresql://',
      'PREHEAT_LANES: ',
      'PREHEAT_HTTP_PORT: ',
      'Correct or unset them',
    ],
  },
  {
    what: 'an option is unknown',
    args: ['warm', '--stile', 'video'],
    env: {},
    says: ["error: unknown option '--stile'", '--style', 'add --help'],
    exitCode: 2,
  },
  {
    what: 'a command is unknown',
    args: ['wram'],
    env: {},
    says: ["error: unknown command 'wram'", 'warm'],
    exitCode: 2,
  },
  {what: 'no command is given', args: [], env: {}, says: ['Usage: preheat', 'up', 'warm'], exitCode: 2},
  {
    what: 'a style is unknown',
    args: ['plan', '--style', 'audio'],
    env: {},
    says: ['audio', 'hands_on, video, reading, mixed'],
    exitCode: 2,
  },
  {
    what: 'a limit is no count',
    args: ['warm', '--limit', '0'],
    env: {},
    says: ['It must be a whole number of at least 1.'],
    exitCode: 2,
  },
  {
    what: 'a budget is no sum',
    args: ['warm', '--max-usd', 'much'],
    env: {},
    says: ['It must be a number of dollars above 0'],
    exitCode: 2,
  },
];

test.concurrent.each(faults)('where $what, one message says so', async ({args, env, says, exitCode = 1}) => {
  const ended = await preheat(args, env);

  expect(ended.exitCode).toBe(exitCode);
  for (const words of says) expect(ended.stderr).toMatch(words);
  expect(ended.stderr).not.toMatch(/^\s+at .*:\d+|secret/m);
  expect(ended.stderr.match(/^(preheat|error|Usage): /gm)).toHaveLength(1);
});

test('a database that was refused has nothing of Preheat in it', async () => {
  await preheat(['migrate'], {DATABASE_URL: strange.url});

  expect(
    await strange.sql`select from information_schema.schemata where schema_name = 'preheat'`,
  ).toHaveLength(0);
  expect(
    await strange.sql`select table_name from information_schema.tables where table_schema = 'public'`,
  ).toEqual([{tableName: 'lessons_lessoncontent'}]);
});

test.each([
  ['broken YAML', 'title: [Git', ['broken.yaml:1: YAML: ']],
  [
    'an unknown style',
    'title: Git\nsteps:\n  - title: Git Basics\n    styles: [audio]\n',
    ['broken.yaml:4: steps[0].styles[0]: ', 'audio'],
  ],
  [
    'no lessons',
    'title: Git\nsteps:\n  - title: Git Basics\n    lessons: 0\n',
    ['broken.yaml:4: steps[0].lessons: is 0'],
  ],
  [
    'an empty title and a step that is there twice',
    'title: ""\nsteps:\n  - title: Git Basics\n  - title: Git Basics\n',
    ['2 faults', 'broken.yaml:1: title: ', 'broken.yaml:4: steps[1].title: '],
  ],
])(
  'a file with %s is refused with the place, and the good file beside it is not imported either',
  async (_, text, says) => {
    await writeFile(join(folder, 'broken.yaml'), text);
    await writeFile(join(folder, 'good.yaml'), 'title: Docker\nsteps:\n  - title: Docker Images\n');

    const files = [join(folder, 'good.yaml'), join(folder, 'broken.yaml')];
    const {exitCode, stdout, stderr} = await preheat(['import', ...files], {DATABASE_URL: url});

    expect({exitCode, stdout}).toEqual({exitCode: 1, stdout: ''});
    for (const words of ['preheat: Nothing was imported', 'docs/roadmap-format.md', ...says]) {
      expect(stderr).toContain(words);
    }
    expect(await sql`select roadmap_key from preheat.roadmap`).toEqual([{roadmapKey: 'r'}]);
    expect(await sql`select step_title from preheat.cell`).toEqual([{stepTitle: 'Loops'}]);
  },
);

test('a file that is not there is named', async () => {
  const file = join(folder, 'absent.yaml');

  const {exitCode, stderr} = await preheat(['import', file], {DATABASE_URL: url});

  expect({exitCode, stderr}).toEqual({exitCode: 1, stderr: `preheat: There is no file ${file}.\n`});
});

test('a database that lacks the schema gets it, once', async () => {
  const first = await preheat(['migrate'], {DATABASE_URL: fresh.url});
  expect(first).toMatchObject({exitCode: 0, stderr: ''});
  expect(first.stdout).toMatch(/^Applied: 000001_reader_contract, /);

  expect(await preheat(['migrate'], {DATABASE_URL: fresh.url})).toMatchObject({
    exitCode: 0,
    stdout: 'The database is up to date.\n',
  });
});
