import {createInterface} from 'node:readline/promises';
import {Writable, type Readable} from 'node:stream';

/** Asks for a password on a terminal, which shows nothing of it. Null after Ctrl-C or Ctrl-D. */
export async function askPassword(
  question: string,
  {
    input = process.stdin,
    output = process.stderr,
  }: {input?: Readable; output?: {write(text: string): unknown}} = {},
): Promise<string | null> {
  const nowhere = new Writable({write: (_chunk, _encoding, done) => done()});
  const lines = createInterface({input, output: nowhere, terminal: true});
  const closed = new AbortController();
  lines.once('close', () => closed.abort());
  lines.once('SIGINT', () => lines.close());
  output.write(question);
  try {
    return await lines.question('', {signal: closed.signal});
  } catch (error) {
    if (!closed.signal.aborted) throw error;
    return null;
  } finally {
    lines.close();
    output.write('\n');
  }
}
