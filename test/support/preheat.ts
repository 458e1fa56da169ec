import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll} from 'vitest';
import {findProcess, stopProcess} from '../../dev/child-process.ts';
import {until} from './until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** No services of a running Preheat are found here. */
const NO_HOME = join(ROOT, 'test', 'no-such-folder');

export type Ended = {exitCode: number | null; stdout: string; stderr: string};

/** A command that was started and may still run. */
export type Started = {
  pid: number;
  /** What it has printed so far, errors included. */
  said(): string;
  /** Waits until it has printed this. @throws Error with what it printed instead, where it ended or took too long */
  saying(text: string | RegExp, options?: {timeoutMs?: number}): Promise<void>;
  /** Nobody reads what it prints any more: its terminal was closed. */
  closeOutput(): void;
  ended: Promise<Ended>;
};

const running = new Set<Started>();

afterAll(async () => {
  // Only a test that failed leaves any.
  for (const {pid} of running) await stopProcess(pid, {graceMs: 15_000});
});

/**
 * Starts the command `preheat` as a process of its own.
 *
 * @param env all settings that it gets: those of the caller's shell do not reach it
 * @param throughLauncher as `npm start` does; else the command's process itself, whose pid can be killed
 */
export function startPreheat(
  args: readonly string[],
  env: Record<string, string> = {},
  {throughLauncher = false}: {throughLauncher?: boolean} = {},
): Started {
  const command = throughLauncher
    ? [join(ROOT, 'dev', 'preheat.mjs')]
    : // Ends it when the tests are killed.
      ['--import', join(ROOT, 'dev', 'lifeline.mjs'), join(ROOT, 'cli', 'main.ts')];
  const child = spawn(process.execPath, [...command, ...args], {
    env: {...shellWithoutSettings(), PREHEAT_HOME: NO_HOME, ...env},
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const said = () => stdout + stderr;
  let hasEnded = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', exitCode => {
      hasEnded = true;
      running.delete(started);
      resolve({exitCode, stdout, stderr});
    });
  });
  const started: Started = {
    pid: child.pid ?? 0,
    said,
    closeOutput() {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
    ended,
    async saying(text, options) {
      const isSaid = () => (typeof text === 'string' ? said().includes(text) : text.test(said()));
      await until(`it says ${text}`, () => isSaid() || hasEnded, options).catch((error: Error) => {
        throw new Error(`${error.message} It said:\n${said()}`);
      });
      if (!isSaid()) throw new Error(`It ended without saying ${text}. It said:\n${said()}`);
    },
  };
  running.add(started);
  return started;
}

/** Runs the command `preheat` to its end. */
export async function preheat(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return startPreheat(args, env).ended;
}

/** Whether a process runs; one that ended and was not collected yet does not. */
export function isRunning(pid: number): boolean {
  return findProcess(pid) !== undefined;
}

function shellWithoutSettings(): NodeJS.ProcessEnv {
  const isSetting = /^(DATABASE_URL$|GEMINI_|PREHEAT_|TEMPORAL_|PG|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isSetting.test(name)));
}
