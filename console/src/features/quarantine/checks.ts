import type {Finding, ListedDraft} from './queries.ts';

/** What each check that can keep a draft back is called, and what it found. */
const CHECKS: Record<string, {label: string; meaning: string}> = {
  json: {label: 'No JSON', meaning: 'The answer could not be read.'},
  schema: {label: 'Wrong shape', meaning: 'Parts of the lesson are missing, or are of another kind.'},
  count: {label: 'Wrong number', meaning: 'A list of the lesson has too few or too many items.'},
  length: {label: 'Wrong length', meaning: 'A text of the lesson is too short or too long.'},
  'finish-reason': {label: 'Cut off', meaning: 'The model stopped before the lesson was whole.'},
  refusal: {label: 'Refusal', meaning: 'The model declined instead of writing.'},
  apology: {label: 'Apology', meaning: 'The text excuses itself instead of teaching.'},
  placeholder: {label: 'Placeholder', meaning: 'A place was left to be filled in.'},
  'prompt-leak': {label: 'Prompt leak', meaning: 'The lesson repeats what the model was told.'},
  'feedback-leak': {label: 'Feedback leak', meaning: 'The lesson repeats remarks of mentors or learners.'},
  repetition: {label: 'Repetition', meaning: 'The same text comes again and again.'},
  'near-duplicate': {
    label: 'Near duplicate',
    meaning: 'It says nearly the same as another lesson of the step.',
  },
  topic: {label: 'Off topic', meaning: 'It is about something else than its step.'},
  language: {label: 'Other language', meaning: 'It is written in another language.'},
  characters: {label: 'Broken characters', meaning: 'It has signs that cannot be stored or shown.'},
  'empty-text': {label: 'Empty text', meaning: 'A part that learners read is blank.'},
  html: {label: 'HTML', meaning: 'It has markup that is not shown.'},
  'code-fences': {label: 'Open code fence', meaning: 'A block of code does not end.'},
  code: {label: 'Code', meaning: 'Code is not whole, or in another language.'},
  diagram: {label: 'Diagram', meaning: 'A diagram could not be drawn.'},
  url: {label: 'Address', meaning: 'A link leads nowhere good.'},
  'quiz-options': {label: 'Quiz options', meaning: 'A question has unclear or equal answers.'},
  'quiz-questions': {label: 'Quiz questions', meaning: 'A question is asked twice.'},
  timestamps: {label: 'Timestamps', meaning: 'A moment lies outside of the video.'},
  'video-missing': {label: 'No video', meaning: 'The lesson is about a video that is not there.'},
};

/** What a check is called: of one that is not known here, its id. */
export const checkLabel = (check: string): string => CHECKS[check]?.label ?? check.replaceAll('-', ' ');

export const checkMeaning = (check: string): string => CHECKS[check]?.meaning ?? '';

/** What keeps a draft from being published. */
export const errorsOf = ({findings}: {findings: readonly Finding[]}): Finding[] =>
  findings.filter(({severity}) => severity === 'error');

/** Drafts that one check keeps back. */
export type CheckGroup = {check: string; drafts: ListedDraft[]};

const NONE = 'none';

/**
 * Drafts by the first check that keeps them back, the largest group first: each draft stands once.
 *
 * @param checks only those that one of these keeps back, and by it; left out, all
 */
export function groupsOf(drafts: readonly ListedDraft[], checks?: readonly string[]): CheckGroup[] {
  const groups = new Map<string, ListedDraft[]>();
  for (const draft of drafts) {
    const found = errorsOf(draft).map(({check}) => check);
    const check = checks ? found.find(one => checks.includes(one)) : (found[0] ?? NONE);
    if (check === undefined) continue;
    groups.set(check, [...(groups.get(check) ?? []), draft]);
  }
  return [...groups]
    .map(([check, own]) => ({check, drafts: own}))
    .toSorted((a, b) => b.drafts.length - a.drafts.length || a.check.localeCompare(b.check));
}

/** How many drafts each check keeps back, the most first; a draft counts for each of its checks. */
export function checkCounts(drafts: readonly ListedDraft[]): {check: string; draftCount: number}[] {
  const counts = new Map<string, number>();
  for (const draft of drafts)
    for (const check of new Set(errorsOf(draft).map(one => one.check)))
      counts.set(check, (counts.get(check) ?? 0) + 1);
  return [...counts]
    .map(([check, draftCount]) => ({check, draftCount}))
    .toSorted((a, b) => b.draftCount - a.draftCount || a.check.localeCompare(b.check));
}

/** Each cell once, in the order of the drafts. */
export const cellIdsOf = (drafts: readonly ListedDraft[]): number[] => [
  ...new Set(drafts.map(({cellId}) => cellId)),
];

/** How a cell is now, and what that means for its draft. */
export const CELL_IS: Record<string, {label: string; meaning: string}> = {
  unserved: {label: 'Not served', meaning: 'Learners have no lesson here.'},
  busy: {label: 'Being made', meaning: 'A run is making its lesson at this moment.'},
  served: {label: 'Served', meaning: 'Learners have another lesson here.'},
  archived: {label: 'Archived', meaning: 'No roadmap wants it any more.'},
};
