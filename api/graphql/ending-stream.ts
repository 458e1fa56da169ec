import type {GraphQLError} from './graphql.ts';

/**
 * A stream of server-sent events that ends when a signal fires, with an error as its last event: whoever reads it is told
 * why, and does not connect again and again.
 */
export function endingStream(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  error: GraphQLError,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const last = `event: next\ndata: ${JSON.stringify({errors: [error.toJSON()]})}\n\nevent: complete\ndata:\n\n`;
  let isOver = false;
  return new ReadableStream({
    start(controller) {
      const end = () => {
        if (isOver) return;
        isOver = true;
        controller.enqueue(new TextEncoder().encode(last));
        controller.close();
        reader.cancel().catch(() => {});
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, {once: true});
    },
    async pull(controller) {
      const {done, value} = await reader.read();
      // Ended meanwhile: what was read is for nobody.
      if (isOver) return;
      isOver = done;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      isOver = true;
      await reader.cancel(reason);
    },
  });
}
