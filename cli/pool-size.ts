import type {Config} from '../config.ts';

/**
 * A call in flight holds no connection, so far fewer than lanes are enough. More only cost: on two cores a lesson's
 * four statements took 3.5 ms over 20 connections and 2.2 ms over 8 (measured, 32 lanes).
 */
export const MAX_CONNECTIONS = 8;

/** Connections of a worker's pool. */
export function databaseConnections(config: Config): number {
  return Math.min(config.gemini.maxConcurrent + 4, MAX_CONNECTIONS);
}
