import {CELL_STATES} from '../../domain/cells.ts';
import {STYLES} from '../../domain/styles.ts';
import {builder} from '../graphql/builder.ts';

export const StyleEnum = builder.enumType('Style', {values: STYLES});

export const CellStateEnum = builder.enumType('CellState', {
  description:
    'What a cell has for the reader. A stale one is served, by a lesson that should be made anew; a quarantined one has a draft that failed the checks.',
  values: CELL_STATES,
});
