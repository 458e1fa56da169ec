import {z} from 'zod';
import {CELL_CHANGES} from '../../domain/cell-changes.ts';
import {CELL_MARKS} from '../../domain/cell-reasons.ts';
import type {CellFilter as Filter} from '../../sql/queries/cell-filter.ts';
import {countAt} from '../../sql/queries/coverage-past.ts';
import {apiError} from '../errors.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {countUpTo, textUpTo} from '../graphql/inputs.ts';
import {CellStateEnum, StyleEnum} from './enums.ts';

/** Of a selection by hand. */
export const MAX_SELECTED_CELLS = 10_000;

const MAX_AGE_DAYS = 36_500;

export const TEXT = textUpTo(255);

/** The ids of a selection. */
export const selectedCells = z
  .int()
  .min(1, 'must be the ids of cells.')
  .array()
  .max(MAX_SELECTED_CELLS, `must be at most ${MAX_SELECTED_CELLS}.`);

export const CellMarkEnum = builder.enumType('CellMark', {
  description:
    'What is said of a lesson that is served. Weak: learners voted it down; unreviewed: no mentor has said a word of it; verified: a mentor verified it.',
  values: CELL_MARKS,
});

const CellChangeEnum = builder.enumType('CellChange', {
  description:
    'What became of a cell between two counts. Filled: it had nothing good, and is served; lost: the other way round; went_stale: it was served by a lesson that should be made anew by now; new: no roadmap wanted it.',
  values: CELL_CHANGES,
});

export const CellFilterInput = builder.inputType('CellFilter', {
  description: 'Which cells; what is left out does not narrow. Of the values of a list, any will do.',
  fields: t => ({
    roadmapKeys: t.stringList({validate: z.array(TEXT).max(100, 'must be at most 100.')}),
    styles: t.field({type: [StyleEnum]}),
    states: t.field({type: [CellStateEnum]}),
    text: t.string({description: "Anywhere in the step's title.", validate: TEXT}),
    cellIds: t.intList({
      description: `A selection by hand; at most ${MAX_SELECTED_CELLS}.`,
      validate: selectedCells,
    }),
    marks: t.field({
      type: [CellMarkEnum],
      description: 'As it was when the coverage was counted last, or at the count that is looked at.',
    }),
    minAgeDays: t.int({
      description: 'The lesson that is served now is so old. Not together with asOf.',
      validate: countUpTo(MAX_AGE_DAYS),
    }),
    changes: t.field({
      type: [CellChangeEnum],
      description: 'Since the count that it is compared with: only together with comparedWith.',
    }),
  }),
});

/** The filter without what was left out, or sent as null. */
export function cellFilterOf(input: typeof CellFilterInput.$inferInput | null | undefined): Filter {
  const {roadmapKeys, styles, states, text, cellIds, marks, minAgeDays, changes} = input ?? {};
  return {
    ...(roadmapKeys && {roadmapKeys}),
    ...(styles && {styles}),
    ...(states && {states}),
    ...(text && {text}),
    ...(cellIds && {cellIds}),
    ...(marks && {marks}),
    ...(minAgeDays != null && {minAgeDays}),
    ...(changes && {changes}),
  };
}

/** What was asked for: the counts that are looked at. */
export type AskedTimes = {asOf?: Date | null | undefined; comparedWith?: Date | null | undefined};

/**
 * The filter with the counts that are looked at: `at` null where none was asked for.
 *
 * @throws GraphQLError where no count is kept that is so old, or where the filter needs another argument
 */
export async function cellsAsked(
  {pool}: ApiContext,
  {filter: input, asOf, comparedWith}: AskedTimes & {filter?: Parameters<typeof cellFilterOf>[0]},
): Promise<{filter: Filter; at: Date | null; comparedWith: Date | null}> {
  const filter = cellFilterOf(input);
  if (filter.changes && !comparedWith)
    throw apiError('BAD_INPUT', 'filter.changes: say with comparedWith since when.');
  if (filter.minAgeDays !== undefined && asOf)
    throw apiError(
      'BAD_INPUT',
      'filter.minAgeDays: it looks at the lessons of now; leave it out, or leave out asOf.',
    );
  const at = await countOf(pool, 'asOf', asOf);
  return {filter, at, comparedWith: await countOf(pool, 'comparedWith', comparedWith)};
}

/** Postgres takes no moment that is far outside of these, and no count is either. */
const [EARLIEST, LATEST] = [new Date('2000-01-01T00:00:00Z'), new Date('9999-01-01T00:00:00Z')];

async function countOf(
  pool: ApiContext['pool'],
  name: string,
  moment: Date | null | undefined,
): Promise<Date | null> {
  if (moment == null) return null;
  const count = moment < EARLIEST ? null : await countAt(pool, moment > LATEST ? LATEST : moment);
  if (count) return count;
  throw apiError(
    'BAD_INPUT',
    `${name}: no count of ${moment.toISOString()} or before is kept. coverageNights lists those that are.`,
  );
}
