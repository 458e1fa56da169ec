import type {Regeneration, RegenerationOutcome} from '../domain/regenerations.ts';
import {formatCount, shorten} from './format.ts';

const MAX_SHOWN = 20;

/** How many remarks the prompts carry, in a sentence. */
export function remarksText(asked: readonly Pick<Regeneration, 'answers'>[]): string {
  const count = (of: (one: Pick<Regeneration, 'answers'>) => number) =>
    asked.reduce((sum, one) => sum + of(one), 0);
  const reviews = count(({answers}) => answers.reviewIds.length);
  const votes = count(({answers}) => answers.voteIds.length);
  if (reviews + votes === 0) return 'Nobody has said what is wrong: the prompts carry no remark.';
  return `The prompts carry ${plural(reviews, 'review')} of mentors and ${plural(votes, 'comment')} of learners.`;
}

/** What became of each regeneration, a line each; of many the first ones, those that made no lesson before the others. */
export function outcomeLines(ended: readonly Regeneration[]): string[] {
  const ordered = ended.toSorted((a, b) => Number(isMade(a)) - Number(isMade(b)) || a.cellId - b.cellId);
  const rest = ordered.length - MAX_SHOWN;
  return [
    ...ordered
      .slice(0, MAX_SHOWN)
      .map(one => `  ${one.stepTitle} · lesson ${one.lessonNumber} · ${one.style}: ${outcomeText(one)}`),
    ...(rest > 0 ? [`  And ${formatCount(rest)} more.`] : []),
  ];
}

/** Whether there is a new version. */
export function isMade({outcome}: Pick<Regeneration, 'outcome'>): boolean {
  return outcome === 'live' || outcome === 'challenger';
}

function outcomeText({outcome, lessonIds, parentLessonId, message}: Regeneration): string {
  const lesson = `lesson ${lessonIds.join(' and ')}`;
  const parent = parentLessonId === null ? '' : ` lesson ${parentLessonId}`;
  switch (outcome) {
    case 'live':
      return `${lesson} went live${parent && ` in place of${parent}`}.`;
    case 'challenger':
      return `${lesson} waits as a challenger${parent && ` of${parent}`}: it goes live once a mentor verifies it or an admin promotes it.`;
    case null:
      return 'still under way.';
    default:
      return `${UNMADE[outcome]}${message === null ? '' : ` ${shorten(message)}`}`;
  }
}

const UNMADE: Record<Exclude<RegenerationOutcome, 'live' | 'challenger'>, string> = {
  quarantined: 'the new draft failed the checks, and what was served stays:',
  failed: 'nothing was made:',
  served: 'somebody else filled the cell meanwhile.',
  archived: 'no roadmap wants it any more.',
  not_reached: 'the run ended before it was tried.',
  handed_to_mentor: 'a mentor must look at it.',
};

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
