import {duration, plural, usdRange, usdShort} from '../../lib/format.ts';
import type {Run} from './queries.ts';

type Bounds = {low: number; high: number};

/** Whether an outcome lies in what was quoted, in a word. */
export function verdictOn({low, high}: Bounds, outcome: number): 'below' | 'within' | 'above' {
  if (outcome < low) return 'below';
  return outcome > high ? 'above' : 'within';
}

/** How long a run took, or has taken so far. */
export const tookMs = ({openedAt, endedAt}: Pick<Run, 'openedAt' | 'endedAt'>, nowMs = Date.now()): number =>
  (endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(openedAt);

/** $0.21 of $0.35–0.55 quoted */
export function spentText({spentUsd, quote}: Pick<Run, 'spentUsd' | 'quote'>): string {
  return quote === null ? usdShort(spentUsd) : `${usdShort(spentUsd)} of ${usdRange(quote.usd)} quoted`;
}

/** When a run will have ended, at the pace of its last minutes; null where that is not known. */
export function etaText({etaMs, state}: Pick<Run, 'etaMs' | 'state'>): string | null {
  if (etaMs === null || state !== 'running') return null;
  return `about ${duration(etaMs)} left`;
}

/** 12 of 40 lessons made */
const madeText = ({publishedCount, wantedCount}: Pick<Run, 'publishedCount' | 'wantedCount'>): string =>
  `${publishedCount.toLocaleString('en-US')} of ${plural(wantedCount, 'lesson')} made`;

/** What a run is doing, as it is announced to those who do not see it. */
export function stateText(run: Run): string {
  const {runId, state, causeText, wantedCount, publishedCount} = run;
  const why = causeText === null ? '' : ` ${causeText}`;
  switch (state) {
    case 'running':
      return `Run ${runId} is running.`;
    case 'waiting':
      return `Run ${runId} waits.${why}`;
    case 'paused':
      return `Run ${runId} is paused.${why}`;
    case 'finished':
      return `Run ${runId} has finished: ${madeText({publishedCount, wantedCount})}.`;
    default:
      return `Run ${runId} has stopped: ${madeText({publishedCount, wantedCount})}.${why}`;
  }
}
