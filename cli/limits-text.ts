import {
  ALL_MODELS,
  type ConfiguredLimits,
  limitsInForce,
  type ModelLimits,
  type StoredLimits,
} from '../domain/limits.ts';
import {causeText} from '../domain/outcomes.ts';
import type {DayUsage} from '../sql/queries/limits.ts';
import {formatCount, formatUsd} from './format.ts';

/** What is known of the limits, for people: a line a limit, with where it comes from, then what was used today. */
export function limitsText({
  configured,
  model,
  rows,
  usage,
  nowMs,
}: {
  configured: ConfiguredLimits;
  /** The configured model, as the database names it. */
  model: string;
  rows: readonly StoredLimits[];
  usage: readonly DayUsage[];
  nowMs: number;
}): string {
  const models = new Set([model, ...[...rows, ...usage].map(row => row.model)]);
  models.delete(ALL_MODELS);
  const all = rows.find(row => row.model === ALL_MODELS);
  const maxUsdPerDay = all?.maxUsdPerDay ?? configured.maxUsdPerDay;
  return [
    ...[...models].flatMap(name => modelLines(name, {configured, rows, usage, nowMs})),
    'All models',
    line(
      'dollars a day',
      maxUsdPerDay === null ? null : formatUsd(maxUsdPerDay),
      all?.maxUsdPerDay == null ? 'environment' : 'set',
    ),
    ...usedLine(usage, ALL_MODELS),
  ].join('\n');
}

function modelLines(
  model: string,
  known: {
    configured: ConfiguredLimits;
    rows: readonly StoredLimits[];
    usage: readonly DayUsage[];
    nowMs: number;
  },
): string[] {
  const row = known.rows.find(one => one.model === model) ?? null;
  const limits = limitsInForce(known.configured, row, known.nowMs);
  const source = (name: keyof ModelLimits) =>
    limits.learnt.some(learnt => learnt === name)
      ? 'learnt from a refusal, for a day'
      : row?.[name] == null
        ? 'environment'
        : 'set';
  const counted = (words: string, name: 'requestsPerMinute' | 'inputTokensPerMinute' | 'requestsPerDay') =>
    line(words, limits[name] === null ? null : formatCount(limits[name]), source(name));
  return [
    model,
    counted('requests a minute', 'requestsPerMinute'),
    counted('input tokens a minute', 'inputTokensPerMinute'),
    counted('requests a day', 'requestsPerDay'),
    line('at once', formatCount(limits.burstRequests), source('burstRequests')),
    line('kept for people who wait', `${Math.round(limits.headroomShare * 100)} %`, source('headroomShare')),
    ...usedLine(known.usage, model),
    ...blockLines(row, known.nowMs),
    '',
  ];
}

function line(words: string, value: string | null, source: string): string {
  return `  ${words.padEnd(26)} ${value === null ? 'no limit' : `${value} (${source})`}`;
}

function usedLine(usage: readonly DayUsage[], model: string): string[] {
  const used = usage.find(row => row.model === model);
  if (used === undefined) return [`  ${'used today'.padEnd(26)} nothing yet`];
  const reserved =
    used.reservedUsd > 0 ? `, ${formatUsd(used.reservedUsd)} set aside for calls in flight` : '';
  const lines = [
    `  ${'used today'.padEnd(26)} ${formatCount(used.requestCount)} requests, ${formatUsd(used.spentUsd)}${reserved}`,
  ];
  const waitedFor = used.requestCount - used.batchRequestCount;
  if (waitedFor > 0)
    lines.push(
      `  ${'  for people who wait'.padEnd(26)} ${formatCount(waitedFor)} requests, ${formatUsd(used.spentUsd - used.batchSpentUsd)}`,
    );
  return lines;
}

function blockLines(row: StoredLimits | null, nowMs: number): string[] {
  if (!row?.blockedUntil || row.blockedCause === null) return [];
  const until = row.blockedUntil.toISOString().slice(0, 19);
  if (row.blockedUntil.getTime() > nowMs)
    return [`  waits until ${until}Z: ${causeText(row.blockedCause)} (${row.blockedMessage})`];
  if (row.rampLimit === null) return [];
  return [
    `  taken up again since ${until}Z, ${formatCount(row.rampLimit)} calls at a time (${row.blockedMessage})`,
  ];
}
