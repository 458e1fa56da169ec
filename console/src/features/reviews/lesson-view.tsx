import {Button, Group, Kbd, Stack, Text, Title} from '@mantine/core';
import {IconHistory} from '@tabler/icons-react';
import type {Ref} from 'react';
import {LessonContent} from '../../components/lesson-content.tsx';
import {STYLE_LABELS, type Style} from '../../components/cell-state.ts';
import {plural} from '../../lib/format.ts';
import classes from './desk.module.css';
import {Earlier} from './earlier.tsx';
import type {ReviewItem} from './queries.ts';

/** The lesson that is judged: where it belongs, what it says, and what it said before. */
export function LessonView({
  item,
  titleRef,
  isWide,
  isEarlierShown,
  toggleEarlier,
}: {
  item: ReviewItem;
  titleRef: Ref<HTMLHeadingElement>;
  isWide: boolean;
  isEarlierShown: boolean;
  toggleEarlier: () => void;
}) {
  const {stepTitle, lessonNumber, style, difficulty, estimatedDurationMinutes, parentLessonId} = item;
  const facts = [
    stepTitle,
    `Lesson ${lessonNumber}`,
    STYLE_LABELS[style as Style] ?? style,
    difficulty && difficulty[0]?.toUpperCase() + difficulty.slice(1),
    estimatedDurationMinutes > 0 && plural(estimatedDurationMinutes, 'minute'),
  ].filter(Boolean);
  return (
    <Stack gap="sm" component="article" style={{minWidth: 0}}>
      <div>
        <Title order={2} ref={titleRef} tabIndex={-1} className={classes['title'] ?? ''}>
          {item.title}
        </Title>
        <Text size="sm" c="var(--preheat-soft)">
          {facts.join(' · ')}
        </Text>
      </div>
      {item.description !== '' && <Text>{item.description}</Text>}
      {parentLessonId !== null && (
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconHistory size={14} aria-hidden />}
            rightSection={
              <Kbd size="xs" aria-hidden>
                E
              </Kbd>
            }
            aria-keyshortcuts="E"
            aria-pressed={isEarlierShown}
            onClick={toggleEarlier}
          >
            {isEarlierShown ? 'Hide the earlier version' : 'Show the earlier version'}
          </Button>
        </Group>
      )}
      {parentLessonId !== null && isEarlierShown ? (
        <Earlier item={item} parentLessonId={parentLessonId} isWide={isWide} />
      ) : (
        <LessonContent content={item.content} style={item.style} />
      )}
    </Stack>
  );
}
