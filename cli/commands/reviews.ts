import type {Config} from '../../config.ts';
import {mentorAgreement} from '../../domain/review-agreement.ts';
import type {Pool} from '../../sql/client.ts';
import {calibration, doubleRatings} from '../../sql/queries/agreement.ts';
import {reviewQueue} from '../../sql/queries/review-queue.ts';
import {agreementText, queueText} from '../reviews-text.ts';
import {openDatabase} from '../services.ts';

/** `preheat reviews …`: the review queue and the agreement of mentors. Changes nothing. */
export const reviewsCommands = {
  queue: (config: Config, {limit, json}: {limit: number; json: boolean}) =>
    withPool(config, async pool => {
      const queue = await reviewQueue(pool, {limit});
      console.log(json ? JSON.stringify(queue, null, 2) : queueText(queue));
    }),

  agreement: (config: Config, {json}: {json: boolean}) =>
    withPool(config, async pool => {
      const figures = {...mentorAgreement(await doubleRatings(pool)), calibration: await calibration(pool)};
      console.log(json ? JSON.stringify(figures, null, 2) : agreementText(figures));
    }),
};

async function withPool(config: Config, work: (pool: Pool) => Promise<void>): Promise<void> {
  const pool = await openDatabase(config, 'preheat reviews');
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}
