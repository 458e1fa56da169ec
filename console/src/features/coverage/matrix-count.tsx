import {Text} from '@mantine/core';
import {plural} from '../../lib/format.ts';
import type {Matrix} from './queries.ts';

/** How much is shown; announced when filters change it. */
export function MatrixCount({matrix, isFiltered}: {matrix: Matrix; isFiltered: boolean}) {
  const {matchingCellCount, removedCellCount, roadmaps} = matrix;
  return (
    <Text size="sm" role="status" mb={4}>
      {plural(matchingCellCount, 'cell')} in {plural(roadmaps.length, 'roadmap')}
      {isFiltered && (matchingCellCount === 1 ? ' matches' : ' match')}.
      {removedCellCount > 0 && ` ${plural(removedCellCount, 'more')} that no roadmap wants any more.`}
    </Text>
  );
}
