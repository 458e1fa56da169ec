import {Button, ScrollArea, Skeleton, Stack, Table, Text} from '@mantine/core';
import {useInfiniteQuery} from '@tanstack/react-query';
import {graphql} from '../lib/graphql.ts';
import {count} from '../lib/format.ts';
import {request} from '../lib/request.ts';
import {CELL_STATE_TEXTS, STYLE_LABELS} from './cell-state.ts';
import {CellStateMark} from './cell-state-mark.tsx';
import {ErrorNote} from './error-note.tsx';
import {QUOTE_KEY} from './quote.tsx';
import type {RunFilter} from './run-filter.ts';

const QuoteCellsDocument = graphql(`
  query QuoteCells($filter: RunFilter, $first: Int, $after: String) {
    quoteCells(filter: $filter, first: $first, after: $after) {
      totalCount
      page {
        nodes {
          position
          cellId
          stepTitle
          lessonNumber
          style
          state
          reason
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  }
`);

const PAGE_SIZE = 50;

/** The exact cells that a run with this filter would take, in its order, a page at a time. */
export function QuotedCells({filter}: {filter: RunFilter}) {
  const {data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage} = useInfiniteQuery({
    queryKey: [QUOTE_KEY, 'cells', filter],
    queryFn: async ({pageParam, signal}) =>
      (await request(QuoteCellsDocument, {filter, first: PAGE_SIZE, after: pageParam}, signal)).quoteCells,
    initialPageParam: null as string | null,
    getNextPageParam: ({page}) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined),
  });
  if (error && !data)
    return <ErrorNote title="The cells could not be listed" error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={180} />;
  const cells = data.pages.flatMap(({page}) => page.nodes);
  const total = data.pages.at(-1)?.totalCount ?? 0;
  return (
    <Stack gap="xs">
      <ScrollArea.Autosize
        mah={280}
        viewportProps={{tabIndex: 0, role: 'region', 'aria-label': 'Cells of the run'}}
      >
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th className="number">#</Table.Th>
              <Table.Th>Step and lesson</Table.Th>
              <Table.Th>Style</Table.Th>
              <Table.Th>Why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cells.map(({position, cellId, stepTitle, lessonNumber, style, state, reason}) => (
              <Table.Tr key={cellId}>
                <Table.Td className="number">{count(position)}</Table.Td>
                <Table.Td>
                  {stepTitle} · {lessonNumber}
                </Table.Td>
                <Table.Td>{STYLE_LABELS[style]}</Table.Td>
                <Table.Td>
                  <CellStateMark state={state} size={12} isDecorative />{' '}
                  {reason ?? CELL_STATE_TEXTS[state].label}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      <Text size="xs" c="var(--preheat-soft)" role="status">
        {count(cells.length)} of {count(total)} shown, in the order in which they would be made.
      </Text>
      {hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
          style={{alignSelf: 'flex-start'}}
        >
          Show more
        </Button>
      )}
    </Stack>
  );
}
