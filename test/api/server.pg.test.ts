import {afterEach, expect, test} from 'vitest';
import {startServer} from '../../api/server.ts';
import {connect} from '../../sql/client.ts';
import {markRunWaiting} from '../../sql/queries/runs.ts';
import {givenCells, givenRun} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();
/** Nothing listens there. */
const absent = connect('postgresql://preheat:secret@127.0.0.1:1/preheat', {maxConnections: 1});

/** What the server told its log. */
const logged: string[] = [];
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function givenServer({pool = sql, emulated = false, port = 0} = {}): Promise<string> {
  const server = await startServer({pool, port, emulated, log: line => logged.push(line)});
  stops.push(() => server.stop());
  return server.url;
}

test('it listens on loopback only', async () => {
  expect(await givenServer()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('it is alive without a database, and ready only with one', async () => {
  const [withDatabase, without] = [await givenServer(), await givenServer({pool: absent})];

  expect((await fetch(`${without}/healthz`)).status).toBe(200);
  const ready = await fetch(`${withDatabase}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, {status: 'ok'}]);
  const notReady = await fetch(`${without}/readyz`);
  expect([notReady.status, await notReady.json()]).toEqual([
    503,
    {status: 'unavailable', message: 'The database does not answer.'},
  ]);
});

test.each(['/', '/status.json'])('a fault behind %s is answered without its details', async path => {
  const answer = await fetch(`${await givenServer({pool: absent})}${path}`);

  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|secret/);
  expect(logged.at(-1)).toMatch(new RegExp(`^GET ${path} failed: .*ECONNREFUSED`));
});

test('coverage and runs are told as JSON and as a page whose words cannot become markup', async () => {
  await givenCells(sql, 'Loops', 'Lists');
  const runId = await givenRun(sql);
  const message = `<img src=x onerror="alert('1')"> & more`;
  await markRunWaiting(sql, {runId, wait: {cause: 'minute_quota', message, untilMs: Date.now() + 60_000}});
  const url = await givenServer({emulated: true});

  expect(await (await fetch(`${url}/status.json`)).json()).toMatchObject({
    emulated: true,
    coverage: {cellCount: 2, unserved: [{style: 'reading', state: 'missing', cellCount: 2}], stale: []},
    runs: [{runId, state: 'waiting', cause: 'minute_quota', causeMessage: message, wantedCount: 2}],
  });
  const page = await fetch(url);
  const html = await page.text();
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more');
  expect(html).not.toContain('<img');
  expect(html).toContain('<strong>0</strong> of 2 cells are served');
  expect(html).toContain('The Gemini emulator writes the lessons');
  expect(html).toContain('<meta http-equiv="refresh"');
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  });
});

test('a real model is not called an emulator', async () => {
  expect(await (await fetch(await givenServer())).text()).not.toContain('emulator');
});

test('a port in use is named, with what to do', async () => {
  const port = Number(new URL(await givenServer()).port);

  await expect(givenServer({port})).rejects.toThrow(
    `Port ${port} of 127.0.0.1 is in use. Stop what uses it, or choose another one with PREHEAT_HTTP_PORT.`,
  );
});
