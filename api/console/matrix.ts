import {isServed} from '../../domain/cell-changes.ts';
import type {CellState} from '../../domain/cells.ts';
import {type Style, STYLES} from '../../domain/styles.ts';
import {countAt} from '../../sql/queries/coverage-past.ts';
import {
  countedFilter,
  countedMatrix,
  type Matrix as Counted,
  matchingCells,
  matrix,
  type MatrixCount,
  type MatrixRoadmap as Roadmap,
} from '../../sql/queries/matrix.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {CellFilterInput, MAX_SELECTED_CELLS, type AskedTimes, cellsAsked} from './cell-filter.ts';
import {countedCoverage} from './coverage.ts';
import {CellStateEnum, StyleEnum} from './enums.ts';

const StateCount = builder.objectRef<MatrixCount>('StateCount').implement({
  fields: t => ({
    state: t.field({
      type: CellStateEnum,
      // Only runs know of cells that are made anew.
      resolve: ({state}) => (state === 'regenerate' ? 'served' : state),
    }),
    cellCount: t.exposeInt('cellCount'),
  }),
});

type Part = {style: Style; counts: readonly MatrixCount[]};

const sum = (counts: readonly MatrixCount[]): number =>
  counts.reduce((total, {cellCount}) => total + cellCount, 0);

const partsOf = (counts: readonly MatrixCount[]): Part[] =>
  STYLES.map(style => ({style, counts: counts.filter(count => count.style === style)})).filter(
    part => part.counts.length > 0,
  );

/** By style, then by state. */
function tableOf(
  counts: readonly MatrixCount[],
  styles: readonly Style[],
  states: readonly CellState[],
): number[][] {
  const cellCountOf = (style: Style, state: CellState) =>
    sum(counts.filter(count => count.style === style && count.state === state));
  return styles.map(style => states.map(state => cellCountOf(style, state)));
}

const MatrixPart = builder.objectRef<Part>('MatrixPart').implement({
  description: 'The cells of a style that match.',
  fields: t => ({
    style: t.expose('style', {type: StyleEnum}),
    cellCount: t.int({resolve: ({counts}) => sum(counts)}),
    servedCount: t.int({
      description: 'Served, stale ones too.',
      resolve: ({counts}) => sum(counts.filter(({state}) => isServed(state))),
    }),
    states: t.field({type: [StateCount], resolve: ({counts}) => [...counts]}),
  }),
});

const MatrixRoadmap = builder.objectRef<Roadmap>('MatrixRoadmap').implement({
  description: 'A roadmap with cells that match. Cells that several roadmaps share count in each.',
  fields: t => ({
    roadmapKey: t.exposeString('roadmapKey'),
    title: t.exposeString('title'),
    stepCount: t.exposeInt('stepCount', {description: 'All its steps, whatever matches.'}),
    lessonCount: t.exposeInt('lessonCount', {description: 'All its lessons, each in several styles.'}),
    matchingCellCount: t.int({resolve: ({counts}) => sum(counts)}),
    byStyle: t.field({
      type: [MatrixPart],
      description: 'What matches, by the styles in which something does.',
      resolve: ({counts}) => partsOf(counts),
    }),
    cellCounts: t.field({
      type: t.listRef(t.listRef('Int')),
      description:
        'The same for many roadmaps at once, a fifth of the size: of each of these styles how many cells are in each of these states, in the order that is asked for.',
      args: {
        styles: t.arg({type: [StyleEnum], required: true}),
        states: t.arg({type: [CellStateEnum], required: true}),
      },
      resolve: ({counts}, {styles, states}) => tableOf(counts, styles, states),
    }),
  }),
});

type Matrix = Counted & {asOf: Date; comparedWith: Date | null};

const MatrixType = builder.objectRef<Matrix>('Matrix').implement({
  description: 'The cells that match, counted by roadmap, style and state.',
  fields: t => ({
    asOf: t.expose('asOf', {type: 'DateTime', description: 'The count that this is of.'}),
    comparedWith: t.expose('comparedWith', {
      type: 'DateTime',
      nullable: true,
      description: 'The count that it is compared with.',
    }),
    matchingCellCount: t.exposeInt('matchingCellCount', {description: 'Each cell once.'}),
    removedCellCount: t.exposeInt('removedCellCount', {
      description:
        'Cells that match and that no roadmap wants any more: they are in none of the roadmaps, and not in matchingCellCount.',
    }),
    roadmaps: t.expose('roadmaps', {type: [MatrixRoadmap], description: 'By title, those with a match.'}),
  }),
});

type Selection = {cellCount: number; cellIds: number[]};

const SelectionType = builder.objectRef<Selection>('CellSelection').implement({
  description: 'Cells to act on.',
  fields: t => ({
    cellCount: t.exposeInt('cellCount', {description: 'How many match.'}),
    cellIds: t.exposeIntList('cellIds', {
      description: `The first ${MAX_SELECTED_CELLS} of them, in the order of the roadmaps.`,
    }),
  }),
});

type Args = AskedTimes & {filter?: typeof CellFilterInput.$inferInput | null | undefined};

/** The time of the last count; counts where there was none yet. */
async function lastCount(context: ApiContext): Promise<Date> {
  return (await countAt(context.pool)) ?? (await countedCoverage(context)).countedAt;
}

async function matrixOf(context: ApiContext, args: Args): Promise<Matrix> {
  const {filter, at, comparedWith} = await cellsAsked(context, args);
  const asOf = at ?? (await lastCount(context));
  const {pool, serving} = context;
  const simple = at === null ? countedFilter(filter) : null;
  const found = simple
    ? await countedMatrix(pool, simple)
    : await matrix(pool, {...serving, filter, at: asOf, comparedWith});
  return {...found, asOf, comparedWith};
}

/** The matrix by roadmap, and the cells of a selection. */
export function addMatrix(): void {
  builder.queryField('matrix', t =>
    t.field({
      type: MatrixType,
      authScopes: {mentor: true},
      description:
        'The matrix of roadmaps, lessons and styles, counted by roadmap: as the coverage was counted last, or as of an earlier count.',
      args: {
        filter: t.arg({type: CellFilterInput}),
        asOf: t.arg({
          type: 'DateTime',
          description: 'The last count at this moment or before it (coverageNights). Default: the last one.',
        }),
        comparedWith: t.arg({
          type: 'DateTime',
          description: 'The last count at this moment or before it: what has changed since, `changes` asks.',
        }),
      },
      resolve: (_root, args, context) => matrixOf(context, args),
    }),
  );

  builder.queryField('matchingCells', t =>
    t.field({
      type: SelectionType,
      authScopes: {mentor: true},
      description:
        'The cells that match, as they were counted: what to act on, where all that match is meant.',
      args: {
        filter: t.arg({type: CellFilterInput}),
        asOf: t.arg({type: 'DateTime'}),
        comparedWith: t.arg({type: 'DateTime'}),
      },
      resolve: async (_root, args, context) => {
        const {filter, at, comparedWith} = await cellsAsked(context, args);
        const {pool, serving} = context;
        const options = {...serving, filter, at: at ?? (await lastCount(context)), comparedWith};
        return matchingCells(pool, {...options, limit: MAX_SELECTED_CELLS});
      },
    }),
  );
}
