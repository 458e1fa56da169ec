import type {Quote} from '../domain/quotes.ts';
import {EMULATED} from '../domain/runs.ts';
import {formatCount, formatUsd} from './format.ts';
import {range, timeRange, usdRange} from './ranges.ts';

const COMPACT = new Intl.NumberFormat('en-US', {notation: 'compact', maximumFractionDigits: 1});

/** A quote for people: what is made, what it takes, on what that rests, and what does not fit. */
export function quoteText(quote: Quote): string {
  const {cellCount, byState, byStyle, calls, inputTokens, outputTokens, usd, minutes} = quote;
  const emulated = quote.model.startsWith(EMULATED);
  const model = emulated ? `${quote.model.slice(EMULATED.length)} (emulated)` : quote.model;
  return [
    `${formatCount(cellCount)} cells to make with ${model}.`,
    `  ${counts(byState.map(part => [part.cellCount, part.state]))}: ${counts(byStyle.map(part => [part.cellCount, part.style]))}.`,
    `  Quote: ${usdRange(usd)}${emulated ? ' (emulated)' : ''} and ${timeRange(minutes)}, for ${range(calls, value => formatCount(Math.round(value)))} calls with ` +
      `${range(inputTokens, tokens)} tokens in and ${range(outputTokens, tokens)} out.`,
    `  ${basisText(quote)}`,
    ...exceedsText(quote).map(line => `  ${line}`),
  ].join('\n');
}

function basisText({basis: {lessonCount, priorStyles}}: Quote): string {
  if (lessonCount === 0) {
    return 'No lesson was made with this model yet: the quote is an assumption, and wide for that.';
  }
  const known = `It rests on the last ${formatCount(lessonCount)} lessons of these styles with this model`;
  if (priorStyles.length === 0) return `${known}.`;
  return `${known}; there is none yet of ${priorStyles.join(', ')}, for which it is an assumption.`;
}

function exceedsText({cellCount, usd, maxUsd, exceeds}: Quote): string[] {
  const of = (count: number) =>
    count === cellCount ? 'None of them fits' : `${formatCount(count)} of them would not fit`;
  const lines: string[] = [];
  if (maxUsd !== null && maxUsd < usd.low) {
    lines.push(
      `The budget of ${formatUsd(maxUsd)} is below the quote: the run will end before all cells are made.`,
    );
  }
  if (maxUsd !== null && exceeds.maxUsd > 0)
    lines.push(`${of(exceeds.maxUsd)} in the budget of ${formatUsd(maxUsd)}.`);
  if (exceeds.usdToday > 0)
    lines.push(`${of(exceeds.usdToday)} in what is left of today's dollars: the run waits for the next day.`);
  if (exceeds.requestsToday > 0)
    lines.push(
      `${of(exceeds.requestsToday)} in what is left of today's requests: the run waits for the next day.`,
    );
  return lines;
}

function counts(parts: readonly [number, string][]): string {
  return parts.map(([count, word]) => `${formatCount(count)} ${word}`).join(', ');
}

const tokens = (value: number): string => COMPACT.format(value);
