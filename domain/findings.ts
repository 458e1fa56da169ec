/** What a check says of a draft. An `error` keeps the draft from being published; a `warning` goes with it. */
export type Finding = {
  /** Kebab-case id of the check, e.g. `quiz-answer`. */
  check: string;
  severity: 'error' | 'warning';
  /** One sentence for people and for the repair prompt. */
  message: string;
};
