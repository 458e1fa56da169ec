import type {ActOutcome, Reconciliation, ServingAct} from '../sql/queries/serving.ts';
import type {LiveLesson, Version} from '../sql/queries/versions.ts';
import {formatCount, formatUsd} from './format.ts';

/** The versions of one cell: its name, then two lines each. */
export function versionsText(versions: readonly Version[]): string {
  const [first] = versions;
  if (!first) return '';
  const head = `cell:${first.cellId} (${first.stepTitle} · lesson ${first.lessonNumber} · ${first.style})`;
  return [head, ...versions.map(versionText)].join('\n');
}

/** A live lesson in a line. */
export function liveText(lesson: LiveLesson): string {
  const {lessonId, cellId, stepTitle, lessonNumber, style, variant, approvalStatus, upvotes, downvotes} =
    lesson;
  const key = variant === 'plain' ? '' : ` · ${variant}`;
  return (
    `${String(lessonId).padEnd(10)} cell:${cellId} (${stepTitle} · lesson ${lessonNumber} · ${style}${key})  ` +
    `${approvalStatus}, ${formatCount(upvotes)} up, ${formatCount(downvotes)} down: ${lesson.title}`
  );
}

/** What a reconcile mended, in sentences. */
export function reconcileText({repairedCount, changes, filledCount, twinCount}: Reconciliation): string {
  const went = (state: string) => changes.filter(change => change.state === state).length;
  const parts = [
    [repairedCount, 'lessons had other counters or another status than their votes and reviews make them'],
    [went('live'), 'versions went live'],
    [went('parked'), 'versions were parked'],
    [went('retired'), 'versions are gone from the application’s table'],
    [filledCount, 'rows of the application that waited for a lesson have it now'],
    [twinCount, 'lessons were published under a key that was added'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `  ${formatCount(count)} ${what}`);
  if (said.length === 0) return 'Every cell serves what the rule names: nothing to mend.';
  return ['Mended:', ...said].join('\n');
}

function versionText(version: Version): string {
  const {lessonId, variant, state, title, upvotes, downvotes, approvalStatus} = version;
  const marks = [
    version.isPromoted && 'promoted',
    version.isSuperseded && 'superseded',
    version.origin === 'adopted' && 'written by others',
    version.parentLessonId !== null && `made after ${version.parentLessonId}`,
  ].filter(mark => mark !== false);
  const votes = `${formatCount(upvotes)} up, ${formatCount(downvotes)} down`;
  const from = [
    version.generatedAt.toISOString(),
    version.model,
    version.promptVersion && `prompt ${version.promptVersion}`,
    version.runId !== null && `run ${version.runId}`,
    version.costUsd !== null && formatUsd(version.costUsd),
    version.warningCount > 0 && `${version.warningCount} warnings`,
  ].filter(part => typeof part === 'string');
  return (
    `  ${String(lessonId).padEnd(10)} ${state.padEnd(8)} ${variant.padEnd(16)} ${[approvalStatus, votes, ...marks].join(', ')}\n` +
    `             ${title}\n` +
    `             ${from.join(' · ')}`
  );
}

const DONE: Record<ServingAct, string> = {
  promote: 'is promoted: learners get it until another version of its cell is verified',
  retire: 'is retired: learners do not get it any more, and nothing but `restore` brings it back',
  restore: 'is restored: it may be served again where the rule names it',
  roll_back: 'is live again, promoted in place of the one after it',
};

const REFUSALS: Record<Exclude<ActOutcome, 'done' | 'unchanged'>, string> = {
  unknown_lesson: 'there is no such lesson. `preheat lessons list` shows the live ones',
  no_cell: 'no roadmap wants a lesson under its key, so nothing is decided there',
  rejected: 'a mentor rejected it, and a rejected lesson is never served. Let a mentor review it anew first',
  placeholder: 'there is no lesson in it, only a placeholder',
  retired: 'it is retired. `preheat lessons restore` makes it a candidate again',
  not_retired: 'it is not retired',
  not_live: 'it is not live. Name the live version that should give way',
  nothing_before: 'no other version that may be served was live before it',
};

/**
 * What became of an act on a version, in a sentence.
 *
 * @throws Error that says why nothing was changed
 */
export function actText(act: ServingAct, asked: string, {outcome, lessonId}: ActResult): string {
  if (outcome === 'done') return `Lesson ${lessonId ?? asked} ${DONE[act]}.`;
  if (outcome === 'unchanged') return `Lesson ${asked} was so already: nothing was changed.`;
  throw new Error(`Nothing was changed: lesson ${asked}: ${REFUSALS[outcome]}.`);
}

type ActResult = {outcome: ActOutcome; lessonId: number | string | null};
