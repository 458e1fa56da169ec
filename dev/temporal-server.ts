import {Connection} from '@temporalio/client';
import {msToTs} from '@temporalio/common/lib/time.js';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, rm} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import {dirname} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {endWithThisProcess, readPidFile, stopProcess, writePidFile} from './child-process.ts';
import {choosePort} from './ports.ts';

/** A running Temporal server, with its web UI where one was asked for. */
export type TemporalServer = {address: string; pid: number; uiUrl?: string; stop(): Promise<void>};

const DYNAMIC_CONFIG = [
  // Without it server 1.29 ignores priorities.
  'matching.useNewMatcher=true',
  // A queue's rate limit is split between its partitions: with one, low rates are exact.
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
];

/** Safe when the process is killed; a crash of the whole machine may lose the last moments, never the file. */
const FILE_PRAGMAS = ['journal_mode=wal', 'synchronous=1'];

/** How long closed workflows stay visible; the server's own default is a day. */
const RETENTION = '30 days';

const START_TIMEOUT_MS = 60_000;

/**
 * Half of the processors: the worker and the database need the others. Where all are busy, more of Go's threads only
 * take turns. And a heap that grows further before it is collected, as long as it is small (docs/decisions/0006).
 */
const GO_RUNTIME = {
  GOMAXPROCS: `${Math.ceil(availableParallelism() / 2)}`,
  GOGC: '400',
  GOMEMLIMIT: '1GiB',
};

/**
 * Starts a Temporal development server on 127.0.0.1, and returns when it answers. A server that an earlier,
 * killed start left behind on the same file is stopped first.
 *
 * The server is in a session of its own: Ctrl-C in the terminal does not reach it before `stop()` does. It ends with
 * this process where nobody stopped it.
 *
 * @param cli the path of `temporal`
 * @param dbFile keeps everything there; without one, everything is lost with the process
 * @param pidFile where the server's pid is noted; default: beside `dbFile`
 * @param port default: the one of the last start on this file if it is still free, else any free one
 * @param headless without the web UI
 * @param log hears what the server says, line by line
 * @throws Error where a port is in use or the server does not start, with what it said
 */
export async function startTemporal({
  cli,
  dbFile,
  pidFile = dbFile && `${dbFile}.pid`,
  port: wantedPort,
  uiPort: wantedUiPort,
  headless = false,
  namespace = 'default',
  pragmas = FILE_PRAGMAS,
  log = () => {},
}: {
  cli: string;
  dbFile?: string | undefined;
  pidFile?: string | undefined;
  port?: number | undefined;
  uiPort?: number | undefined;
  headless?: boolean;
  namespace?: string;
  pragmas?: string[];
  log?: (line: string) => void;
}): Promise<TemporalServer> {
  if (dbFile) await mkdir(dirname(dbFile), {recursive: true});
  const leftOver = pidFile && (await readPidFile(pidFile));
  if (leftOver) {
    log(`Stopping the Temporal server that an earlier start left running (process ${leftOver}).`);
    await stopProcess(leftOver);
  }
  const port = await choosePort({
    wanted: wantedPort,
    setting: 'PREHEAT_TEMPORAL_PORT',
    rememberedIn: dbFile && `${dbFile}.port`,
  });
  const uiPort = headless
    ? undefined
    : await choosePort({
        wanted: wantedUiPort,
        setting: 'PREHEAT_TEMPORAL_UI_PORT',
        rememberedIn: dbFile && `${dbFile}.ui-port`,
      });

  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', `${port}`, '--namespace', namespace];
  args.push(
    '--log-level',
    'error',
    ...DYNAMIC_CONFIG.flatMap(setting => ['--dynamic-config-value', setting]),
  );
  args.push(...(uiPort === undefined ? ['--headless'] : ['--ui-port', `${uiPort}`]));
  if (dbFile) args.push('--db-filename', dbFile, ...pragmas.flatMap(pragma => ['--sqlite-pragma', pragma]));
  const child = spawn(cli, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {...GO_RUNTIME, ...process.env},
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
      for (const line of text.split('\n')) if (line.trim()) log(line);
    });
  }
  const ended = once(child, 'exit').then(
    ([code, signal]) => `it ended (${code ?? signal})`,
    (error: Error) => error.message,
  );
  const address = `127.0.0.1:${port}`;
  const forget = child.pid === undefined ? () => {} : endWithThisProcess(child.pid, 'SIGTERM');
  const stop = async () => {
    // In memory there is nothing to save, and an orderly end takes a second.
    if (child.pid !== undefined) await stopProcess(child.pid, {graceMs: dbFile ? 10_000 : 0});
    await ended;
    forget();
    if (pidFile) await rm(pidFile, {force: true});
  };
  if (child.pid !== undefined && pidFile) await writePidFile(pidFile, child.pid);
  const failure = await untilServing(address, namespace, ended);
  if (failure === undefined)
    return {address, pid: child.pid ?? 0, ...(uiPort ? {uiUrl: `http://127.0.0.1:${uiPort}`} : {}), stop};
  await stop();
  const remedy = dbFile
    ? `If ${dbFile} was made by another version of the server, move it away to begin anew.`
    : `See whether "${cli} server start-dev" works.`;
  throw new Error(
    `The Temporal server did not start: ${failure}.\n${cli} ${args.join(' ')}\n${said.trim()}\n${remedy}`,
  );
}

/** Waits until the namespace can be used and keeps its history long enough; answers what is wrong otherwise. */
async function untilServing(
  address: string,
  namespace: string,
  ended: Promise<string>,
): Promise<string | undefined> {
  // The client's own pause after a refused connection is a second.
  const connection = Connection.lazy({
    address,
    channelArgs: {'grpc.initial_reconnect_backoff_ms': 50, 'grpc.max_reconnect_backoff_ms': 50},
  });
  const config = {workflowExecutionRetentionTtl: msToTs(RETENTION)};
  const prepare = () =>
    connection
      .withDeadline(Date.now() + 2_000, () => connection.workflowService.updateNamespace({namespace, config}))
      .then(
        () => 'serving' as const,
        // Not there yet: refused connections first, then an unknown namespace.
        (error: Error) => error,
      );
  const until = Date.now() + START_TIMEOUT_MS;
  try {
    for (;;) {
      const answer = await Promise.race([prepare(), ended]);
      if (answer === 'serving') return undefined;
      if (typeof answer === 'string') return answer;
      if (Date.now() > until)
        return `it did not answer within ${START_TIMEOUT_MS / 1000} s (${answer.message})`;
      await sleep(50);
    }
  } finally {
    await connection.close();
  }
}
