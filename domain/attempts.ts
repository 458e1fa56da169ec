import {MAX_REPAIRS} from './asking.ts';

/** For the queue behind the calls in flight, the database, the checks. */
const SPARE_MS = 7.5 * 60_000;

/** The longest that one attempt at a lesson may take: its draft, every repair, and time to spare. */
export function attemptTimeoutMs(callTimeoutMs: number): number {
  return (1 + MAX_REPAIRS) * callTimeoutMs + SPARE_MS;
}
