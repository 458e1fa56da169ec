import {setTimeout as delay} from 'node:timers/promises';
import {Presets, SingleBar} from 'cli-progress';
import type {RunProgress} from '../domain/runs.ts';
import type {Db} from '../sql/client.ts';
import {runProgress} from '../sql/queries/runs.ts';
import {doneCount, formatCount, statusOf} from './format.ts';

const POLL_MS = 500;

/** A log file or a pipe gets a line this often instead of a bar. */
const LINE_MS = 5_000;

/** After this long without an opened run, the likeliest reason is said. */
const NO_WORKER_MS = 5_000;

/**
 * Shows a run until it ends, or until `signal` says that nobody looks any more: a bar on a terminal, lines elsewhere.
 *
 * @param limits the configuration's, to say where they set the pace
 * @returns the progress at the end; null where the run was not opened before the signal
 */
export async function followRun(
  db: Db,
  workflowId: string,
  signal: AbortSignal,
  limits?: Parameters<typeof runProgress>[2],
): Promise<RunProgress | null> {
  const show = process.stdout.isTTY ? bar() : lines();
  const since = Date.now();
  let saidNoWorker = false;
  try {
    for (;;) {
      const progress = await runProgress(db, workflowId, limits);
      if (progress) show.update(progress);
      if (progress?.endedAt || signal.aborted) return progress;
      if (!progress && !saidNoWorker && Date.now() - since > NO_WORKER_MS) {
        saidNoWorker = true;
        console.log('No worker has taken the run yet. Is a `preheat worker` running?');
      }
      await delay(POLL_MS, undefined, {signal}).catch(() => {});
    }
  } finally {
    show.stop();
  }
}

function bar() {
  const shown = new SingleBar(
    {
      format: '{bar} {done}/{all} · {status}',
      hideCursor: true,
      linewrap: false,
      clearOnComplete: false,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update(progress: RunProgress): void {
      const payload = {
        done: formatCount(doneCount(progress)),
        all: formatCount(progress.wantedCount),
        status: statusOf(progress),
      };
      if (!started) shown.start(progress.wantedCount, doneCount(progress), payload);
      started = true;
      shown.update(doneCount(progress), payload);
    },
    stop: () => shown.stop(),
  };
}

function lines() {
  let last = 0;
  let lastState = '';
  return {
    update(progress: RunProgress): void {
      if (Date.now() - last < LINE_MS && progress.state === lastState) return;
      last = Date.now();
      lastState = progress.state;
      console.log(
        `${formatCount(doneCount(progress))}/${formatCount(progress.wantedCount)} · ${statusOf(progress)}`,
      );
    },
    stop: () => {},
  };
}
