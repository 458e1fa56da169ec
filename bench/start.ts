import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {rm} from 'node:fs/promises';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {benchFolder, report, say, seconds, withoutSettings} from './stack.ts';

const LAUNCHER = fileURLToPath(new URL('../dev/preheat.mjs', import.meta.url));

/** `npm start` on an empty state folder of a machine that has the caches, and again when all is done. */
export async function benchStart(): Promise<void> {
  say('\nnpm start on an empty state folder, caches there');
  const home = await benchFolder();
  try {
    const first = await up(home);
    report(
      'until the first lesson is stored (seen in the output)',
      `${first.firstLesson?.toFixed(1)} s`,
      '< 20 s',
    );
    report('until the warm-up has ended', `${first.ended.toFixed(1)} s`);
    const second = await up(home);
    report('second start: nothing to do, said after', `${second.nothing?.toFixed(1)} s`, 'seconds');
  } finally {
    await rm(home, {recursive: true, force: true});
  }
}

async function up(home: string) {
  const start = performance.now();
  const child = spawn(process.execPath, [LAUNCHER, 'up', '--exit'], {
    env: {...withoutSettings(process.env), PREHEAT_HOME: home},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const times: {firstLesson?: number; nothing?: number} = {};
  createInterface({input: child.stdout}).on('line', line => {
    const done = /^([\d,]+)\/[\d,]+ · /.exec(line)?.[1];
    if (done !== undefined && done !== '0') times.firstLesson ??= seconds(start);
    if (line.includes('Nothing to do')) times.nothing ??= seconds(start);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`preheat up ended with ${code}`);
  return {...times, ended: seconds(start)};
}
