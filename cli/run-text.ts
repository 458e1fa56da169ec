import type {Calibration} from '../domain/quotes.ts';
import type {PartProgress, RunDetails, RunProgress} from '../domain/runs.ts';
import type {ErrorGroup} from '../sql/queries/run-details.ts';
import {doneCount, formatCount, formatUsd, shorten, statusOf, summaryOf} from './format.ts';
import type {Commanded} from './run-control.ts';
import {timeRange, usdRange} from './ranges.ts';

/** A run of a list, in one line or two. */
export function runLines(run: RunProgress): string[] {
  const counts = `${formatCount(doneCount(run))}/${formatCount(run.wantedCount)} cells, ${formatCount(run.publishedCount)} published`;
  const head = `${run.runId}  ${timeOf(run.openedAt)}  ${run.kind}  ${stateOf(run)}  ${counts}, ${formatUsd(run.spentUsd)}`;
  const more = run.endedAt ? run.causeMessage : statusOf(run);
  return more ? [head, `     ${more}`] : [head];
}

/** How often quotes held, in a line; none before there is a run to tell by. */
export function calibrationLines(
  model: string,
  {runCount, usdWithinCount, minutesWithinCount}: Calibration,
): string[] {
  if (runCount === 0) return [];
  return [
    `Quotes of the last ${formatCount(runCount)} whole runs with ${model}: ${formatCount(usdWithinCount)} held in dollars, ${formatCount(minutesWithinCount)} in minutes.`,
  ];
}

/** All that is known of a run. */
export function runText(run: RunDetails, errors: readonly ErrorGroup[]): string {
  const parts = [
    `Run ${run.runId}, ${run.kind}, ${stateOf(run)}, of ${timeOf(run.openedAt)} with ${run.model}`,
    run.endedAt
      ? summaryOf(run)
      : `${formatCount(doneCount(run))}/${formatCount(run.wantedCount)} · ${statusOf(run)}`,
  ];
  // An ended run's summary holds it.
  if (run.quote && !run.endedAt)
    parts.push(
      `Quoted ${usdRange(run.quote.usd)} and ${timeRange(run.quote.minutes)} for ${formatCount(run.quote.cellCount)} lessons.`,
    );
  parts.push(
    ...section(
      'By style',
      run.byStyle.map(part => ({name: part.style, ...part})),
    ),
  );
  parts.push(
    ...section(
      'By roadmap (a cell that several share counts in each)',
      run.byRoadmap.map(part => ({name: part.roadmapTitle, ...part})),
    ),
  );
  if (errors.length > 0) parts.push('Errors');
  for (const {status, message, cellCount} of errors)
    parts.push(`  ${formatCount(cellCount)} ${status}: ${shorten(message ?? 'no reason was recorded')}`);
  return parts.join('\n');
}

function section(title: string, parts: readonly (PartProgress & {name: string})[]): string[] {
  if (parts.length === 0) return [];
  const width = Math.max(...parts.map(({name}) => name.length));
  return [title, ...parts.map(part => `  ${part.name.padEnd(width)}  ${countsOf(part)}`)];
}

function countsOf(part: PartProgress): string {
  const counts = [`${formatCount(part.doneCount)}/${formatCount(part.wantedCount)}`];
  if (part.quarantinedCount > 0) counts.push(`${formatCount(part.quarantinedCount)} quarantined`);
  if (part.failedCount > 0) counts.push(`${formatCount(part.failedCount)} failed`);
  return counts.join(', ');
}

/** The first cells that a run could not serve, and how many there are besides. */
export function unservedLines(
  {runId, quarantinedCount, failedCount}: RunProgress,
  cells: readonly {
    stepTitle: string;
    lessonNumber: number;
    style: string;
    status: string;
    causeMessage: string | null;
  }[],
): string[] {
  const lines = cells.map(
    cell =>
      `    ${cell.status}: ${cell.stepTitle} · lesson ${cell.lessonNumber} · ${cell.style}: ${shorten(cell.causeMessage ?? '')}`,
  );
  const more = quarantinedCount + failedCount - cells.length;
  if (more > 0)
    lines.push(
      `    and ${formatCount(more)} more: \`preheat runs show ${runId}\` counts them by their errors.`,
    );
  return lines;
}

/** What became of a command to a run. */
export function commandedText(
  {run, isTaken}: Commanded,
  participle: 'paused' | 'resumed' | 'cancelled',
): string {
  const {runId, inFlightCount} = run;
  if (!isTaken) {
    return run.endedAt
      ? `Run ${runId} ended before it could be ${participle}.`
      : `Run ${runId} will be ${participle} as soon as a worker takes it: none did within some seconds. Is a \`preheat worker\` running?`;
  }
  const inFlight =
    inFlightCount === 0
      ? ''
      : ` ${formatCount(inFlightCount)} ${inFlightCount === 1 ? 'call' : 'calls'} in flight will be stored.`;
  switch (participle) {
    case 'paused':
      return `Run ${runId} is paused.${inFlight} \`preheat runs resume ${runId}\` goes on.`;
    case 'resumed':
      return `Run ${runId} goes on.`;
    case 'cancelled':
      return `Run ${runId} is cancelled.${inFlight} Cells that it had not reached stay to be made.`;
  }
}

function stateOf({state, cause}: RunProgress): string {
  return cause ? `${state} (${cause})` : state;
}

const timeOf = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;
