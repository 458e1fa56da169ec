import {Group, Paper, Skeleton, Stack, Text} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {Tag} from '../../components/tag.tsx';
import {Time} from '../../components/time.tsx';
import {VoteBar} from '../../components/vote-bar.tsx';
import {plural} from '../../lib/format.ts';
import classes from './lesson.module.css';
import {type Feedback, feedbackQuery} from './queries.ts';
import type {Version} from './versions.ts';

/** What learners said of a version: those with a comment first, then the newest. */
export function VotesTab({version}: {version: Version}) {
  const {data, error, refetch} = useQuery(feedbackQuery(version.row.lessonId));
  if (error && !data) return <ErrorNote title="The votes cannot be shown" error={error} onRetry={refetch} />;
  if (data === undefined) return <Skeleton h={240} />;
  const votes = data?.votes ?? [];
  const {upvotes, downvotes} = version;
  if (upvotes + downvotes === 0 && votes.length === 0)
    return (
      <EmptyState title={`Nobody has voted on ${version.name} yet`}>
        Learners vote in the application.
      </EmptyState>
    );
  const silentCount = votes.filter(({comment}) => comment === '').length;
  return (
    <Stack>
      <VoteBar upvotes={upvotes} downvotes={downvotes} />
      {votes
        .filter(({comment}) => comment !== '')
        .map(vote => (
          <Comment key={`${vote.lessonId} ${vote.userId}`} vote={vote} />
        ))}
      {silentCount > 0 && (
        <Text size="sm" c="var(--preheat-soft)">
          {plural(silentCount, 'vote')} without a comment.
        </Text>
      )}
    </Stack>
  );
}

function Comment({vote: {voteType, comment, updatedAt, userId}}: {vote: Feedback['votes'][number]}) {
  const isUp = voteType === 'upvote';
  return (
    <Paper withBorder p="sm">
      <Group gap="xs" mb={4}>
        <Tag tone={isUp ? 'good' : 'bad'}>{isUp ? '▲ Up' : '▼ Down'}</Tag>
        <Text size="sm" c="var(--preheat-soft)" component="div">
          <Time value={updatedAt} /> by {userId}
        </Text>
      </Group>
      <Text className={classes['comment']}>{comment}</Text>
    </Paper>
  );
}
