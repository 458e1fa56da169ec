// `npm run bench`: installs what is missing, then measures on the Node that npm installed.
// Plain JavaScript for Node >= 20 and no dependencies: this runs before anything is installed.
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {environment, installIfNeeded, node, root} from './install.mjs';

installIfNeeded();

const {status} = spawnSync(node, [join(root, 'bench', 'run.ts'), ...process.argv.slice(2)], {
  env: environment,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
