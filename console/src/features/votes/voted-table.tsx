import {Box, Group, Table} from '@mantine/core';
import {Tag} from '../../components/tag.tsx';
import {VoteBar} from '../../components/vote-bar.tsx';
import {count, percent} from '../../lib/format.ts';
import {LessonCell} from './lesson-cell.tsx';
import type {VotedLesson} from './queries.ts';
import type {VoteOrder} from './search.ts';

/** What each list is ordered by, as a column. */
const MEASURES: Record<
  VoteOrder,
  {label: string; of: (lesson: VotedLesson) => string; sort: 'ascending' | 'descending'}
> = {
  collapsing: {label: 'At best', of: ({upperBound}) => percent(upperBound), sort: 'ascending'},
  controversial: {label: 'Divided', of: ({controversy}) => percent(controversy), sort: 'descending'},
  best: {
    label: 'Upvotes',
    of: ({upvotes, downvotes}) => percent(upvotes / (upvotes + downvotes)),
    sort: 'descending',
  },
};

/** Lessons with their votes, in the order of the list. */
export function VotedTable({lessons, order}: {lessons: readonly VotedLesson[]; order: VoteOrder}) {
  const {label, of, sort} = MEASURES[order];
  // The best are ordered by what few votes are drawn to, which is not a figure that anybody asks for.
  const sorted = order === 'best' ? {} : {'aria-sort': sort};
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Lesson</Table.Th>
            <Table.Th w={260} visibleFrom="sm">
              Votes
            </Table.Th>
            <Table.Th w={90} className="number" {...sorted}>
              {label}
            </Table.Th>
            <Table.Th w={80} className="number" visibleFrom="sm">
              Views
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lessons.map(lesson => (
            <Table.Tr key={String(lesson.lessonId)}>
              <Table.Td>
                <LessonCell lesson={lesson} />
                <Box hiddenFrom="sm" mt={4}>
                  <VoteBar upvotes={lesson.upvotes} downvotes={lesson.downvotes} />
                </Box>
                <Marks lesson={lesson} />
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <VoteBar upvotes={lesson.upvotes} downvotes={lesson.downvotes} />
              </Table.Td>
              <Table.Td className="number">{of(lesson)}</Table.Td>
              <Table.Td className="number" visibleFrom="sm">
                {count(lesson.viewCount)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Marks({lesson: {isCollapsed, approvalStatus}}: {lesson: VotedLesson}) {
  const isVerified = approvalStatus === 'mentor_verified';
  if (!isCollapsed && !isVerified) return null;
  return (
    <Group gap={4} mt={4}>
      {isCollapsed && <Tag tone="bad">Collapsed</Tag>}
      {isVerified && <Tag tone="good">Verified by a mentor</Tag>}
    </Group>
  );
}
