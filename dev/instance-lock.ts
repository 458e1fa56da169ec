import {linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, findProcess} from './child-process.ts';

/** Held by one process at a time. */
export type InstanceLock = {release(): void};

/**
 * Makes this process the only one that runs Preheat on a state folder. A lock whose holder no longer runs is
 * taken over.
 *
 * @throws Error with the holder's pid where another process has the folder
 */
export function lockInstance(stateDir: string): InstanceLock {
  mkdirSync(stateDir, {recursive: true});
  const lock = join(stateDir, 'lock');
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, describe(findProcess(process.pid)));
  try {
    while (!linked(mine, lock)) breakStale(lock, stateDir);
  } finally {
    rmSync(mine);
  }
  return {
    release() {
      // Someone who took the folder for abandoned may have the lock by now.
      if (holder(lock)?.pid === process.pid) rmSync(lock, {force: true});
    },
  };
}

/** Links instead of creating: the lock is never seen without its content, and exactly one of several wins. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a lock whose holder is gone, and no other: it may have been replaced since it was looked at. */
function breakStale(lock: string, stateDir: string): void {
  refuseIfHeld(lock, stateDir);
  const stale = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, stale);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // Released or broken by another meanwhile.
    throw error;
  }
  try {
    if (holder(stale)) linked(stale, lock); // Another start was faster: it gets its lock back.
  } finally {
    rmSync(stale);
  }
}

function refuseIfHeld(lock: string, stateDir: string): void {
  const other = holder(lock);
  if (!other) return;
  throw new Error(
    `Preheat is already running on ${stateDir} (process ${other.pid}). ` +
      `Use that one, or stop it with Ctrl-C in its terminal or "kill ${other.pid}" and try again.`,
  );
}

function holder(lock: string): {pid: number} | undefined {
  try {
    const noted = readFileSync(lock, 'utf8');
    const running = findProcess(Number.parseInt(noted, 10));
    return running && describe(running) === noted ? running : undefined;
  } catch {
    return undefined;
  }
}
