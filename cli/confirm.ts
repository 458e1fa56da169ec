import {createInterface} from 'node:readline/promises';
import type {Readable, Writable} from 'node:stream';

/** Asks on a terminal. Only `y` and `yes` agree: an empty answer, another one, Ctrl-C and Ctrl-D do not. */
export async function confirm(
  question: string,
  {input = process.stdin, output = process.stdout}: {input?: Readable; output?: Writable} = {},
): Promise<boolean> {
  const lines = createInterface({input, output});
  // Without the signal, the answer to a closed input never comes.
  const closed = new AbortController();
  lines.once('close', () => closed.abort());
  lines.once('SIGINT', () => lines.close());
  try {
    const answer = await lines.question(`${question} [y/N] `, {signal: closed.signal});
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (!closed.signal.aborted) throw error;
    return false;
  } finally {
    lines.close();
  }
}
