import {execFileSync, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {readFile, writeFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';

/** `startedAt` tells a process from a later one that got the same pid. Its format depends on the system. */
type RunningProcess = {pid: number; command: string; startedAt: string};

/** The running process of a pid. A zombie counts as gone: it holds nothing, though `kill -0` still finds it. */
export function findProcess(pid: number): RunningProcess | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // pid (command) state … ; the command may itself hold parentheses and spaces.
      const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const command = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      return state === 'Z' ? undefined : {pid, command, startedAt: fields[18] ?? ''};
    }
    const line = execFileSync('ps', ['-o', 'state=,lstart=,comm=', '-p', String(pid)], {
      encoding: 'utf8',
    }).trim();
    const [, state, startedAt, command] = /^(\S+)\s+((?:\S+\s+){5})(.*)$/.exec(line) ?? [];
    if (!startedAt || !command || state?.startsWith('Z')) return undefined;
    return {pid, command, startedAt: startedAt.trim()};
  } catch {
    return undefined;
  }
}

/** Notes a running process in a file, for a later start to find it if this one is killed. */
export async function writePidFile(path: string, pid: number): Promise<void> {
  await writeFile(path, describe(findProcess(pid)));
}

/** The pid in the file, if the process that was noted there still runs. */
export async function readPidFile(path: string): Promise<number | undefined> {
  const noted = await readFile(path, 'utf8').catch(() => '');
  const pid = Number.parseInt(noted, 10);
  return Number.isInteger(pid) && describe(findProcess(pid)) === noted ? pid : undefined;
}

/** What a pid file holds: the pid, then what tells its process from later ones. */
export function describe(running: RunningProcess | undefined): string {
  return running ? `${running.pid} ${running.startedAt}\n` : '';
}

/** Ends a process: SIGTERM, and SIGKILL if it still runs after the grace time. Returns when it is gone. */
export async function stopProcess(pid: number, {graceMs = 10_000}: {graceMs?: number} = {}): Promise<void> {
  const startedAt = findProcess(pid)?.startedAt;
  const runs = () => startedAt !== undefined && findProcess(pid)?.startedAt === startedAt;
  for (const [signal, waitMs] of [
    ['SIGTERM', graceMs],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!runs()) return;
    process.kill(pid, signal);
    for (const until = Date.now() + waitMs; runs() && Date.now() < until;) await sleep(20);
  }
  if (runs())
    throw new Error(`Process ${pid} does not end, not even by SIGKILL. End it by hand and try again.`);
}

/**
 * Ends a process of a session of its own when this one exits without having stopped it: at a second Ctrl-C, or by an
 * error that nobody caught. Returns how to forget it once it is stopped.
 */
export function endWithThisProcess(pid: number, signal: NodeJS.Signals): () => void {
  const startedAt = findProcess(pid)?.startedAt;
  const end = () => {
    if (startedAt !== undefined && findProcess(pid)?.startedAt === startedAt) process.kill(pid, signal);
  };
  process.once('exit', end);
  return () => process.off('exit', end);
}

/**
 * Runs a command to its end.
 *
 * @param options.signal ends it
 * @returns its whole output and errors, in the order they came
 * @throws Error with the command and its output where it cannot start, fails, or takes longer than `timeoutMs`
 */
export async function run(
  command: string,
  args: string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    uid?: number;
    gid?: number;
    input?: string;
    timeoutMs?: number;
    signal?: AbortSignal | undefined;
  } = {},
): Promise<string> {
  const {input = '', timeoutMs, ...spawnOptions} = options;
  const child = spawn(command, args, {...spawnOptions, ...(timeoutMs ? {timeout: timeoutMs} : {})});
  let output = '';
  child.stdout.on('data', chunk => (output += String(chunk)));
  child.stderr.on('data', chunk => (output += String(chunk)));
  child.stdin.on('error', () => {}); // A command that ends early closes its input; its exit code tells.
  child.stdin.end(input);
  const failure = await new Promise<string | undefined>(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : `exit ${code ?? signal}`));
  });
  if (failure) throw new Error(`${[command, ...args].join(' ')}: ${failure}\n${output.trim()}`);
  return output;
}
