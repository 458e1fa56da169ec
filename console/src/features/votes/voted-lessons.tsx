import {Button, Group, Skeleton, Stack, Text} from '@mantine/core';
import {useInfiniteQuery} from '@tanstack/react-query';
import type {ReactNode} from 'react';
import {CsvButton} from '../../components/csv-button.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {optional} from '../../lib/search.ts';
import {MoreButton} from '../../components/more-button.tsx';
import {type PartFilter, votedLessonsCsv, votedLessonsQuery} from './queries.ts';
import type {VoteOrder, VotesSearch} from './search.ts';
import {VotedTable} from './voted-table.tsx';

type VotedLessonsProps = {
  order: VoteOrder;
  meaning: string;
  search: VotesSearch;
  filters: ReactNode;
  onClear: () => void;
};

/** Live lessons in the order of a list. */
export function VotedLessons({order, meaning, search, filters, onClear}: VotedLessonsProps) {
  const filter: PartFilter = optional({roadmapKeys: search.roadmapKeys, styles: search.styles});
  const isFiltered = Object.keys(filter).length > 0;
  const query = useInfiniteQuery(votedLessonsQuery(order, filter));
  const lessons = query.data?.pages.flatMap(({nodes}) => nodes);
  return (
    <Stack gap="sm">
      <Text size="sm" c="var(--preheat-soft)">
        {meaning}
      </Text>
      <Group justify="space-between" align="flex-end">
        {filters}
        <CsvButton label="Download the list" fetch={async () => votedLessonsCsv(order, filter)} />
      </Group>
      {query.error && !lessons && (
        <ErrorNote title="The list cannot be shown" error={query.error} onRetry={query.refetch} />
      )}
      {lessons === undefined && !query.error && <ListSkeleton />}
      {lessons?.length === 0 && <NoLessons order={order} isFiltered={isFiltered} onClear={onClear} />}
      {lessons !== undefined && lessons.length > 0 && <VotedTable lessons={lessons} order={order} />}
      <MoreButton query={query} what="lessons" />
    </Stack>
  );
}

/** In the shape of what comes. */
export const ListSkeleton = () => (
  <Stack gap={8} aria-busy aria-label="The list is loading">
    {['a', 'b', 'c', 'd', 'e', 'f'].map(row => (
      <Skeleton key={row} h={44} />
    ))}
  </Stack>
);

const NOTHING: Record<VoteOrder, {title: string; text: string}> = {
  collapsing: {
    title: 'No lesson has five votes yet',
    text: 'Fewer votes say nothing: one downvote would head the list. Learners vote in the application.',
  },
  controversial: {
    title: 'Learners are of one mind',
    text: 'No lesson has upvotes and downvotes at once.',
  },
  best: {title: 'There are no votes yet', text: 'Learners vote in the application, below each lesson.'},
};

type NoLessonsProps = {order: VoteOrder; isFiltered: boolean; onClear: () => void};

function NoLessons({order, isFiltered, onClear}: NoLessonsProps) {
  if (!isFiltered) return <EmptyState title={NOTHING[order].title}>{NOTHING[order].text}</EmptyState>;
  return (
    <EmptyState title="Nothing fits the filter" action={<Button onClick={onClear}>Show all lessons</Button>}>
      No lesson of these roadmaps and styles belongs in this list.
    </EmptyState>
  );
}
