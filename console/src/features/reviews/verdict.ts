import {useEffect, useState} from 'react';
import type {LessonId} from '../../lib/graphql.ts';
import type {Submission} from './queries.ts';

export const STATUSES = ['verified', 'needs_improvement', 'rejected'] as const;
export type Status = (typeof STATUSES)[number];
export type Reason = Submission['reasons'][number];

/** What each verdict is called, what its key is, and what it does. */
export const STATUS_TEXTS: Record<Status, {label: string; short: string; key: string; effect: string}> = {
  verified: {
    label: 'Verified',
    short: 'Verified',
    key: 'v',
    effect: 'Learners get it, and no machine replaces it.',
  },
  needs_improvement: {
    label: 'Needs improvement',
    short: 'Improve',
    key: 'n',
    effect: 'Learners keep it until it is made anew with your words.',
  },
  rejected: {
    label: 'Rejected',
    short: 'Rejected',
    key: 'r',
    effect: 'Learners get it no longer; it is made anew with your words.',
  },
};

/** In the order of their keys, 1 to 8. */
export const REASONS: readonly {value: Reason; label: string}[] = [
  {value: 'inaccurate', label: 'Inaccurate'},
  {value: 'unclear', label: 'Unclear'},
  {value: 'too_hard', label: 'Too hard'},
  {value: 'too_easy', label: 'Too easy'},
  {value: 'broken_code', label: 'Broken code'},
  {value: 'dead_link', label: 'Dead link'},
  {value: 'off_topic', label: 'Off topic'},
  {value: 'other', label: 'Other'},
];

/** As the database and the application hold them. */
const MAX_FEEDBACK = 10_000;
const MAX_AREA = 100;

/** What a mentor has chosen and typed so far. */
export type Verdict = {status: Status | null; reasons: Reason[]; feedback: string};

export const NO_VERDICT: Verdict = {status: null, reasons: [], feedback: ''};

/** What is missing, by field; empty where the verdict can be sent. */
export type VerdictFaults = Partial<Record<'status' | 'reasons' | 'feedback' | 'area', string>>;

/** Says what keeps a verdict from being sent; the API checks the same. */
export function verdictFaults({status, reasons, feedback}: Verdict, area: string): VerdictFaults {
  const length = Array.from(feedback).length;
  return {
    ...(status === null && {status: 'Choose a verdict.'}),
    ...(status !== null &&
      status !== 'verified' &&
      reasons.length === 0 &&
      feedback.trim() === '' && {
        reasons: `Say why it is ${status === 'rejected' ? 'rejected' : 'to be improved'}: choose a reason or write it below.`,
      }),
    ...(length > MAX_FEEDBACK && {
      feedback: `${length.toLocaleString('en-US')} characters; at most ${MAX_FEEDBACK.toLocaleString('en-US')} are stored. Shorten it.`,
    }),
    ...(Array.from(area).length > MAX_AREA && {
      area: `At most ${MAX_AREA} characters are stored. Shorten it.`,
    }),
  };
}

/** What is sent: what is wrong with a lesson is no part of its being verified. */
export const submissionOf = (
  lessonId: LessonId,
  {status, reasons, feedback}: Verdict & {status: Status},
  area: string,
): Submission => ({
  lessonId,
  status,
  reasons: status === 'verified' ? [] : reasons,
  feedback: feedback.trim(),
  expertiseArea: area.trim(),
});

/** With a reason more, or less. */
export const withReason = (verdict: Verdict, reason: Reason): Verdict => ({
  ...verdict,
  reasons: verdict.reasons.includes(reason)
    ? verdict.reasons.filter(other => other !== reason)
    : [...verdict.reasons, reason],
});

/** Of one person: another may sign in in the same tab. */
const draftKey = (userId: string, lessonId: LessonId): string => `preheat.review.${userId}.${lessonId}`;

/** Keeps what somebody typed about a lesson in this tab. */
export function keepDraft(userId: string, lessonId: LessonId, verdict: Verdict): void {
  const isEmpty = verdict.status === null && verdict.reasons.length === 0 && verdict.feedback === '';
  if (isEmpty) forgetDraft(userId, lessonId);
  else sessionStorage.setItem(draftKey(userId, lessonId), JSON.stringify(verdict));
}

export const forgetDraft = (userId: string, lessonId: LessonId): void =>
  sessionStorage.removeItem(draftKey(userId, lessonId));

/** What somebody typed about a lesson in this tab before; what does not fit is left out. */
function draftOf(userId: string, lessonId: LessonId): Verdict {
  try {
    const {status, reasons, feedback} = JSON.parse(
      sessionStorage.getItem(draftKey(userId, lessonId)) ?? '{}',
    ) as Partial<Verdict>;
    return {
      status: STATUSES.find(known => known === status) ?? null,
      reasons: REASONS.map(({value}) => value).filter(
        value => Array.isArray(reasons) && reasons.includes(value),
      ),
      feedback: typeof feedback === 'string' ? feedback : '',
    };
  } catch {
    return NO_VERDICT;
  }
}

/** The verdict that is being made about a lesson. It outlives the page, in this tab. */
export function useVerdict(
  userId: string,
  lessonId: LessonId,
): [Verdict, (change: (verdict: Verdict) => Verdict) => void] {
  const [verdict, setVerdict] = useState(() => draftOf(userId, lessonId));
  useEffect(() => keepDraft(userId, lessonId, verdict), [userId, lessonId, verdict]);
  return [verdict, setVerdict];
}
