import {setTimeout as delay} from 'node:timers/promises';
import type {RunProgress} from '../../domain/runs.ts';
import type {Pool} from '../../sql/client.ts';
import {type PaceLimits, runProgress} from '../../sql/queries/runs.ts';

const PERIOD_MS = 1_000;

export type RunFeed = {
  /** The run as it is, then each second until it has ended or the server stops; nothing where there is no such run. */
  follow(runId: number): AsyncGenerator<RunProgress>;
};

/** Follows runs: however many people watch one, it is looked up once a second. */
export function createRunFeed({
  pool,
  limits,
  stopping,
  periodMs = PERIOD_MS,
}: {
  pool: Pool;
  /** The configuration's, which `slowReason` names. */
  limits?: PaceLimits | undefined;
  stopping: AbortSignal;
  periodMs?: number;
}): RunFeed {
  const looks = new Map<number, {atMs: number; run: Promise<RunProgress | null>}>();
  const lookAt = (runId: number): Promise<RunProgress | null> => {
    const last = looks.get(runId);
    // Half a period: those who watch are not in step, and nobody is told the same twice.
    if (last && performance.now() - last.atMs < periodMs / 2) return last.run;
    const run = runProgress(pool, runId, limits);
    looks.set(runId, {atMs: performance.now(), run});
    void forgetEnded(runId, run);
    return run;
  };
  const forgetEnded = async (runId: number, look: Promise<RunProgress | null>) => {
    const run = await look.catch(() => null);
    if (!run || run.endedAt) looks.delete(runId);
  };
  return {
    async *follow(runId) {
      while (!stopping.aborted) {
        const run = await lookAt(runId);
        if (!run) return;
        yield run;
        if (run.endedAt) return;
        await delay(periodMs, undefined, {signal: stopping}).catch(() => {});
      }
    },
  };
}
