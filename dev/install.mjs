// Plain JavaScript for Node >= 20 and no dependencies: this runs before anything is installed.
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The Node that npm installed: everyone runs the same one, whatever the machine has. */
export const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/**
 * The environment of every Node that is started from here. It keeps what it compiled, for the next start: commands
 * begin a third sooner, and a worker reaches its speed earlier (docs/decisions/0022). It goes with the packages.
 */
export const environment = {
  ...process.env,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'compiled'),
};

/**
 * Runs `npm ci` where node_modules is missing or is not what package-lock.json wants.
 * Says on stderr what it does, so that a command's own output stays clean; ends the process where npm fails.
 */
export function installIfNeeded(folder = root) {
  if (!isStale(folder)) return;
  const startedMs = Date.now();
  console.error('Installing packages (npm ci): they are missing or older than package-lock.json …');
  const {error, status, signal, stdout, stderr} = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    },
  );
  if (error || status !== 0) {
    console.error(`${stdout ?? ''}${stderr ?? ''}`.trim());
    console.error(
      `Preheat's packages could not be installed in ${folder}: npm ci ended with ${error?.message ?? signal ?? status}. ` +
        'Its output above says why. Check the network and the registry ("npm ping"), then run the same command again.',
    );
    process.exit(1);
  }
  if (!existsSync(node)) {
    console.error(
      'npm ci did not install Node itself: install scripts seem to be switched off. ' +
        'Run "npm ci --ignore-scripts=false", then the same command again.',
    );
    process.exit(1);
  }
  console.error(`Installed in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
}

/** Compares what npm noted when it last installed with what the lock file wants now. */
function isStale(folder) {
  const wanted = packages(join(folder, 'package-lock.json'));
  const installed = packages(join(folder, 'node_modules', '.package-lock.json'));
  if (!installed || !wanted) return true;
  const same = (path, entry) =>
    installed[path]?.version === entry.version && installed[path]?.integrity === entry.integrity;
  return (
    // Optional packages for other systems are wanted and rightly not there; '' is the project itself.
    Object.entries(wanted).some(([path, entry]) => path !== '' && !entry.optional && !same(path, entry)) ||
    Object.entries(installed).some(([path, entry]) => !wanted[path] || wanted[path].version !== entry.version)
  );
}

function packages(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installIfNeeded();
