import {setTimeout as delay} from 'node:timers/promises';
import type {NativeConnection} from '@temporalio/worker';
import {type ConfiguredLimits, limitsInForce} from '../domain/limits.ts';
import type {Pool} from '../sql/client.ts';
import {readLimits} from '../sql/queries/limits.ts';
import {settleExpired} from '../sql/queries/reservations.ts';
import {MODEL_TASK_QUEUE} from '../workflows/messages.ts';

/** Postgres holds a changed limit at once; this is how soon Temporal's dispatch follows. */
const LOOK_MS = 5_000;

/**
 * A little faster than the limit: two paces of the same rate one after the other lose what either is late (measured: 96.8 %
 * of the quota was used). Postgres holds the limit itself.
 */
const DISPATCH_SHARE = 1.03;

/** The kind of queue, and the answer of a server that does not know a method, as the protocols number them. */
const ACTIVITY_QUEUE = 2;
const UNIMPLEMENTED = 12;

/**
 * Keeps the dispatch rate of the model's queue at the limit in force, while it runs: a limit that was set, or learnt
 * from a refusal, counts without a restart. Also settles what dead workers had reserved. Every worker does both; doing
 * it twice changes nothing.
 *
 * @param log hears what could not be done; it is tried again
 */
export function keepPace(deps: {
  pool: Pool;
  connection: NativeConnection;
  namespace: string;
  modelName: string;
  limits: ConfiguredLimits;
  log: (line: string) => void;
}): {stop(): Promise<void>} {
  const stopping = new AbortController();
  let applied: number | null | undefined;
  let lastFault = '';
  let saidUnable = false;

  async function look(): Promise<void> {
    await settleExpired(deps.pool);
    const rows = await readLimits(deps.pool);
    const row = rows.find(({model}) => model === deps.modelName) ?? null;
    const {requestsPerMinute} = limitsInForce(deps.limits, row, Date.now());
    if (requestsPerMinute === applied) return;
    const isSet = await setDispatchRate(deps, requestsPerMinute);
    applied = requestsPerMinute;
    // At the configured rate nothing is lost: each worker says it of itself when it starts.
    if (isSet || saidUnable || requestsPerMinute === deps.limits.requestsPerMinute) return;
    saidUnable = true;
    deps.log(
      'This Temporal server cannot change the rate of a queue: it goes on dispatching at the configured one. Postgres holds the limit itself.',
    );
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await look();
        lastFault = '';
      } catch (error) {
        const fault = error instanceof Error ? error.message : String(error);
        if (fault !== lastFault)
          deps.log(`The pace of the model's queue could not be checked: ${fault}. It is tried again.`);
        lastFault = fault;
      }
      await delay(LOOK_MS, undefined, {signal: stopping.signal}).catch(() => {});
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/**
 * For all workers of the queue; null takes the limit away. It goes before what workers say of themselves.
 *
 * @returns false where the server cannot (an old one, or the SDK's test server)
 */
async function setDispatchRate(
  {connection, namespace}: {connection: NativeConnection; namespace: string},
  requestsPerMinute: number | null,
): Promise<boolean> {
  const setting = connection.workflowService.updateTaskQueueConfig({
    namespace,
    taskQueue: MODEL_TASK_QUEUE,
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is in a package of the SDK's own
    taskQueueType: ACTIVITY_QUEUE,
    identity: 'preheat',
    updateQueueRateLimit: {
      ...(requestsPerMinute !== null && {
        rateLimit: {requestsPerSecond: (DISPATCH_SHARE * requestsPerMinute) / 60},
      }),
      reason: requestsPerMinute === null ? 'no limit is set' : `${requestsPerMinute} requests a minute`,
    },
  });
  try {
    await setting;
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIMPLEMENTED) return false;
    throw error;
  }
}
