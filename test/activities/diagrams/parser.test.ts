import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Worker} from 'node:worker_threads';
import {afterAll, expect, onTestFinished, test, vi} from 'vitest';
import {createDiagramParser, type DiagramParser} from '../../../activities/diagrams/index.ts';
import {BAD, GOOD, OTHER_TYPES} from './samples.ts';

const PATH = 'diagrams[0].mermaid_code';

const parser = createDiagramParser();
afterAll(() => parser.close());

/** The messages about one diagram. */
async function said(code: string, type: string | null = null, by = parser): Promise<string[]> {
  const findings = await by.check([{path: PATH, type, code}]);
  return findings.map(({message}) => message);
}

/** Front matter with a title of a thousand million characters, in few words. */
function bomb(): string {
  const tenfold = (one: string): string => `[${Array.from({length: 10}, () => one).join(',')}]`;
  const levels = Array.from(
    {length: 8},
    (_, level) => `x${level + 1}: &x${level + 1} ${tenfold(`*x${level}`)}`,
  );
  return ['---', `x0: &x0 ${tenfold('a'.repeat(1000))}`, ...levels, 'title: *x5', '---', 'flowchart TD'].join(
    '\n',
  );
}

test.each(Object.entries(GOOD))('a good diagram of the type %s is fine', async (type, code) => {
  expect(await said(code, type)).toEqual([]);
});

test.each(BAD)('a bad diagram of the type %s: %j', async (type, code, end) => {
  expect(await parser.check([{path: PATH, type, code}])).toEqual([
    {check: 'diagram', severity: 'error', message: `${PATH} does not parse as Mermaid${end}`},
  ]);
});

test.each([
  ['older keywords', 'flowchart', 'graph LR\n  a --> b'],
  ['older keywords', 'state', 'stateDiagram\n  [*] --> a'],
  ['newer keywords', 'class', 'classDiagram-v2\n  class A'],
  ['a comment first', 'er', '%% entities\nerDiagram\n  A ||--|| B : has'],
])('%s are of the type %s', async (_, type, code) => {
  expect(await said(code, type)).toEqual([]);
});

test('a diagram of another type than it is said to be is an error', async () => {
  expect(await said(GOOD.er, 'class')).toEqual([
    `${PATH} is said to be of type class, but its code is of type er.`,
  ]);
  expect(await said('pie\n  "Dogs": 3', 'flowchart')).toEqual([
    `${PATH} is said to be of type flowchart, but its code is of type pie.`,
  ]);
});

test.each(Object.entries(OTHER_TYPES))('where no type is said, %s may stand', async (type, code) => {
  expect(await said(code)).toEqual([]);
  // It was read as what it is, not passed over.
  expect(await said(code, 'none')).toEqual([expect.stringContaining(`its code is of type ${type}.`)]);
});

test.each([
  ['comments and what is blank before them', 'flowchart TD\n%% one\n\n\n  %% two\n  a[(', 6],
  ['blank lines at the beginning', '\n \nflowchart TD\n  a[(', 4],
  ['blank lines in between', 'flowchart TD\n\n\n  a[(', 4],
  ['lines of Windows', 'flowchart TD\r\n  b\r\n  a[(', 3],
  ['front matter', '---\ntitle: A\n---\n\nflowchart TD\n  a[(', 6],
])('the line is counted in the code as it is written, with %s', async (_, code, line) => {
  expect((await said(code)).at(-1)).toContain(`at line ${line} ("a[("): unexpected end of the code`);
});

test('each of several diagrams has its findings, in the order of the diagrams, whoever asks at the same time', async () => {
  const checks = Array.from({length: 4}, (_, asker) =>
    parser.check([
      {path: `${asker}.first`, type: 'class', code: GOOD.flowchart},
      {path: `${asker}.second`, type: 'er', code: GOOD.er},
      {path: `${asker}.third`, type: 'state', code: 'nothing'},
    ]),
  );
  const findings = await Promise.all(checks);
  expect(findings.map(one => one.map(({message}) => message.split(' ')[0]))).toEqual(
    checks.map((_, asker) => [`${asker}.first`, `${asker}.third`]),
  );
});

