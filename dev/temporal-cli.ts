import {dirname} from 'node:path';
import {run} from './child-process.ts';
import {downloadFromTemporal, type Executable, type Found, locate, locateOrGet} from './executables.ts';

/** The newest version that Go can install; it carries server 1.29.1. */
const VERSION = '1.5.1';

/** Temporal's command line program, which holds the development server. */
const TEMPORAL_CLI: Executable = {
  label: 'the Temporal server',
  variable: 'TEMPORAL_CLI',
  program: 'temporal',
  cached: {folder: `temporal-cli-${VERSION}`, file: 'temporal'},
  ways: [
    {
      name: 'download from temporal.download',
      get: (file, _env, signal) => downloadFromTemporal(`cli/v${VERSION}`, file, {signal}),
    },
    {
      name: 'build it with Go (once; 3 to 6 minutes on two processors; 3 GB in Go’s caches)',
      needs: ['go'],
      get: buildWithGo,
    },
  ],
};

/** The `temporal` that is on this machine already, if any. @throws Error where TEMPORAL_CLI names none */
export function locateTemporalCli(env: NodeJS.ProcessEnv, cacheDir: string): Found | undefined {
  return locate(TEMPORAL_CLI, env, cacheDir);
}

/**
 * Finds `temporal`: TEMPORAL_CLI, the PATH, the cache folder; else gets it there by download or with Go.
 *
 * @param log hears what is being done: building takes minutes
 * @param signal says that nobody waits any more
 * @throws Error that lists the ways and why none worked; the signal's reason
 */
export async function findTemporalCli(
  env: NodeJS.ProcessEnv,
  options: {cacheDir: string; log?: (line: string) => void; signal?: AbortSignal},
): Promise<Found> {
  return locateOrGet(TEMPORAL_CLI, env, options);
}

async function buildWithGo(file: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<void> {
  // Without symbol tables it is a third smaller.
  const args = ['install', '-ldflags', '-s -w', `github.com/temporalio/cli/cmd/temporal@v${VERSION}`];
  await run('go', args, {env: {...env, GOBIN: dirname(file)}, timeoutMs: 30 * 60_000, signal});
}
