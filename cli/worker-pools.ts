import type {Config} from '../config.ts';
import {connect, type Pool} from '../sql/client.ts';

/**
 * A call in flight holds no connection, so far fewer than lanes are enough. More only cost: on two cores a lesson's
 * four statements took 3.5 ms over 20 connections and 2.2 ms over 8 (measured, 32 lanes).
 */
export const MAX_CONNECTIONS = 8;

/** For what a run does beside its lessons: pages of cells, marks, its end and upkeep. */
const RUN_CONNECTIONS = 4;

export type WorkerPools = {
  pool: Pool;
  /** For the statements of lessons: the same few again and again, each by its key, so that no value asks for a plan of its own. */
  lessonPool: Pool;
  end(): Promise<void>;
};

/** The connections of a worker. Nothing is sent before the first query. */
export function openWorkerPools(url: string, config: Config, applicationName: string): WorkerPools {
  const pool = connect(url, {applicationName, maxConnections: RUN_CONNECTIONS});
  const lessonPool = connect(url, {
    applicationName,
    maxConnections: Math.min(config.gemini.maxConcurrent + 4, MAX_CONNECTIONS),
    onePlanForAll: true,
  });
  return {
    pool,
    lessonPool,
    end: async () => {
      await Promise.all([pool.end(), lessonPool.end()]);
    },
  };
}
