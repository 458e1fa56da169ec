import {ago, dateTime, duration, plural, usdGiven, usdRange, usdShort} from '../../lib/format.ts';
import type {Brief, BriefRun} from './queries.ts';

/** Whether all is well: nothing needs a person, and the run did what it was asked. */
export function isHealthy({
  needsYou,
  errorGroups,
  run,
}: Pick<Brief, 'needsYou' | 'errorGroups' | 'run'>): boolean {
  return needsYou.length === 0 && errorGroups.length === 0 && run !== null && run.state === 'finished';
}

/** What a run did, sentence by sentence. */
export function storyOf(run: BriefRun, verdict: string | null): string[] {
  return [beginning(run), madeOf(run), spentOf(run, verdict), endOf(run)].filter(text => text !== '');
}

const KINDS: Record<string, string> = {
  nightly: 'The nightly run',
  start: 'The first run',
  manual: 'A run started by hand',
};

function beginning({kind, openedAt, wantedCount}: BriefRun): string {
  const what = KINDS[kind] ?? 'A run';
  return `${what} began on ${dateTime(openedAt)} with ${plural(wantedCount, 'cell')} to fill.`;
}

function madeOf(run: BriefRun): string {
  const {publishedCount, servedCount, quarantinedCount, failedCount, pendingCount} = run;
  const parts = [
    `${plural(publishedCount, 'lesson')} made`,
    servedCount > 0 ? `${plural(servedCount, 'cell')} found served already` : '',
    quarantinedCount > 0 ? `${plural(quarantinedCount, 'draft')} put in quarantine` : '',
    failedCount > 0 ? `${plural(failedCount, 'cell')} failed` : '',
    pendingCount > 0 ? `${plural(pendingCount, 'cell')} left` : '',
  ].filter(part => part !== '');
  return `${parts.join(', ')}.`;
}

const VERDICTS: Record<string, string> = {
  below: 'less than the plan of',
  within: 'within the plan of',
  above: 'more than the plan of',
};

function spentOf({spentUsd, maxUsd, quote, endedAt}: BriefRun, verdict: string | null): string {
  const verb = endedAt === null ? 'has spent' : 'spent';
  const cap = maxUsd === null ? '' : `, under a cap of ${usdGiven(maxUsd)}`;
  if (quote === null) return `It ${verb} ${usdShort(spentUsd)}${cap}.`;
  const plan = VERDICTS[verdict ?? ''] ?? 'of the';
  return `It ${verb} ${usdShort(spentUsd)}, ${plan} ${usdRange(quote.usd)}${verdict === null ? ' that were quoted' : ''}${cap}.`;
}

function endOf({state, openedAt, endedAt, causeText, causeMessage}: BriefRun): string {
  const why = [causeText, causeMessage && `(${causeMessage})`].filter(Boolean).join(' ');
  if (endedAt === null) return state === 'running' ? 'It is still running.' : `It is ${state}. ${why}`.trim();
  const took = duration(Date.parse(endedAt) - Date.parse(openedAt));
  if (state === 'finished') return `It finished after ${took}: all of its cells were tried.`;
  return `It stopped after ${took}, before all of its cells were tried. ${why}`.trim();
}

/** When the next nightly run starts, or why none does. */
export function nextText({at, isPaused, note, message}: Brief['nextRun']): string {
  if (at !== null) return `The next nightly run starts on ${dateTime(at)}, ${ago(at)}.`;
  if (message !== '') return `When the next nightly run starts is not known. ${message}`;
  if (isPaused)
    return note === null ? 'The nights are paused.' : `The nights are paused: ${note.replace(/\.$/, '')}.`;
  return 'No night is planned.';
}

/** A text of the API with its moments as they are in the zone of who looks. */
export const inOwnZone = (text: string): string =>
  text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z/g, moment => dateTime(moment));
