import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {EMULATOR_API_KEY} from '../config.ts';
import {choosePort} from '../dev/ports.ts';
import {withoutSettings} from './stack.ts';

const PROGRAM = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

/** `preheat worker` as a process of its own, so that its memory is nobody else's. Resolves when it is ready. */
export const startWorkerProcess = (
  services: {databaseUrl: string; temporalAddress: string; geminiUrl: string},
  settings: NodeJS.ProcessEnv = {},
) =>
  startCommand('worker', /^(The worker is ready)/, {
    DATABASE_URL: services.databaseUrl,
    TEMPORAL_ADDRESS: services.temporalAddress,
    GEMINI_API_KEY: EMULATOR_API_KEY,
    GEMINI_BASE_URL: services.geminiUrl,
    ...settings,
  });

/** `preheat serve` as a process of its own: who asks must not wait for what answers. Its `said` is its address. */
export async function startServeProcess({databaseUrl}: {databaseUrl: string}) {
  const port = await choosePort({wanted: undefined, setting: 'PREHEAT_HTTP_PORT'});
  return startCommand('serve', /^Serving (http\S+?)\.? /, {
    DATABASE_URL: databaseUrl,
    GEMINI_API_KEY: 'not asked',
    PREHEAT_HTTP_PORT: String(port),
  });
}

async function startCommand(name: string, ready: RegExp, settings: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [PROGRAM, name], {
    env: {...withoutSettings(process.env), ...settings},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const isReady = new Promise<string>(resolve => {
    createInterface({input: child.stdout}).on('line', line => {
      const [, said] = ready.exec(line) ?? [];
      if (said !== undefined) resolve(said);
    });
  });
  const said = await Promise.race([
    isReady,
    exited.then(([code]) => {
      throw new Error(`preheat ${name} ended with ${code}`);
    }),
  ]);
  return {
    said,
    pid: child.pid ?? 0,
    memoryBytes: () => memoryBytes(child.pid),
    async stop() {
      child.kill('SIGINT');
      await exited;
    },
  };
}

/** Processor seconds that a process has used so far; of a process with many children only its own. */
export const cpuSeconds = (pid: number): number => psFigure('cputimes', pid);

/** Resident memory of a process. */
export const memoryBytes = (pid: number | undefined): number => psFigure('rss', pid) * 1024;

function psFigure(what: 'rss' | 'cputimes', pid: number | undefined): number {
  return Number(execFileSync('ps', ['-o', `${what}=`, '-p', `${pid}`], {encoding: 'utf8'}));
}
