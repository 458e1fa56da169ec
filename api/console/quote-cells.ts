import {reasonOf} from '../../domain/cell-reasons.ts';
import {type QuotedCell, quotedCells} from '../../sql/queries/quoted-cells.ts';
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
    totalCount: t.exposeInt('totalCount', {description: "As many as the quote's cellCount."}),
    page: t.expose('page', {type: QuotedCellConnection}),
  }),
});

/** The exact cells that a run would take. */
export function addQuoteCells(): void {
  builder.queryField('quoteCells', t =>
    t.field({
      type: QuotedCellsType,
      authScopes: {moderator: true},
      description:
        'The cells that a run with this filter would take now, in its order. A page goes by their places: where cells were filled since the page before, the next one begins so many later.',
      args: {
        filter: t.arg({type: RunFilterInput}),
        first: t.arg.int({defaultValue: FIRST, validate: pageSize}),
        after: t.arg.string({validate: textUpTo(100)}),
      },
      resolve: async (_root, {filter, first, after}, {pool, serving}) => {
        const [afterPosition = 0] = placeOf(after, 1) ?? [];
        const limit = first ?? FIRST;
        const {cells, totalCount} = await quotedCells(pool, {
          ...serving,
          filter: runFilterOf(filter),
          afterPosition,
          limit,
        });
        const last = cells.at(-1);
        return {
          totalCount,
          page: {
            nodes: cells,
            endCursor: last ? cursorOf(last.position) : null,
            hasNextPage: last !== undefined && last.position < totalCount,
          },
        };
      },
    }),
  );
}
