import {SegmentedControl, Skeleton, Stack, Text, Title} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {useState} from 'react';
import {diffQuery} from '../../components/diff-query.ts';
import {Diff} from '../../components/diff.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {LessonContent} from '../../components/lesson-content.tsx';
import type {LessonId} from '../../lib/graphql.ts';
import {useCan} from '../../lib/viewer.ts';
import classes from './desk.module.css';
import {earlierQuery} from './earlier-queries.ts';
import type {ReviewItem} from './queries.ts';

type Props = {item: ReviewItem; parentLessonId: LessonId; isWide: boolean};

/** The version that a lesson is to be better than, beside it; for moderators also what differs. */
export function Earlier(props: Props) {
  const isModerator = useCan('MODERATOR');
  const [view, setView] = useState('both');
  return (
    <Stack gap="sm">
      {isModerator && (
        <SegmentedControl
          aria-label="How the versions are compared"
          size="xs"
          w="fit-content"
          value={view}
          onChange={setView}
          data={[
            {value: 'both', label: props.isWide ? 'Side by side' : 'Earlier version'},
            {value: 'changes', label: 'What differs'},
          ]}
        />
      )}
      {isModerator && view === 'changes' ? <Changes {...props} /> : <Both {...props} />}
    </Stack>
  );
}

function Both({item, parentLessonId, isWide}: Props) {
  const earlier = useQuery(earlierQuery(parentLessonId));
  const before = (
    <section aria-label="Earlier version">
      <Title order={3} size="h4">
        Earlier version
      </Title>
      {earlier.isPending && <Skeleton h={240} mt="xs" />}
      {earlier.isLoadingError && (
        <ErrorNote title="It could not be loaded" error={earlier.error} onRetry={earlier.refetch} />
      )}
      {earlier.data === null && <Text mt="xs">It is not there any more.</Text>}
      {earlier.data && (
        <Stack gap="xs" mt="xs">
          <Text fw={650}>{earlier.data.title}</Text>
          {earlier.data.description !== '' && <Text>{earlier.data.description}</Text>}
          <LessonContent content={earlier.data.content} style={earlier.data.learningStyle} headingLevel={4} />
        </Stack>
      )}
    </section>
  );
  // On a narrow screen the one is read instead of the other: below it, nobody could compare them.
  if (!isWide) return before;
  return (
    <div className={classes['columns']}>
      {before}
      <section aria-label="This version">
        <Title order={3} size="h4" mb="xs">
          This version
        </Title>
        <Stack gap="xs">
          <Text fw={650}>{item.title}</Text>
          {item.description !== '' && <Text>{item.description}</Text>}
          <LessonContent content={item.content} style={item.style} headingLevel={4} />
        </Stack>
      </section>
    </div>
  );
}

function Changes({item, parentLessonId}: Props) {
  const changes = useQuery(diffQuery(parentLessonId, item.lessonId));
  if (changes.isPending) return <Skeleton h={240} />;
  if (changes.isLoadingError)
    return <ErrorNote title="It could not be loaded" error={changes.error} onRetry={changes.refetch} />;
  if (changes.data === null) return <Text>The earlier version is not there any more.</Text>;
  return <Diff fields={changes.data} before="Earlier version" after="This version" />;
}
