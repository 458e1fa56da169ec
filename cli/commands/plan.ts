import type {Config} from '../../config.ts';
import {STYLES} from '../../domain/styles.ts';
import type {RunFilter} from '../../domain/runs.ts';
import {CELL_STATES, WANTED_BY_DEFAULT} from '../../domain/cells.ts';
import {plan, type PlanRow} from '../../sql/queries/cells.ts';
import {formatCount} from '../format.ts';
import {cellsOfPlan, quoteCells, unquotable} from '../quote.ts';
import {quoteText} from '../quote-text.ts';
import {isEmulated} from '../emulator.ts';
import {keyVariants} from '../ready-database.ts';
import {openDatabase} from '../services.ts';
import {checkFilter, isNarrowed} from '../run-filter.ts';

/** `preheat plan`: what is not served, by roadmap and style, and the quote of the run that would make it. */
export async function planCommand(
  config: Config,
  {json, ...filter}: RunFilter & {json: boolean},
): Promise<void> {
  const pool = await openDatabase(config, 'preheat plan');
  try {
    await checkFilter(pool, filter);
    // A plan shows every state; what a run would take of them is said beside it.
    const options = {
      emulated: isEmulated(config),
      staleness: config.staleness,
      variants: await keyVariants(pool, config),
      filter: {...filter, only: filter.only ?? CELL_STATES.slice(1)},
    };
    const {byRoadmap, ...totals} = await plan(pool, options);
    const cells = cellsOfPlan(totals, filter);
    // What is missing is worth knowing without a price, too.
    const fault = cells.length === 0 ? null : unquotable(config);
    const quote =
      cells.length === 0 || fault !== null ? null : await quoteCells(pool, config, {cells, maxUsd: null});
    if (json) {
      console.log(JSON.stringify({...totals, roadmaps: byRoadmap, quote}, null, 2));
      return;
    }
    console.log(planTable(byRoadmap, totals, isNarrowed(filter)));
    if (quote) console.log(`\n${quoteText(quote)}`);
    if (fault !== null) console.log(`\nThere is no quote. ${fault}`);
  } finally {
    await pool.end();
  }
}

type PlanCounts = {
  cellCount: number;
  unserved: readonly {state: string; cellCount: number}[];
  stale: readonly {cellCount: number}[];
};

/**
 * The plan as a table: a line a roadmap, a column a style, and what the counts mean.
 *
 * @param narrowed a filter left cells out: what is served of all cannot be told from the rest
 */
export function planTable(
  rows: readonly PlanRow[],
  {cellCount, unserved, stale}: PlanCounts,
  narrowed = false,
): string {
  const unservedCount = sum(unserved.map(part => part.cellCount));
  const head = narrowed
    ? narrowedHead(unservedCount)
    : `${formatCount(cellCount - unservedCount)} of ${formatCount(cellCount)} cells are served.`;
  if (rows.length === 0) return head;
  const keys = [...new Set(rows.map(row => row.roadmapKey))];
  const table = keys.map(key => {
    const own = rows.filter(row => row.roadmapKey === key);
    const counts = STYLES.map(style => sum(own.filter(row => row.style === style).map(row => row.cellCount)));
    return [own[0]?.roadmapTitle ?? key, ...[...counts, sum(counts)].map(formatCount)];
  });
  const counted = [...unserved, ...stale.map(part => ({...part, state: 'stale'}))];
  const states = CELL_STATES.flatMap(state => {
    const count = sum(counted.filter(part => part.state === state).map(part => part.cellCount));
    if (count === 0) return [];
    return [
      `${formatCount(count)} ${state}${WANTED_BY_DEFAULT.includes(state) ? '' : ' (only with --only)'}`,
    ];
  });
  return [
    head,
    '',
    ...aligned([[stale.length === 0 ? 'Not served' : 'Not served, stale', ...STYLES, 'all'], ...table]),
    '',
    `A cell that several roadmaps share is counted in each; each is made once: ${states.join(', ')}.`,
    ...(stale.length === 0 ? [] : ['Stale lessons are served until their replacements are published.']),
  ].join('\n');
}

function narrowedHead(unservedCount: number): string {
  if (unservedCount === 0) return 'All cells that were asked for are served.';
  return `${formatCount(unservedCount)} of the cells that were asked for are not served.`;
}

function aligned(table: string[][]): string[] {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0)));
  return table.map(row =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
