import {z} from 'zod';

/** A request that came to nothing. */
export type Failure = {
  kind: 'failed';
  /** Why, as the end of a sentence about YouTube. */
  reason: string;
  /** How long the next request is likely to fare no better: each costs one of the day's few searches. */
  pauseMs: number;
};

const DOWN_PAUSE_MS = 60_000;
const QUOTA_PAUSE_MS = 600_000;
/** Until a person changes something. */
const REFUSED_PAUSE_MS = 3_600_000;

/** YouTube is out of order or out of reach. */
export function down(reason: string): Failure {
  return {kind: 'failed', reason, pauseMs: DOWN_PAUSE_MS};
}

const ErrorBody = z.object({
  error: z.object({
    message: z.string(),
    errors: z.array(z.object({reason: z.string()})).default([]),
  }),
});

const QUOTA_REASON = /quota|limit/i;

/** Sorts an answer that is an error: `{error: {code, message, errors: [{reason}]}}`, or a page of a proxy. */
export function readRefusal(status: number, body: unknown): Failure {
  const {message, errors} = ErrorBody.safeParse(body).data?.error ?? {message: '', errors: []};
  // Some messages hold links.
  const said = `HTTP ${[status, message.replace(/<[^>]*>/g, '')].filter(Boolean).join(': ')}`;
  if (status >= 500) return down(`fails (${said})`);
  if (status === 429 || errors.some(({reason}) => QUOTA_REASON.test(reason))) {
    return {kind: 'failed', reason: `says that its quota is used up (${said})`, pauseMs: QUOTA_PAUSE_MS};
  }
  return {
    kind: 'failed',
    reason: `refuses the request (${said}). Check YOUTUBE_API_KEY, and whether its project has the YouTube Data API`,
    pauseMs: REFUSED_PAUSE_MS,
  };
}
