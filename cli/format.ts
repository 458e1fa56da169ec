import {causeText} from '../domain/outcomes.ts';
import {type Quote, type Range, verdictOn} from '../domain/quotes.ts';
import {EMULATED, type RunProgress} from '../domain/runs.ts';
import {timeRange, usdRange} from './ranges.ts';

const NUMBER = new Intl.NumberFormat('en-US');

export const formatCount = (value: number): string => NUMBER.format(value);

/** Dollars with as many decimals as small sums need. */
export const formatUsd = (usd: number): string => `$${usd.toFixed(usd > 0 && usd < 0.1 ? 4 : 2)}`;

export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Cells of a run on which something was decided. */
export const doneCount = (progress: RunProgress): number => progress.wantedCount - progress.pendingCount;

/** What a run costs and waits for, in one line; the same words in the terminal and in logs. */
export function statusOf(progress: RunProgress): string {
  const parts = [
    `${formatCount(progress.lessonsPerMinute)} lessons/min`,
    progress.maxUsd === null ? spent(progress) : `${spent(progress)} of ${formatUsd(progress.maxUsd)}`,
    `${formatCount(progress.inFlightCount)} in flight`,
  ];
  if (progress.quarantinedCount > 0) parts.push(`${formatCount(progress.quarantinedCount)} quarantined`);
  if (progress.failedCount > 0) parts.push(`${formatCount(progress.failedCount)} failed`);
  if (progress.etaMs !== null) parts.push(`about ${formatDuration(progress.etaMs)} left`);
  if (progress.slowReason !== null) parts.push(progress.slowReason);
  return parts.join(' · ');
}

/** Dollars; nobody pays the emulator's, which are what the real model would have cost. */
function spent({spentUsd, model}: RunProgress): string {
  return model.startsWith(EMULATED) ? `${formatUsd(spentUsd)} (emulated)` : formatUsd(spentUsd);
}

/** What a cause means, and what was said of it this time. */
function reasonOf({cause, causeMessage}: RunProgress): string {
  return [cause && causeText(cause), causeMessage && `(${causeMessage})`].filter(Boolean).join(' ');
}

/** The end of a run in a few lines. */
export function summaryOf(progress: RunProgress): string {
  const took = (progress.endedAt ?? new Date()).getTime() - progress.openedAt.getTime();
  const lines = [
    `Run ${progress.runId} ${progress.state}${progress.cause ? ` (${progress.cause})` : ''} after ${formatDuration(took)}: ` +
      `${formatCount(progress.publishedCount)} of ${formatCount(progress.wantedCount)} lessons made for ${spent(progress)} with ${progress.model}.`,
  ];
  if (progress.cause) lines.push(`  ${reasonOf(progress)}`);
  if (progress.quote) lines.push(`  ${outcomeText(progress.quote, progress, took)}`);
  if (progress.lostCallCount > 0) {
    lines.push(
      `  ${formatCount(progress.lostCallCount)} calls brought no whole answer and may be billed: ${formatUsd(progress.lostUsd)} of it is the most that they can cost.`,
    );
  }
  const left: [number, string][] = [
    [progress.servedCount, 'were served already when their turn came'],
    [progress.quarantinedCount, 'are in quarantine: their drafts failed the checks'],
    [progress.failedCount, 'failed'],
    [progress.archivedCount, 'are wanted by no roadmap any more'],
    [progress.pendingCount, 'were not reached and stay to be made'],
  ];
  for (const [count, words] of left) if (count > 0) lines.push(`  ${formatCount(count)} ${words}.`);
  return lines.join('\n');
}

/** The quote beside what the run took; a verdict only where it came to all its cells: a part takes less. */
function outcomeText({cellCount, usd, minutes}: Quote, progress: RunProgress, tookMs: number): string {
  const isWhole = progress.pendingCount === 0;
  const verdict = (quoted: Range, value: number) => {
    const place = isWhole ? verdictOn(quoted, value) : 'within';
    return place === 'within' ? '' : ` (${place} the quote)`;
  };
  return (
    `Quoted ${usdRange(usd)} and ${timeRange(minutes)} for ${formatCount(cellCount)} lessons; it was ` +
    `${formatUsd(progress.spentUsd)}${verdict(usd, progress.spentUsd)} and ${formatDuration(tookMs)}${verdict(minutes, tookMs / 60_000)}` +
    `${isWhole ? '' : ` for ${formatCount(doneCount(progress))} of them`}.`
  );
}

/** Longer reasons would fill the terminal; the whole one is kept with the draft. */
const MAX_REASON_CHARS = 200;

export function shorten(reason: string): string {
  return reason.length <= MAX_REASON_CHARS ? reason : `${reason.slice(0, MAX_REASON_CHARS).trimEnd()} …`;
}
