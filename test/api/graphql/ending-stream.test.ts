import {expect, test} from 'vitest';
import {endingStream} from '../../../api/graphql/ending-stream.ts';
import {apiError} from '../../../api/errors.ts';

/** A stream whose chunks come when the test says so. */
function given() {
  const ending = new AbortController();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isCancelled = false;
  const source = new ReadableStream<Uint8Array>({
    start: given_ => {
      controller = given_;
    },
    cancel: () => {
      isCancelled = true;
    },
  });
  const stream = endingStream(source, ending.signal, apiError('UNAUTHENTICATED', 'Over.'));
  return {
    ending,
    send: (text: string) => controller?.enqueue(new TextEncoder().encode(text)),
    close: () => controller?.close(),
    reader: stream.getReader(),
    isCancelled: () => isCancelled,
  };
}

const LAST =
  'event: next\ndata: {"errors":[{"message":"Over.","extensions":{"code":"UNAUTHENTICATED"}}]}\n\nevent: complete\ndata:\n\n';

const read = async ({reader}: ReturnType<typeof given>) => {
  const {done, value} = await reader.read();
  return done ? null : new TextDecoder().decode(value);
};

test('it passes on what comes, and ends where its source does', async () => {
  const stream = given();
  stream.send('a');
  expect(await read(stream)).toBe('a');
  stream.close();
  expect(await read(stream)).toBe(null);
  // Too late to matter.
  stream.ending.abort();
});

test('once its signal fires, an error is its last event, and its source is told', async () => {
  const stream = given();
  stream.send('a');
  expect(await read(stream)).toBe('a');
  stream.ending.abort();

  expect(await read(stream)).toBe(LAST);
  expect(await read(stream)).toBe(null);
  expect(stream.isCancelled()).toBe(true);
});

test('who goes away is told to its source, and is told nothing more', async () => {
  const stream = given();
  await stream.reader.cancel();
  stream.ending.abort();

  expect(stream.isCancelled()).toBe(true);
});
