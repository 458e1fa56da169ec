import {DefaultLogger, Runtime} from '@temporalio/worker';
import type {Config} from '../config.ts';

/** A worker that has only workflows, or only activities, is made so on purpose. */
const EXPECTED = /^No (workflows|activities) registered/;

/**
 * Sets the SDK's process-wide runtime. Its own signal handlers are off: at Ctrl-C a command ends its parts in order,
 * and the worker must not stop by itself before them.
 */
export function installRuntime(config: Config): void {
  const level = {debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR', silent: 'ERROR'} as const;
  const logger = new DefaultLogger(level[config.logLevel], entry => {
    if (config.logLevel === 'silent' || EXPECTED.test(entry.message)) return;
    const time = new Date(Number(entry.timestampNanos / 1_000_000n)).toISOString();
    process.stderr.write(`${time} ${entry.level} ${entry.message} ${describe(entry.meta)}\n`);
  });
  Runtime.install({logger, shutdownSignals: []});
}

function describe(meta: unknown): string {
  return JSON.stringify(meta ?? {}, (_key, value: unknown) =>
    value instanceof Error
      ? {message: value.message, stack: value.stack}
      : typeof value === 'bigint'
        ? String(value)
        : value,
  );
}
