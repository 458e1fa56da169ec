import type {WorkflowHandle} from '@temporalio/client';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

// Not the SDK's own `historyToJSON`: with the protobufjs that npm installs for 1.24.0 it throws "type must be a Type".

/** A history as JSON, one event a line. Bytes are kept as base64; stack traces, which name the machine's folders, are not. */
export function historyText(history: History): string {
  const lines = (history.events ?? []).map(event => JSON.stringify(plain(event)));
  return `{"events":[\n${lines.join(',\n')}\n]}\n`;
}

/** The history that `historyText` wrote, as `Worker.runReplayHistory` takes it. */
export function readHistory(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string'
      ? Buffer.from(value.base64, 'base64')
      : value,
  );
}

/** Without the message classes, whose own JSON holds names for enums, which the replay does not take. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return {base64: Buffer.from(value).toString('base64')};
  if (Array.isArray(value)) return value.map(plain);
  // A long: ids and times, which fit.
  if ('toNumber' in value && typeof value.toNumber === 'function') return Number(value.toNumber());
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, part]) => part !== null && key !== 'stackTrace')
      .map(([key, part]) => [key, plain(part)]),
  );
}
