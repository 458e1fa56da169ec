import {Alert, Group, Paper, Skeleton, Stack, Text} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {ActorName} from '../../components/actor-name.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {Tag, type Tone} from '../../components/tag.tsx';
import {Time} from '../../components/time.tsx';
import classes from './lesson.module.css';
import {type Feedback, feedbackQuery} from './queries.ts';
import type {Version} from './versions.ts';
import {reasonWord, verdictWord} from './words.ts';

type Review = Feedback['reviewed']['reviews'][number];

/** The latest word of each mentor on a version. */
export function ReviewsTab({version}: {version: Version}) {
  const {data, error, refetch} = useQuery(feedbackQuery(version.row.lessonId));
  if (error && !data)
    return <ErrorNote title="The reviews cannot be shown" error={error} onRetry={refetch} />;
  if (data === undefined) return <Skeleton h={240} />;
  const {reviews = [], disagreement = false} = data?.reviewed ?? {};
  if (reviews.length === 0)
    return (
      <EmptyState title={`No mentor has said a word of ${version.name} yet`}>
        Send it to review, and it goes to the head of their queue.
      </EmptyState>
    );
  return (
    <Stack>
      {disagreement && (
        <Alert variant="light" color="yellow" title="The mentors disagree">
          The latest verdict counts.
        </Alert>
      )}
      {reviews.map(review => (
        <ReviewCard key={review.mentorId} review={review} />
      ))}
    </Stack>
  );
}

const TONES: Record<string, Tone> = {verified: 'good', rejected: 'bad', needs_improvement: 'warning'};

function ReviewCard({review}: {review: Review}) {
  const {mentorId, status, feedback, expertiseArea, reasons, updatedAt} = review;
  return (
    <Paper withBorder p="sm">
      <Group gap="xs" mb={4}>
        <Tag tone={TONES[status] ?? 'plain'}>{verdictWord(status)}</Tag>
        {reasons.map(reason => (
          <Tag key={reason}>{reasonWord(reason)}</Tag>
        ))}
        <Text size="sm" c="var(--preheat-soft)" component="div">
          <Time value={updatedAt} /> by <ActorName id={mentorId} />
          {expertiseArea !== '' && `, ${expertiseArea}`}
        </Text>
      </Group>
      {feedback !== '' && <Text className={classes['comment']}>{feedback}</Text>}
    </Paper>
  );
}
