import {once} from 'node:events';
import {Worker} from 'node:worker_threads';

/** Mermaid's name for a diagram's type, or the end of a sentence that begins with the diagram. */
export type Reading = {kind: 'parsed'; mermaidType: string} | {kind: 'problem'; problem: string};

export type ParserThread = {
  /**
   * A reading of each diagram; one call at a time.
   *
   * @throws Error where there is no answer within `timeoutMs`, or the thread died: it has ended
   */
  read(codes: readonly string[], timeoutMs: number): Promise<Reading[]>;
  hasEnded(): boolean;
  end(): Promise<void>;
};

/** Loading takes about a second; more only where the machine is busy with other things. */
const START_TIMEOUT_MS = 60_000;

/** Usual diagrams need a tenth of it. What needs more is taken for a diagram that grows without end. */
const MAX_HEAP_MB = 256;

/** As fast as Node's own choice, and 120 MB less for the process after 3,000 diagrams. */
const YOUNG_HEAP_MB = 16;

/**
 * Starts the thread that holds the parser. It keeps no process alive.
 *
 * @throws Error where it does not come up: no diagram is to blame
 */
export async function startThread(): Promise<ParserThread> {
  const worker = new Worker(new URL('thread.ts', import.meta.url), {
    // Flags of the process may be for its own program only (`--input-type`).
    execArgv: [],
    resourceLimits: {maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB},
  });
  worker.unref();
  let hasEnded = false;
  worker.on('exit', () => (hasEnded = true));
  // Without a listener, a thread that fails while nobody waits for it takes the process with it.
  worker.on('error', () => {});

  async function end(): Promise<void> {
    hasEnded = true;
    await worker.terminate();
  }

  async function read(codes: readonly string[], timeoutMs: number): Promise<Reading[]> {
    const tooLate = new AbortController();
    const timer = setTimeout(() => tooLate.abort(), timeoutMs);
    try {
      // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(codes);
      const [readings] = (await once(worker, 'message', {signal: tooLate.signal})) as [Reading[]];
      return readings;
    } catch (error) {
      await end();
      throw tooLate.signal.aborted ? new Error(`no answer within ${timeoutMs / 1000} s`) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  try {
    // Any diagram: the answer shows that the parser is there.
    await read(['info'], START_TIMEOUT_MS);
  } catch (error) {
    throw new Error(`The parser of Mermaid diagrams does not start (${reasonOf(error)}). Try npm ci.`, {
      cause: error,
    });
  }
  return {hasEnded: () => hasEnded, end, read};
}

/** In a few words, why a thread gave no answer. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
