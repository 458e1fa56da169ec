import type {Config} from '../config.ts';

/** A call in flight holds no connection, so far fewer than lanes are enough; a few more keep the display quick. */
const MAX_CONNECTIONS = 20;

/** Connections of a worker's pool. */
export function databaseConnections(config: Config): number {
  return Math.min(config.gemini.maxConcurrent + 4, MAX_CONNECTIONS);
}
