import {connectApi} from '../api/pool.ts';
import {startServer} from '../api/server.ts';
import {lessonRequester} from '../cli/lesson-requests.ts';
import {cacheKey} from '../domain/cells.ts';
import {hashPassword} from '../domain/passwords.ts';
import type {Pool} from '../sql/client.ts';
import {countCoverage} from '../sql/queries/coverage.ts';
import {importRoadmaps} from '../sql/queries/roadmaps.ts';
import {addUser} from '../sql/queries/users.ts';
import {millionCells} from './million-cells.ts';
import {benchDatabase, benchStack, pause, report, say, seconds} from './stack.ts';
import {cpuSeconds, startServeProcess, startWorkerProcess} from './worker-process.ts';

const REQUESTS_PER_SECOND = 200;
const SECONDS = 10;
const CACHED_CELLS = 40_000;
const WARM_UP_REQUESTS = 1_000;
const ROUNDS = 40;
const CALLERS = 1_000;
const MODEL_MS = 2_000;
const PASSWORD = 'a password of the bench';

/** Sends a document with a session. */
export type Ask = (query: string, variables?: object) => Promise<unknown>;

/** The console's pages at a million cells. */
export async function benchPages(): Promise<void> {
  say('\nThe API over 1,000,000 cells');
  await using stack = new AsyncDisposableStack();
  const {pool, url} = await benchDatabase(stack);
  await millionCells(pool, {missingCount: 1_000});
  const start = performance.now();
  await countCoverage(pool, {emulated: false, maxAgeMs: 0});
  report('counting the coverage', `${seconds(start).toFixed(1)} s`);

  const apiPool = connectApi(url);
  stack.defer(() => apiPool.end());
  const server = await startServer({pool: apiPool, port: 0, emulated: false, log: say});
  stack.defer(() => server.stop());
  const ask = await signedIn(pool, server.url);
  await measure('coverage totals', '< 150 ms', () =>
    ask(
      '{ coverage { asOf total { cellCount served share weightedShare } byStyle { style counts { served } } } }',
    ),
  );
  const steps = (round: number) =>
    ask(
      `query ($first: Int, $after: String) { steps(roadmapKey: "bench", first: $first, after: $after) {
        nodes { title cells { cellId style state lessonId approvalStatus } } } }`,
      {first: 100, after: Buffer.from(`${round * 5_000},${round * 5_000}`).toString('base64url')},
    );
  await measure('a page of 100 steps with 400 cells', '< 100 ms', steps);
  await measure('a page of 100 cells of one roadmap', '< 100 ms', () =>
    ask(
      'query ($first: Int) { cells(filter: {roadmapKeys: ["bench"]}, first: $first) { nodes { cellId } } }',
      {
        first: 100,
      },
    ),
  );
  await measure('a page of cells by a rare word', '< 1,000 ms', () =>
    ask('query ($first: Int) { cells(filter: {text: "step 249999"}, first: $first) { nodes { cellId } } }', {
      first: 100,
    }),
  );
  await measure('a page of 100 missing cells', '< 100 ms', () =>
    ask(
      `query ($first: Int) { cells(filter: {states: [missing]}, first: $first) { nodes { cellId state } } }`,
      {
        first: 100,
      },
    ),
  );
}

/** A lesson that is there, at a steady rate, and the same rows asked for without the API. */
export async function benchCached(): Promise<void> {
  say(`\nA lesson that is there, at ${REQUESTS_PER_SECOND} requests a second`);
  await using stack = new AsyncDisposableStack();
  const {pool: owner, url: databaseUrl} = await benchDatabase(stack);
  await millionCells(owner, {missingCount: 0, cellCount: CACHED_CELLS});
  const pool = connectApi(databaseUrl);
  stack.defer(() => pool.end());
  // As it is on any day but that of a first import.
  await owner`vacuum analyze`;
  await owner`checkpoint`;
  const server = await startServeProcess({databaseUrl});
  stack.defer(() => server.stop());
  const titleOf = (request: number) => `Step ${1_000 + (request % 1_000)}`;
  const bare = await atRate(
    request => pool`
      select * from lessons_lessoncontent where cache_key = ${cacheKey(titleOf(request), 1, 'reading')}
      order by upvotes desc, approval_status desc, generated_at desc limit 1
    `,
  );
  const query =
    'query ($t: String!) { lessons { getOrGenerateLesson(stepTitle: $t, learningStyle: "reading") { wasCached lesson { id title content } } } }';
  const once = async (request: number) => {
    const answer = await post(server.said, {query, variables: {t: titleOf(request)}});
    if (!JSON.stringify(answer).includes('"wasCached":true')) throw new Error(JSON.stringify(answer));
  };
  // Before the code is compiled, requests pile up, and what is measured is the pile.
  for (let request = 0; request < WARM_UP_REQUESTS; request += 1) await once(request);
  const usedS = cpuSeconds(server.pid);
  const api = await atRate(once);
  const cpuMs = (1_000 * (cpuSeconds(server.pid) - usedS)) / api.length;
  report('bare query, p50 and p99', `${figures(bare, 0.5)} / ${figures(bare, 0.99)} ms`);
  report('through the API, p50 and p99', `${figures(api, 0.5)} / ${figures(api, 0.99)} ms`, 'p99 < 15 ms');
  report('  processor time of the server a request', `${cpuMs.toFixed(1)} ms`);
  report('  p99 beside the bare query', `${(quantile(api, 0.99) / quantile(bare, 0.99)).toFixed(1)} x`);
}

