import {Worker} from 'node:worker_threads';
import {parseRoadmapFile, type ParsedRoadmaps} from '../../domain/roadmaps/parse.ts';
import {apiError} from '../errors.ts';

/** Of a text: a thousand roadmaps of twenty steps. */
const MAX_BYTES = 1024 * 1024;

/** What is longer is read by a thread: a megabyte takes 1.4 s, in which nobody else would be answered. */
const MAX_CHARACTERS_HERE = 16 * 1024;

/** A text of a megabyte that is one fault after the other takes minutes. */
const MAX_MS = 10_000;

/** A megabyte takes a third of it. */
const MAX_HEAP_MB = 768;

const THREAD = new URL('./roadmap-reader-thread.ts', import.meta.url);

/**
 * Reads a text of roadmaps, with all its problems.
 *
 * @param fileName how problems call the text
 * @throws GraphQLError where it is too long, or takes too long
 */
export async function readRoadmapText(
  text: string,
  fileName: string,
  {maxMs = MAX_MS}: {maxMs?: number} = {},
): Promise<ParsedRoadmaps> {
  const byteCount = Buffer.byteLength(text);
  if (byteCount > MAX_BYTES) {
    const [found, limit] = [byteCount, MAX_BYTES].map(count => count.toLocaleString('en-US'));
    throw apiError(
      'BAD_INPUT',
      `text: has ${found} bytes; at most ${limit} can be imported at once. Split it, or use \`npx preheat import\`.`,
    );
  }
  if (text.length <= MAX_CHARACTERS_HERE) return parseRoadmapFile(text, fileName);
  return readInThread(text, {fileName, maxMs});
}

async function readInThread(
  text: string,
  {fileName, maxMs}: {fileName: string; maxMs: number},
): Promise<ParsedRoadmaps> {
  const thread = new Worker(THREAD, {
    workerData: {text, fileName},
    // Flags of the process may be for its own program only (`--input-type`).
    execArgv: [],
    resourceLimits: {maxOldGenerationSizeMb: MAX_HEAP_MB},
  });
  const {promise, resolve, reject} = Promise.withResolvers<ParsedRoadmaps>();
  thread.once('message', resolve).once('error', reject);
  const timer = setTimeout(
    () =>
      reject(
        apiError(
          'BAD_INPUT',
          `text: could not be read within ${maxMs / 1000} s. Is it a file of roadmaps? Mend it in parts with \`npx preheat import\`.`,
        ),
      ),
    maxMs,
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
