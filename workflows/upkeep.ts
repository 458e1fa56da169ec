import {keeping} from './proxies.ts';

/** What follows a run and nobody waits for: mends what others left wrong, and counts anew, for as long as it takes. */
export async function upkeep(): Promise<void> {
  await keeping.upkeep();
}
