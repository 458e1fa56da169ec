import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {brotliCompressSync} from 'node:zlib';
import {expect, onTestFinished, test} from 'vitest';
import {connectApi} from '../../api/pool.ts';
import {startServer} from '../../api/server.ts';
import {DEFAULT_STALENESS} from '../../domain/staleness.ts';
import {connect} from '../../sql/client.ts';
import {markRunWaiting} from '../../sql/queries/runs.ts';
import {emptyTables, givenCells, givenRun, untilWaiting} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, logged, signedIn} from './givens.ts';

const {sql, url: databaseUrl} = await testDatabase();
endServersAfterEach();
/** As Vite writes it. */
async function givenConsoleFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'preheat-console-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<title>The console</title>');
  await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'assets', 'app-1.js'), 'run()');
  await writeFile(join(folder, 'assets', 'app-1.js.br'), brotliCompressSync('run()'));
  return folder;
}

/** Nothing listens there. */
const connectNowhere = () => connect('postgresql://preheat:secret@127.0.0.1:1/preheat', {maxConnections: 1});
const absent = connectNowhere();

test('it listens on loopback only', async () => {
  expect(await givenServer({pool: sql})).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('it is alive without a database, and ready only with one', async () => {
  const [withDatabase, without] = [await givenServer({pool: sql}), await givenServer({pool: absent})];

  expect((await fetch(`${without}/healthz`)).status).toBe(200);
  const ready = await fetch(`${withDatabase}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, {status: 'ok'}]);
  const notReady = await fetch(`${without}/readyz`);
  expect([notReady.status, await notReady.json()]).toEqual([
    503,
    {status: 'unavailable', message: 'The database does not answer.'},
  ]);
});

test.each(['/status', '/status.json'])('a fault behind %s is answered without its details', async path => {
  const answer = await fetch(`${await givenServer({pool: absent})}${path}`);

  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|secret/);
  expect(logged.at(-1)).toMatch(new RegExp(`^GET ${path} failed: .*ECONNREFUSED`));
});

test('whoever goes away before the answer is no failure', async () => {
  const url = await givenServer({pool: sql});
  const gone = new AbortController();
  await sql.begin(async lock => {
    await lock`lock table lessons_lessoncontent`;
    const asked = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({query: POPULAR}),
      signal: gone.signal,
    });
    await untilWaiting(sql);
    gone.abort();
    await expect(asked).rejects.toThrow(/aborted/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  expect(logged).toEqual([]);
});

test('coverage and runs are told as JSON and as a page whose words cannot become markup', async () => {
  await givenCells(sql, 'Loops', 'Lists');
  const runId = await givenRun(sql);
  const message = `<img src=x onerror="alert('1')"> & more`;
  await markRunWaiting(sql, {runId, wait: {cause: 'minute_quota', message, untilMs: Date.now() + 60_000}});
  const url = await givenServer({pool: sql, emulated: true});

  expect(await (await fetch(`${url}/status.json`)).json()).toMatchObject({
    emulated: true,
    coverage: {cellCount: 2, unserved: [{style: 'reading', state: 'missing', cellCount: 2}], stale: []},
    runs: [{runId, state: 'waiting', cause: 'minute_quota', causeMessage: message, wantedCount: 2}],
  });
  const html = await (await fetch(`${url}/status`)).text();
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more');
  expect(html).not.toContain('<img');
  expect(html).toContain('<strong>0</strong> of 2 cells are served');
  expect(html).toContain('The Gemini emulator writes the lessons');
  expect(html).toContain('<meta http-equiv="refresh"');
});

test('a real model is not called an emulator', async () => {
  expect(await (await fetch(`${await givenServer({pool: sql})}/status`)).text()).not.toContain('emulator');
});

test('stale lessons are counted as the configuration asks, as `preheat plan` does', async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
  await givenPublished(sql, 1, {promptVersion: '2020-01-01'});
  const staleness = {...DEFAULT_STALENESS, minPromptVersion: '2020-01-02'};
  const staleOf = async (url: string) =>
    ((await (await fetch(`${url}/status.json`)).json()) as {coverage: {stale: unknown}}).coverage.stale;

  expect(await staleOf(await givenServer({pool: sql, staleness}))).toEqual([
    {style: 'reading', reason: 'prompt', cellCount: 1},
  ]);
  expect(await staleOf(await givenServer({pool: sql}))).toEqual([]);
});

test.each(['/status', '/graphql', '/nowhere'])('a browser runs nothing that %s did not name', async path => {
  const {headers} = await fetch(`${await givenServer({pool: sql})}${path}`);

  expect(Object.fromEntries(headers)).toMatchObject({
    'content-security-policy': expect.stringMatching(
      /^default-src 'none';style-src 'sha256-[^']+';form-action 'self';base-uri 'none';frame-ancestors 'none'$/,
    ) as string,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  expect(headers.get('x-powered-by')).toBe(null);
});

test('while the console is not built, its address leads to the page without script', async () => {
  const url = await givenServer({pool: sql});
  const answer = await fetch(url, {redirect: 'manual'});

  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/status']);
  for (const path of ['/assets/app.js', '/icon.svg', '/runs/1'])
    expect((await fetch(`${url}${path}`, {headers: {accept: 'text/html'}})).status).toBe(404);
});

test('a built console is served from then on: its page at every address of a page, its files for good', async () => {
  let built: string | null = null;
  const url = await givenServer({pool: sql, consoleFolder: () => built});
  expect((await fetch(url)).url).toBe(`${url}/status`);
  built = await givenConsoleFolder();

  for (const path of ['/', '/runs/12?tab=errors']) {
    const page = await fetch(`${url}${path}`, {headers: {accept: 'text/html,*/*'}});
    expect([page.status, await page.text()]).toEqual([200, '<title>The console</title>']);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;/,
    );
  }
  const file = await fetch(`${url}/assets/app-1.js`, {headers: {'accept-encoding': 'br'}});
  expect([file.headers.get('content-encoding'), file.headers.get('cache-control')]).toEqual([
    'br',
    'public, max-age=31536000, immutable',
  ]);
  expect(await file.text()).toBe('run()');
  expect((await fetch(`${url}/icon.svg`)).headers.get('cache-control')).toBe('no-cache');
});

test('what is no page and no file of the console is not there', async () => {
  const folder = await givenConsoleFolder();
  const url = await givenServer({pool: sql, consoleFolder: () => folder});

  expect((await fetch(`${url}/runs/12`, {headers: {accept: 'application/json'}})).status).toBe(404);
  expect((await fetch(`${url}/runs/12`, {method: 'POST', headers: {accept: 'text/html'}})).status).toBe(404);
  expect((await fetch(`${url}/assets/old.js`, {headers: {accept: 'text/html'}})).status).toBe(404);
  const outside = await fetch(`${url}/assets/..%2findex.html`, {headers: {accept: '*/*'}});
  expect(await outside.text()).not.toContain('console');
});

test('requests, errors, runs and connections are measured', async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
  await givenRun(sql);
  const url = await givenServer({pool: connectedAs('preheat api')});
  await ask(url, '{ nope }');
  const metrics = await (await fetch(`${url}/metrics`)).text();

  expect(metrics).toMatch(
    /preheat_http_request_duration_seconds_count\{method="POST",route="\/graphql",status="200"\} 1/,
  );
  expect(metrics).toContain('preheat_graphql_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1');
  expect(metrics).toContain('preheat_runs{state="running"} 1');
  expect(metrics).toMatch(/preheat_database_connections\{state="\w+"\} [1-9]/);
  expect(metrics).toContain('preheat_database_up 1');
  expect(metrics).toContain('process_cpu_seconds_total');
});

const opened: ReturnType<typeof connect>[] = [];
function connectedAs(applicationName: string) {
  const pool = connect(databaseUrl, {applicationName, maxConnections: 2});
  opened.push(pool);
  return pool;
}

test('what was measured is told without the database as well', async () => {
  const metrics = await fetch(`${await givenServer({pool: absent})}/metrics`);

  expect(metrics.status).toBe(200);
  expect(await metrics.text()).toContain('preheat_database_up 0');
});

test('a port in use is named, with what to do', async () => {
  const port = Number(new URL(await givenServer({pool: sql})).port);

  await expect(givenServer({pool: sql, port})).rejects.toThrow(
    `Port ${port} of 127.0.0.1 is in use. Stop what uses it, or choose another one with PREHEAT_HTTP_PORT.`,
  );
});

const POST = {method: 'POST', headers: {'content-type': 'application/json'}};

test.each([
  ['no JSON', {...POST, body: '{'}, 400, 'BAD_REQUEST'],
  [
    'a form',
    {method: 'POST', body: new URLSearchParams({query: '{ me { id } }'})},
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a text',
    {method: 'POST', headers: {'content-type': 'text/plain'}, body: '{"query":"{ me { id } }"}'},
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a document itself',
    {method: 'POST', headers: {'content-type': 'application/graphql'}, body: '{ me { id } }'},
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['too much', {...POST, body: JSON.stringify({query: 'x'.repeat(300_000)})}, 413, 'TOO_LARGE'],
  ['several documents at once', {...POST, body: '[{"query":"{ me { id } }"}]'}, 400, 'BAD_REQUEST'],
])('%s is refused', async (_what, request, status, code) => {
  const answer = await fetch(`${await givenServer({pool: sql})}/graphql`, request);
  const {errors} = (await answer.json()) as {errors: {message: string; extensions: {code: string}}[]};

  expect(answer.status).toBe(status);
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions.code).toBe(code);
  expect(logged).toEqual([]);
});

test.each(['application/json', 'text/event-stream'])('a query cannot be sent with GET (%s)', async accept => {
  const answer = await fetch(`${await givenServer({pool: sql})}/graphql?query={me{id}}`, {headers: {accept}});

  expect(answer.status).toBe(405);
  expect(await answer.text()).toContain('METHOD_NOT_ALLOWED');
});

const repeated = (count: number, part: (index: number) => string) =>
  Array.from({length: count}, (_, index) => part(index)).join(' ');

const LESSON =
  'id title content description upvotes downvotes cacheKey createdBy sourceType viewCount netVotes';

test.each([
  ['deep', `{ ${'lessons { '.repeat(10)}__typename${' }'.repeat(10)} }`, /depth/i],
  [
    'dear',
    `{ ${repeated(15, index => `a${index}: lessons { getLessonVersions(stepTitle: "a", learningStyle: "b") { versions { ${LESSON} } } }`)} }`,
    /cost/i,
  ],
  ['full of aliases', `{ ${repeated(16, index => `a${index}: me { id }`)} }`, /alias/i],
  ['full of directives', `{ me { id ${'@include(if: true) '.repeat(21)} } }`, /directive/i],
  ['long', `{ me { ${'id '.repeat(2_001)} } }`, /token/i],
])('a document that is too %s is refused before it is answered', async (_what, query, message) => {
  const {data, errors} = await ask(await givenServer({pool: sql}), query);

  expect(data ?? null).toBe(null);
  expect(errors?.[0]?.message).toMatch(message);
  expect(logged).toEqual([]);
});

const INTROSPECTIONS = ['{ __schema { queryType { name } } }', '{ __type(name: "Query") { name } }'];

test.each(INTROSPECTIONS)('%s is for administrators, whoever asked the same before', async query => {
  const url = await givenServer({pool: sql});
  const [{email: admin}, {email: moderator}] = [
    await givenUser(sql, {role: 'admin'}),
    await givenUser(sql, {role: 'moderator'}),
  ];
  const codeFor = async (headers: Record<string, string>) =>
    (await ask(url, query, {headers})).errors?.[0]?.extensions['code'];

  const [asAdmin, asModerator] = [await signedIn(url, admin), await signedIn(url, moderator)];
  expect(await codeFor({})).toBe('FORBIDDEN');
  expect(await codeFor({...asAdmin})).toBe(undefined);
  expect(await codeFor({...asModerator})).toBe('FORBIDDEN');
  expect(await codeFor({})).toBe('FORBIDDEN');
});

test('where it is configured, everybody may ask for the schema', async () => {
  const url = await givenServer({pool: sql, settings: {introspection: true}});

  expect((await ask(url, INTROSPECTIONS[0]!)).data?.['__schema']).toBeDefined();
});

test('a name that is nearly right is not completed', async () => {
  const {errors} = await ask(
    await givenServer({pool: sql}),
    '{ lesson { getLessonById(lessonId: 1) { id } } }',
  );

  expect(errors?.[0]?.message).not.toMatch(/did you mean/i);
});

const POPULAR = '{ lessons { getPopularLessons { id } } }';

test('a database that is away is told as that, and the log has the rest', async () => {
  const {status, errors} = await ask(await givenServer({pool: absent}), POPULAR);

  expect(status).toBe(200);
  const [error] = errors ?? [];
  expect(error?.extensions['code']).toBe('UNAVAILABLE');
  expect(JSON.stringify(error)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|secret|stack/);
  expect(logged).toEqual([expect.stringContaining(`${error?.extensions['id'] as string} UNAVAILABLE`)]);
});

test.each([
  ['a session', {cookie: 'preheat_session=x', 'x-preheat-csrf': '1'}],
  ['a token', {authorization: 'Bearer preheat_x'}],
])('whoever asks with %s is told so too, though nobody knows who it is', async (_what, headers) => {
  // Of its own: one that failed before waits longer with each try.
  const answer = await ask(await givenServer({pool: connectNowhere()}), POPULAR, {headers});

  const [error] = answer.errors ?? [];
  expect([answer.status, answer.errors?.length, error?.extensions['code']]).toEqual([503, 1, 'UNAVAILABLE']);
  expect(JSON.stringify(answer)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|secret|stack/);
  expect(logged).toEqual([expect.stringContaining(`${error?.extensions['id'] as string} UNAVAILABLE`)]);
});

test('a fault of ours is told without its inside', async () => {
  await sql`alter table preheat.lesson_version rename to renamed`;
  try {
    const {errors} = await ask(await givenServer({pool: sql}), POPULAR);

    const [error] = errors ?? [];
    expect(error?.extensions['code']).toBe('INTERNAL');
    expect(JSON.stringify(error)).not.toMatch(/lesson_version|relation|sql/i);
    expect(logged).toEqual([expect.stringContaining(`${error?.extensions['id'] as string} INTERNAL`)]);
    expect(logged[0]).toContain('lesson_version');
  } finally {
    await sql`alter table preheat.renamed rename to lesson_version`;
  }
});

test('a fault of ours in the look for who asks is told in the same way', async () => {
  await sql`alter table preheat.session rename to renamed`;
  try {
    const headers = {cookie: 'preheat_session=x', 'x-preheat-csrf': '1'};
    const {status, errors} = await ask(await givenServer({pool: sql}), POPULAR, {headers});

    const [error] = errors ?? [];
    expect([status, error?.extensions['code']]).toEqual([500, 'INTERNAL']);
    expect(JSON.stringify(error)).not.toMatch(/session|relation|sql/i);
    expect(logged).toEqual([expect.stringContaining(`${error?.extensions['id'] as string} INTERNAL`)]);
  } finally {
    await sql`alter table preheat.renamed rename to session`;
  }
});

test('a statement that takes too long is ended, and told as that', async () => {
  const pool = connectApi(databaseUrl);
  opened.push(pool);
  const [{timeout}] = await pool<[{timeout: string}]>`select current_setting('statement_timeout') as timeout`;
  expect(timeout).toBe('10s');
  const hastyPool = connect(databaseUrl, {maxConnections: 1});
  opened.push(hastyPool);
  // Not in the address: a look of the driver's own, which nobody waits for, would be under it too.
  await hastyPool`set statement_timeout = 50`;
  await sql.begin(async db => {
    await db`lock table lessons_lessoncontent in access exclusive mode`;
    const {errors} = await ask(await givenServer({pool: hastyPool}), POPULAR);
    expect(errors?.[0]?.extensions['code']).toBe('TIMEOUT');
  });
});

test('a stop lets a request in flight end, and takes no other', async () => {
  const server = await startServer({pool: sql, port: 0, emulated: false, log: line => logged.push(line)});
  let stopped: Promise<void> = Promise.resolve();
  const answer = await sql.begin(async db => {
    await db`lock table lessons_lessoncontent in access exclusive mode`;
    const pending = ask(server.url, POPULAR);
    await untilWaiting(sql);
    stopped = server.stop();
    await expect(fetch(`${server.url}/healthz`, {headers: {connection: 'close'}})).rejects.toThrow(
      'fetch failed',
    );
    return {pending};
  });

  expect(await answer.pending).toMatchObject({status: 200, data: {lessons: {getPopularLessons: []}}});
  await stopped;
});
