import {Agent, setGlobalDispatcher} from 'undici';

/** Above the call's own deadline, so that it is the deadline that ends a call. */
const SPARE_MS = 10_000;

/**
 * Lets `fetch` wait as long as a call may last. Node's own limit is 300 s until the headers and again between parts of
 * the body, less than the flex tier takes; the SDK leaves no other way in than the dispatcher of the whole process.
 */
export function allowLongCalls(timeoutMs: number): void {
  const limitMs = timeoutMs + SPARE_MS;
  setGlobalDispatcher(new Agent({headersTimeout: limitMs, bodyTimeout: limitMs}));
}