test('nothing of a browser is left in the process that asks', async () => {
  await said(GOOD.class);
  expect('window' in globalThis || 'document' in globalThis).toBe(false);
});

test('a diagram that hangs is an error, and the next one is read', async () => {
  const impatient = createDiagramParser({timeoutMs: 3_000});
  onTestFinished(() => impatient.close());
  expect(await said(`flowchart TD\n${' '.repeat(45_000)}x((`, 'flowchart', impatient)).toEqual([
    `${PATH} does not parse as Mermaid: the parser gave up on it (no answer within 3 s).`,
  ]);
  expect(await said(GOOD.flowchart, 'flowchart', impatient)).toEqual([]);
}, 120_000);

test('of several diagrams, only the one that hangs is given up', async () => {
  const impatient = createDiagramParser({timeoutMs: 3_000});
  onTestFinished(() => impatient.close());
  const findings = await impatient.check([
    {path: 'first', type: null, code: 'nothing'},
    {path: 'second', type: null, code: `flowchart TD\n${' '.repeat(45_000)}x((`},
    {path: 'third', type: 'class', code: GOOD.class},
    {path: 'fourth', type: 'class', code: GOOD.er},
  ]);
  expect(findings.map(({message}) => message)).toEqual([
    expect.stringContaining('first does not parse as Mermaid at line 1'),
    'second does not parse as Mermaid: the parser gave up on it (no answer within 3 s).',
    'fourth is said to be of type class, but its code is of type er.',
  ]);
}, 120_000);

test('the diagrams of a lesson are read together, and each keeps its reading beside one that is too long', async () => {
  const {other, thread} = await startedParser();
  const post = vi.spyOn(thread, 'postMessage');
  const findings = await other.check([
    {path: 'first', type: 'er', code: GOOD.er},
    {path: 'second', type: 'er', code: 'x'.repeat(50_001)},
    {path: 'third', type: 'er', code: GOOD.class},
  ]);
  expect(findings.map(({message}) => message)).toEqual([
    'second does not parse as Mermaid: it is longer than 50000 characters.',
    'third is said to be of type er, but its code is of type class.',
  ]);
  expect(post).toHaveBeenCalledOnce();
});

