import {Button, Group, Paper, SegmentedControl, Stack, Text} from '@mantine/core';
import {useInfiniteQuery} from '@tanstack/react-query';
import {CsvButton} from '../../components/csv-button.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {Tag} from '../../components/tag.tsx';
import {Time} from '../../components/time.tsx';
import {LessonCell} from './lesson-cell.tsx';
import {MoreButton} from '../../components/more-button.tsx';
import {commentsCsv, commentsQuery, type VoteComment} from './queries.ts';
import {VOTE_TYPES, type VoteType} from './search.ts';
import {ListSkeleton} from './voted-lessons.tsx';
import classes from './votes.module.css';

type CommentsProps = {
  meaning: string;
  votes: VoteType | undefined;
  onVotes: (votes: VoteType | undefined) => void;
};

const CHOICES = [
  {value: '', label: 'All'},
  {value: 'upvote', label: '▲ With upvotes'},
  {value: 'downvote', label: '▼ With downvotes'},
];

/** What learners said with their votes. */
export function Comments({meaning, votes, onVotes}: CommentsProps) {
  const query = useInfiniteQuery(commentsQuery(votes ?? null));
  const comments = query.data?.pages.flatMap(({nodes}) => nodes);
  return (
    <Stack gap="sm">
      <Text size="sm" c="var(--preheat-soft)">
        {meaning}
      </Text>
      <Group justify="space-between">
        <SegmentedControl
          aria-label="Which comments"
          data={CHOICES}
          value={votes ?? ''}
          onChange={value => onVotes(VOTE_TYPES.find(known => known === value))}
        />
        <CsvButton label="Download the comments" fetch={async () => commentsCsv(votes ?? null)} />
      </Group>
      {query.error && !comments && (
        <ErrorNote title="The comments cannot be shown" error={query.error} onRetry={query.refetch} />
      )}
      {comments === undefined && !query.error && <ListSkeleton />}
      {comments?.length === 0 && <NoComments votes={votes} onAll={() => onVotes(undefined)} />}
      {comments?.map(comment => (
        <Comment key={String(comment.voteId)} comment={comment} />
      ))}
      <MoreButton query={query} what="comments" />
    </Stack>
  );
}

function Comment({comment}: {comment: VoteComment}) {
  const isUp = comment.voteType === 'upvote';
  return (
    <Paper withBorder p="sm" component="article" aria-label={`Comment on ${comment.title}`}>
      <Group gap="xs" mb={6}>
        <Tag tone={isUp ? 'good' : 'bad'}>{isUp ? '▲ Up' : '▼ Down'}</Tag>
        <Text size="sm" c="var(--preheat-soft)" component="div">
          <Time value={comment.updatedAt} /> by {comment.userId}
        </Text>
      </Group>
      <Text className={classes['comment']} mb={6}>
        {comment.comment}
      </Text>
      <LessonCell lesson={comment} />
    </Paper>
  );
}

function NoComments({votes, onAll}: {votes: VoteType | undefined; onAll: () => void}) {
  if (votes === undefined)
    return (
      <EmptyState title="Nobody has said anything yet">
        Learners may write a comment with their vote. The newest will stand here.
      </EmptyState>
    );
  return (
    <EmptyState title="Nothing fits the filter" action={<Button onClick={onAll}>Show all comments</Button>}>
      No {votes === 'upvote' ? 'upvote' : 'downvote'} has a comment.
    </EmptyState>
  );
}
