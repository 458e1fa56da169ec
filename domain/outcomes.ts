/** Why something waits or stopped. Always shown to people. */
const CAUSES = [
  'minute_quota',
  'day_quota',
  'budget',
  'day_budget',
  'spend_limit',
  'provider_down',
  'database_down',
  'other_run',
  'auth',
  'config',
  'paused',
  'cancelled',
  'internal',
] as const;

export type Cause = (typeof CAUSES)[number];

/**
 * What became of one cell's lesson. `failed`: the provider refuses this one request. `wait`: the cell was not tried and is taken up again at `untilMs` (epoch
 * milliseconds). `stop`: no cell can be made until somebody removes the cause.
 */
export type LessonOutcome =
  | {kind: 'published' | 'served' | 'busy' | 'quarantined' | 'archived'}
  | {kind: 'failed'; message: string}
  | {kind: 'wait'; cause: Cause; untilMs: number; message: string}
  | {kind: 'stop'; cause: Cause; message: string};

const CAUSE_TEXTS: Record<Cause, string> = {
  minute_quota: "The model provider's quota for this minute is used up; it goes on by itself.",
  day_quota:
    "The model provider's quota for today is used up; it goes on by itself after midnight, Pacific time.",
  budget: 'A budget has no room for one more call; raise it or start another run to go on.',
  day_budget:
    'The dollars for today are spent; it goes on by itself after midnight, Pacific time, or once the limit is raised.',
  spend_limit: "The model provider's limit of dollars for some minutes is reached; it goes on by itself.",
  provider_down:
    'The model provider is failing or cannot be reached; it goes on by itself once the provider answers.',
  database_down: 'The database cannot be reached; it goes on by itself once the database answers.',
  other_run: 'Another run is making its last cells; it goes on by itself once they are served or given back.',
  auth: 'The model provider refuses the API key or its account; check GEMINI_API_KEY and the billing of its project.',
  config: 'The model or the request is configured in a way that the provider refuses; check GEMINI_MODEL.',
  paused: 'Somebody paused it; resume it to go on.',
  cancelled: 'Somebody cancelled it; start another run to go on.',
  internal: 'Preheat itself failed; the message says where. Start another run once that is mended.',
};

/** One sentence for people: what the cause is and what ends it. */
export function causeText(cause: Cause): string {
  return CAUSE_TEXTS[cause];
}
