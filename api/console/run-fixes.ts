import type {ErrorGroup} from '../../sql/queries/run-details.ts';

/** Parts of what is recorded of a cell that failed, and what helps then. */
const FIXES: readonly [RegExp, string][] = [
  [
    /refuses this request/,
    "The provider refuses these words. Change the step's title or description, import its roadmap again, then retry the run.",
  ],
  [/tried again/, 'The provider failed time and again. Retry the run once it answers.'],
];

/** What a person can do about cells of a run that are not served. */
export function suggestedFix({status, message}: Pick<ErrorGroup, 'status' | 'message'>): string {
  if (status === 'quarantined')
    return 'The drafts did not pass the checks, even repaired. Read them in quarantine: have them made anew, or release one as it is.';
  const fix = FIXES.find(([part]) => part.test(message ?? ''));
  return (
    fix?.[1] ?? "Retry the run, which makes the cells that failed. If it fails again, see the worker's log."
  );
}