/** Many learners who all open the same lesson, which nobody has made yet. */
export async function benchCrowd(): Promise<void> {
  say(`\n${CALLERS.toLocaleString('en-US')} callers at once for one missing lesson`);
  await using stack = new AsyncDisposableStack();
  const {pool, config, emulator, url, temporal} = await benchStack(stack);
  emulator.configure({latency: {ms: MODEL_MS, spreadMs: 0}});
  const step = {title: 'Loops', description: '', difficulty: 'beginner' as const, lessonCount: 1};
  await importRoadmaps(pool, [
    {id: 'r', title: 'R', description: '', category: '', steps: [{...step, styles: ['reading']}]},
  ]);
  const worker = await startWorkerProcess({
    databaseUrl: url,
    temporalAddress: temporal.address,
    geminiUrl: emulator.url,
  });
  stack.defer(() => worker.stop());
  const apiPool = connectApi(url);
  stack.defer(() => apiPool.end());
  const requests = lessonRequester(config, apiPool);
  stack.defer(() => requests.close());
  const server = await startServer({
    pool: apiPool,
    port: 0,
    emulated: true,
    requestLesson: requests.requestLesson,
    log: say,
  });
  stack.defer(() => server.stop());
  const ask = await signedIn(pool, server.url);
  const query =
    '{ lessons { getOrGenerateLesson(stepTitle: "Loops", learningStyle: "reading") { success wasCached lesson { id } } } }';
  const start = performance.now();
  const answers = await Promise.all(Array.from({length: CALLERS}, () => ask(query)));
  report('all answered after', `${seconds(start).toFixed(1)} s`);
  const served = answers.filter(answer => JSON.stringify(answer).includes('"success":true'));
  report('answers with the lesson', `${served.length}`, `${CALLERS}`);
  report('model calls', `${emulator.ledger().length}`, '1');
}

/** Measures a request that is made again and again. */
export async function measure(
  what: string,
  target: string,
  work: (round: number) => Promise<unknown>,
): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work(round);
    times.push(performance.now() - start);
  }
  report(`${what}, p50 and p95`, `${figures(times, 0.5)} / ${figures(times, 0.95)} ms`, `p95 ${target}`);
}

/** Starts a request every so often, whether or not those before have ended. Returns their times in milliseconds. */
async function atRate(work: (request: number) => PromiseLike<unknown>): Promise<number[]> {
  const times: number[] = [];
  const start = performance.now();
  const timed = async (request: number) => {
    const dueMs = start + (request * 1_000) / REQUESTS_PER_SECOND;
    await pause(Math.max(0, dueMs - performance.now()));
    const sentMs = performance.now();
    await work(request);
    times.push(performance.now() - sentMs);
  };
  await Promise.all(
    Array.from({length: REQUESTS_PER_SECOND * SECONDS}, async (_, request) => timed(request)),
  );
  return times;
}

/** What asks with the session of a new administrator. */
export async function signedIn(pool: Pool, url: string): Promise<Ask> {
  const email = 'bench@example.org';
  const passwordHash = await hashPassword(PASSWORD);
  await addUser(pool, {email, username: 'bench', role: 'admin', passwordHash});
  const response = await send(url, {
    query:
      'mutation ($email: String!, $password: String!) { signIn(login: $email, password: $password) { success } }',
    variables: {email, password: PASSWORD},
  });
  const [cookie = ''] = response.headers.getSetCookie()[0]?.split(';', 1) ?? [];
  return async (query, variables = {}) => post(url, {query, variables}, {cookie, 'x-preheat-csrf': '1'});
}

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<unknown> {
  const answer = (await (await send(url, body, headers)).json()) as {errors?: unknown};
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer;
}

const send = (url: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {'content-type': 'application/json', ...headers},
    body: JSON.stringify(body),
  });

const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

const figures = (times: readonly number[], share: number): string => quantile(times, share).toFixed(0);
