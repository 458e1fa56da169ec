import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {EMULATOR_API_KEY} from '../config.ts';
import {withoutSettings} from './stack.ts';

const PROGRAM = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

/** `preheat worker` as a process of its own, so that its memory is nobody else's. Resolves when it is ready. */
export async function startWorkerProcess(
  services: {databaseUrl: string; temporalAddress: string; geminiUrl: string},
  settings: NodeJS.ProcessEnv = {},
) {
  const child = spawn(process.execPath, [PROGRAM, 'worker'], {
    env: {
      ...withoutSettings(process.env),
      DATABASE_URL: services.databaseUrl,
      TEMPORAL_ADDRESS: services.temporalAddress,
      GEMINI_API_KEY: EMULATOR_API_KEY,
      GEMINI_BASE_URL: services.geminiUrl,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const ready = new Promise<void>(resolve => {
    createInterface({input: child.stdout}).on('line', line => {
      if (line.startsWith('The worker is ready')) resolve();
    });
  });
  await Promise.race([
    ready,
    exited.then(([code]) => {
      throw new Error(`preheat worker ended with ${code}`);
    }),
  ]);
  return {
    pid: child.pid ?? 0,
    /** Resident memory in bytes. */
    memoryBytes: () => psFigure('rss', child.pid) * 1024,
    async stop() {
      child.kill('SIGINT');
      await exited;
    },
  };
}

/** Processor seconds that a process has used so far; of a process with many children only its own. */
export const cpuSeconds = (pid: number): number => psFigure('cputimes', pid);

function psFigure(what: 'rss' | 'cputimes', pid: number | undefined): number {
  return Number(execFileSync('ps', ['-o', `${what}=`, '-p', `${pid}`], {encoding: 'utf8'}));
}
