/** What codes of the API are called in the console. */

const VERDICTS: Record<string, string> = {
  verified: 'Verified',
  needs_improvement: 'Needs improvement',
  rejected: 'Rejected',
};

const APPROVALS: Record<string, string> = {
  pending: 'No verdict yet',
  approved: 'Approved by learners',
  rejected: 'Rejected by a mentor',
  mentor_verified: 'Verified by a mentor',
};

const TRIGGERS: Record<string, string> = {
  person: 'somebody asked for it',
  needs_improvement: 'a mentor said that it needs improvement',
  vote_collapse: 'learners voted it down',
  rejected: 'a mentor rejected it',
};

const DRAFT_STATES: Record<string, string> = {
  drafted: 'Not checked yet',
  repairing: 'Being repaired',
  published: 'Published',
  quarantined: 'In quarantine',
  superseded: 'Replaced by a later draft',
};

const STALE_REASONS: Record<string, string> = {
  text: "the step's text has changed",
  prompt: 'the prompt has changed',
  model: 'another model is used now',
  age: 'it is old',
};

/** A word of the code; a code that is not known, with spaces. */
const wordOf =
  (words: Record<string, string>) =>
  (code: string): string =>
    Object.hasOwn(words, code) ? (words[code] ?? code) : code.replaceAll('_', ' ');

export const verdictWord = wordOf(VERDICTS);
export const approvalWord = wordOf(APPROVALS);
export const triggerWord = wordOf(TRIGGERS);
export const draftWord = wordOf(DRAFT_STATES);
export const staleWord = wordOf(STALE_REASONS);
export const reasonWord = wordOf({});
