import {reasonOf} from '../../domain/cell-reasons.ts';
import {type QuotedCell, quotedCells, type QuotePlace} from '../../sql/queries/quoted-cells.ts';
import {builder} from '../graphql/builder.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {connectionOf, cursorOf, type Page, pageSize, placeOf} from './connection.ts';
import {CellStateEnum, StyleEnum} from './enums.ts';
import {RunFilterInput, runFilterOf} from './run-acts.ts';

const FIRST = 50;

const QuotedCellType = builder.objectRef<QuotedCell>('QuotedCell').implement({
  description: 'A cell that a run would take.',
  fields: t => ({
    position: t.exposeInt('position', {description: "Its place in the run's order, from 1 on."}),
    cellId: t.exposeInt('cellId'),
    stepTitle: t.exposeString('stepTitle'),
    lessonNumber: t.exposeInt('lessonNumber'),
    style: t.expose('style', {type: StyleEnum}),
    state: t.field({
      type: CellStateEnum,
      // Cells that are made anew are no part of a quote that the API gives.
      resolve: ({state}) => (state === 'regenerate' ? 'served' : state),
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it would be made, in words for people.',
      resolve: cell => reasonOf(cell),
    }),
    staleReason: t.exposeString('staleReason', {nullable: true}),
  }),
});

const QuotedCellConnection = connectionOf('QuotedCell', QuotedCellType);

type Quoted = {totalCount: number; page: Page<QuotedCell>};

const QuotedCellsType = builder.objectRef<Quoted>('QuotedCells').implement({
  description: 'The cells that a run would take.',
  fields: t => ({
    totalCount: t.exposeInt('totalCount', {
      description: "As many as the quote's cellCount; in walk order, as the first page counted them.",
    }),
    page: t.expose('page', {type: QuotedCellConnection}),
  }),
});

/** Places and counts of a cursor that somebody made up must not leave the range of `Int`. */
const MAX_CELLS = 2_000_000_000;

/** @throws GraphQLError where it is no cursor of such a list */
function placeAfter(cursor: string | null | undefined): QuotePlace | null {
  const [position = 0, cellId = 0, totalCount = 0] = placeOf(cursor, 3) ?? [];
  if (cursor == null) return null;
  return {position: Math.min(position, MAX_CELLS), cellId, totalCount: Math.min(totalCount, MAX_CELLS)};
}

/** The exact cells that a run would take. */
export function addQuoteCells(): void {
  builder.queryField('quoteCells', t =>
    t.field({
      type: QuotedCellsType,
      authScopes: {moderator: true},
      description:
        'The cells that a run with this filter would take now, in its order. In walk order a page goes on behind the last cell of the one before; in that of demand by places: where cells were filled since, it begins so many later.',
      args: {
        filter: t.arg({type: RunFilterInput}),
        first: t.arg.int({defaultValue: FIRST, validate: pageSize}),
        after: t.arg.string({validate: textUpTo(100)}),
      },
      resolve: async (_root, {filter, first, after}, {pool, serving}) => {
        const {cells, totalCount, hasNextPage} = await quotedCells(pool, {
          ...serving,
          filter: runFilterOf(filter),
          after: placeAfter(after),
          limit: first ?? FIRST,
        });
        const last = cells.at(-1);
        const endCursor = last ? cursorOf(last.position, last.cellId, totalCount) : null;
        return {totalCount, page: {nodes: cells, endCursor, hasNextPage}};
      },
    }),
  );
}
