import {DefaultLogger, Runtime} from '@temporalio/worker';
import type {Config} from '../config.ts';

/**
 * Sets the SDK's process-wide runtime. Its own signal handlers are off: at Ctrl-C a command ends its parts in order,
 * and the worker must not stop by itself before them.
 */
export function installRuntime(config: Config): void {
  const level = {debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR', silent: 'ERROR'} as const;
  const print = config.logLevel === 'silent' ? () => {} : undefined;
  Runtime.install({logger: new DefaultLogger(level[config.logLevel], print), shutdownSignals: []});
}
