import {setTimeout as delay} from 'node:timers/promises';
import {MultiBar, Presets, type SingleBar} from 'cli-progress';
import type {RunProgress} from '../domain/runs.ts';
import type {Db} from '../sql/client.ts';
import {isConnectionError} from '../sql/connection-errors.ts';
import {runDetails, runProgress} from '../sql/queries/runs.ts';
import {doneCount, formatCount, statusOf} from './format.ts';
import {partsText} from './parts-text.ts';

const POLL_MS = 500;

/** A log file or a pipe gets a line this often instead of a bar; and this often styles and roadmaps are counted. */
const LINE_MS = 5_000;

/** After this long without an opened run, the likeliest reason is said. */
const NO_WORKER_MS = 5_000;

/**
 * Shows a run until it ends, or until `signal` says that nobody looks any more: a bar on a terminal, lines elsewhere; by
 * style and roadmap every few seconds.
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
  let partsAt = -Infinity;
  let parts = '';
  async function look(): Promise<RunProgress | null> {
    if (Date.now() - partsAt < LINE_MS) {
      const progress = await runProgress(db, workflowId, limits);
      // The last look is a whole one.
      if (!progress?.endedAt) return progress;
    }
    const details = await runDetails(db, workflowId, limits);
    if (details) {
      partsAt = Date.now();
      parts = partsText(details);
    }
    return details;
  }
  async function lookAgain(): Promise<RunProgress | null> {
    let saidAway = false;
    for (;;) {
      try {
        return await look();
      } catch (error) {
        // The run waits for its database, and so does who follows it.
        if (!isConnectionError(error) || signal.aborted) throw error;
        if (!saidAway) console.log(`The database does not answer (${error.code}): looking until it does.`);
        saidAway = true;
        await delay(POLL_MS, undefined, {signal}).catch(() => {});
      }
    }
  }
  try {
    for (;;) {
      const progress = await lookAgain();
      if (progress) show.update(progress, parts);
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

/** A bar for the whole, and below it a line for styles and roadmaps. */
function bar() {
  const bars = new MultiBar(
    {
      format: '{bar} {done}/{all} · {status}',
      hideCursor: true,
      linewrap: false,
      clearOnComplete: false,
      stopOnComplete: false,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  );
  let shown: {whole: SingleBar; parts: SingleBar} | undefined;
  return {
    update(progress: RunProgress, parts: string): void {
      const done = doneCount(progress);
      const payload = {
        done: formatCount(done),
        all: formatCount(progress.wantedCount),
        status: statusOf(progress),
      };
      shown ??= {
        whole: bars.create(progress.wantedCount, done, payload),
        parts: bars.create(1, 0, {parts}, {format: '  {parts}'}),
      };
      shown.whole.update(done, payload);
      shown.parts.update({parts});
    },
    stop: () => bars.stop(),
  };
}

function lines() {
  let last = 0;
  let lastState = '';
  return {
    update(progress: RunProgress, parts: string): void {
      if (Date.now() - last < LINE_MS && progress.state === lastState) return;
      last = Date.now();
      lastState = progress.state;
      console.log(
        `${formatCount(doneCount(progress))}/${formatCount(progress.wantedCount)} · ${statusOf(progress)}`,
      );
      if (parts !== '') console.log(`  ${parts}`);
    },
    stop: () => {},
  };
}