test('a diagram that uses up the memory of the thread is an error, and the next one is read', async () => {
  const patient = createDiagramParser({timeoutMs: 60_000});
  onTestFinished(() => patient.close());
  expect(await said(bomb(), null, patient)).toEqual([
    expect.stringContaining('front matter'),
    expect.stringMatching(/the parser gave up on it \(.*memory/),
  ]);
  expect(await said(GOOD.flowchart, 'flowchart', patient)).toEqual([]);
}, 120_000);

test('code that Mermaid would not draw for its length is not read', async () => {
  const longest = `flowchart TD\n  a["${'x'.repeat(49_980)}"]`;
  expect(longest.length).toBe(50_000);
  expect(await said(longest)).toEqual([]);
  expect(await said(`${longest}\n`)).toEqual([
    `${PATH} does not parse as Mermaid: it is longer than 50000 characters.`,
  ]);
});

test('nothing that a diagram names is fetched', async () => {
  let requestCount = 0;
  const server = createServer((_request, response) => {
    requestCount += 1;
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const html = `<img src='${url}'><link rel='stylesheet' href='${url}'><iframe src='${url}'></iframe><script src='${url}'></script>`;
  expect(await said(`flowchart TD\n  a["${html}"] --> b@{ img: "${url}" }`)).toHaveLength(2);
  expect(await said(GOOD.flowchart)).toEqual([]);
  expect(requestCount).toBe(0);
});

/** A parser that has its thread, and the thread. */
async function startedParser(): Promise<{other: DiagramParser; thread: Worker}> {
  const other = createDiagramParser();
  onTestFinished(() => other.close());
  const starting = once(process, 'worker');
  await said(GOOD.er, 'er', other);
  const [thread] = (await starting) as [Worker];
  return {other, thread};
}

/** No thread has this id once it has ended. */
const ENDED = -1;

test('it ends once the checks under way are done, and starts again when it is asked', async () => {
  const {other, thread} = await startedParser();
  const check = said('nothing', null, other);
  await other.close();
  expect(thread.threadId).toBe(ENDED);
  expect(await check).toEqual([expect.stringContaining('no type of diagram')]);
  expect(await said(GOOD.er, 'er', other)).toEqual([]);
});

test('one thread reads all diagrams', async () => {
  const {other, thread} = await startedParser();
  const another = vi.fn<() => void>();
  process.on('worker', another);
  onTestFinished(() => void process.off('worker', another));
  await said(GOOD.class, 'class', other);
  expect(another).not.toHaveBeenCalled();
  expect(thread.threadId).not.toBe(ENDED);
});

test('a thread that ended while nobody waited for it is replaced', async () => {
  const {other, thread} = await startedParser();
  await thread.terminate();
  expect(await said(GOOD.er, 'er', other)).toEqual([]);
});

/**
 * Runs a program of its own, with `preload` in each of its threads first, and flags of its own. It has `parser` and
 * `countFindings`.
 */
async function runProgram(body: string, preload = '', flags: string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'preheat-diagrams-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const [preloadFile, programFile] = [join(folder, 'preload.mjs'), join(folder, 'program.mjs')];
  await writeFile(preloadFile, preload);
  const module = new URL('../../../activities/diagrams/index.ts', import.meta.url);
  await writeFile(
    programFile,
    `
    import {once} from 'node:events';
    import {createDiagramParser} from ${JSON.stringify(module)};
    const parser = createDiagramParser();
    const countFindings = async () => (await parser.check([{path: 'x', type: 'er', code: 'nothing'}])).length;
    ${body}`,
  );
  const {stdout} = await promisify(execFile)(process.execPath, [...flags, programFile], {
    env: {...process.env, NODE_OPTIONS: `--import ${preloadFile}`},
  });
  return stdout;
}

test('a process ends though its parser was not closed', async () => {
  expect(await runProgram('console.log(await countFindings());')).toBe('1\n');
});

test('flags that are for the program alone do not reach the thread', async () => {
  const failing = `import {isMainThread} from 'node:worker_threads'; if (!isMainThread) throw new Error('too far');`;
  const flag = `--import=data:text/javascript,${encodeURIComponent(failing)}`;
  expect(await runProgram('console.log(await countFindings());', '', [flag])).toBe('1\n');
});

test('a thread that fails while nobody waits for it takes nothing with it', async () => {
  const failing = `
    const channel = new BroadcastChannel('fail');
    channel.onmessage = () => { throw new Error('failed'); };
    channel.unref();`;
  const body = `
    const starting = once(process, 'worker');
    await countFindings();
    const [thread] = await starting;
    const ended = new Promise(resolve => thread.once('exit', resolve));
    new BroadcastChannel('fail').postMessage('now');
    await ended;
    console.log(await countFindings());
    process.exit();`;
  const inThread = `import {isMainThread} from 'node:worker_threads'; if (!isMainThread) {${failing}}`;
  expect(await runProgram(body, inThread)).toBe('1\n');
});

test('where the parser cannot be started, no diagram is blamed', async () => {
  const preload = `
    import {isMainThread} from 'node:worker_threads';
    if (!isMainThread) throw new Error('no room here');`;
  await expect(runProgram('await countFindings();', preload)).rejects.toThrow(
    /Error: The parser of Mermaid diagrams does not start \(no room here\)\. Try npm ci\./,
  );
});
