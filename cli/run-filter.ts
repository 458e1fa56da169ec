import {type Command, InvalidArgumentError, Option} from 'commander';
import {CELL_STATES, type CellState} from '../domain/cells.ts';
import {RUN_ORDERS, type RunFilter, type RunOrder} from '../domain/runs.ts';
import {STYLES, type Style} from '../domain/styles.ts';
import type {Db} from '../sql/client.ts';
import {wantedCells} from '../sql/queries/regeneration-targets.ts';
import {unusableRoadmaps} from '../sql/queries/roadmaps.ts';

/** What the options below parse to. */
export type FilterOptions = {
  roadmap?: string[];
  style?: Style[];
  only?: CellState[];
  cell?: number[];
  limit?: number;
  by?: RunOrder;
};

/** Adds the options that narrow a plan or a run; and to runs the order, which a plan has none of. */
export function withFilter(command: Command): Command {
  if (command.name() !== 'plan') {
    command.addOption(
      new Option(
        '--by <order>',
        'walk: in the order of the roadmaps (default); demand: first what learners ask for most',
      ).choices(RUN_ORDERS),
    );
  }
  return command
    .addOption(new Option('--roadmap <key...>', 'only cells of these roadmaps (their ids)'))
    .addOption(new Option('--style <style...>', 'only these styles').choices(STYLES))
    .addOption(new Option('--only <state...>', 'only cells in these states').choices(CELL_STATES.slice(1)));
}

/** An option value that must be a whole number of at least 1. */
export function positiveCount(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return value;
}

/** Values of an option that are the ids of cells. */
export function readCellId(text: string, ids: number[] | undefined): number[] {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new InvalidArgumentError('It must be the id of a cell, such as 7.');
  return [...(ids ?? []), Number(text)];
}

/** An option value in dollars. */
export function dollars(text: string): number {
  const value = Number(text.replace(/^\$/, ''));
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('It must be a number of dollars above 0, for example 2.50.');
  return value;
}

export function filterOf(options: FilterOptions): RunFilter {
  return {
    ...(options.roadmap && {roadmapKeys: options.roadmap}),
    ...(options.style && {styles: options.style}),
    ...(options.only && {only: options.only}),
    ...(options.cell && {cellIds: options.cell}),
    ...(options.limit !== undefined && {limit: options.limit}),
    ...(options.by && {order: options.by}),
  };
}

/** Whether the filter leaves out cells: counts of it then say nothing of the whole. */
export function isNarrowed(filter: RunFilter): boolean {
  const {roadmapKeys, styles, only, text, cellIds, selectionId, failedInRunId} = filter;
  return [roadmapKeys, styles, only, text, cellIds, selectionId, failedInRunId].some(
    part => part !== undefined,
  );
}

/** Why a run cannot be of these roadmaps, in words for people; null where it can. */
export async function roadmapFault(db: Db, roadmapKeys: readonly string[] = []): Promise<string | null> {
  const unusable = await unusableRoadmaps(db, roadmapKeys);
  const named = (isArchived: boolean) =>
    unusable
      .filter(roadmap => roadmap.isArchived === isArchived)
      .map(({key}) => `"${key}"`)
      .join(', ');
  const [unknown, archived] = [named(false), named(true)];
  if (unknown !== '') return `There is no roadmap ${unknown}.`;
  return archived === ''
    ? null
    : `Nothing is made for archived roadmaps: ${archived}. Restore what you want from the archive, or leave it out.`;
}

/**
 * @throws Error where the filter names a roadmap or a cell that is not there, or that is archived: it would silently select
 *   nothing
 */
export async function checkFilter(db: Db, {roadmapKeys, cellIds: ids = []}: RunFilter): Promise<void> {
  const fault = await roadmapFault(db, roadmapKeys);
  if (fault !== null) throw new Error(`${fault} \`preheat plan --json\` lists the keys.`);
  const wanted = ids.length === 0 ? [] : await wantedCells(db, ids);
  const gone = ids.filter(id => !wanted.includes(id));
  if (gone.length > 0) {
    throw new Error(
      `No roadmap wants the cells ${gone.join(', ')}. They may have gone with a step; the console lists those that are wanted.`,
    );
  }
}
