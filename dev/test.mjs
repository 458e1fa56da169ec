// `npm test`: installs what is missing, runs the whole suite, and ends with one line that counts.
import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {environment, installIfNeeded, node, root} from './install.mjs';
import {countTests} from './test-counts.mjs';

installIfNeeded();

const folder = mkdtempSync(join(tmpdir(), 'preheat-results-'));
const results = join(folder, 'results.json');
const vitest = spawn(
  node,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {...environment, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`},
    shell: process.platform === 'win32',
  },
);
// Ctrl-C reaches vitest too, which then ends its servers: wait for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => vitest.kill('SIGTERM'));

vitest.on('exit', code => {
  const {passed, failed} = countTests(read(results), code);
  rmSync(folder, {recursive: true, force: true});
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? code || 1 : 0);
});

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // Vitest ended before it had any result.
  }
}
