#!/usr/bin/env node
// The command `preheat`: installs what is missing, then runs cli/main.ts on the Node that npm installed.
// Plain JavaScript for Node >= 20 and no dependencies: this runs before anything is installed.
import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {environment, installIfNeeded, node, root} from './install.mjs';

/** Ctrl-C arrives once from the terminal and once more from npm: within this time they are one. */
const SAME_KEY_PRESS_MS = 300;

installIfNeeded();

// In a session of its own, so that a signal to the terminal's group reaches it only from here, and once.
// The channel tells it when this process is gone, however that ended.
const child = spawn(
  node,
  [
    '--import',
    pathToFileURL(join(root, 'dev', 'lifeline.mjs')).href,
    join(root, 'cli', 'main.ts'),
    ...process.argv.slice(2),
  ],
  {
    detached: true,
    env: environment,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    shell: process.platform === 'win32',
  },
);

let lastStopMs = -Infinity;
const stop = signal => () => {
  const isRepeated = performance.now() - lastStopMs < SAME_KEY_PRESS_MS;
  lastStopMs = performance.now();
  if (!isRepeated) child.kill(signal);
};
process.on('SIGINT', stop('SIGINT'));
process.on('SIGTERM', stop('SIGTERM'));
// The terminal was closed: an orderly end, too.
process.on('SIGHUP', stop('SIGTERM'));
process.on('SIGWINCH', () => child.kill('SIGWINCH'));

child.on('error', error => {
  console.error(`Preheat could not start ${node}: ${error.message}. Run "npm ci" and try again.`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
