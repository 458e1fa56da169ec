import {Skeleton, Text} from '@mantine/core';
import type {UseQueryResult} from '@tanstack/react-query';
import type {ReactNode} from 'react';
import {messageOf} from '../../lib/api-error.ts';
import {count, plural} from '../../lib/format.ts';
import classes from './desk.module.css';
import type {Progress} from './queries.ts';

/** How far the queue is, and what the mentor did. */
export function ProgressLine({progress}: {progress: UseQueryResult<Progress>}) {
  if (progress.isPending) return <Skeleton h={18} w={420} maw="100%" mt={3} />;
  if (progress.isLoadingError) return <>The figures could not be loaded: {messageOf(progress.error)}</>;
  const {waitingCount, heldCount, heldLessonId, ownDayCount, ownWeekCount, weekCount} = progress.data;
  const heldByOthers = Math.max(0, heldCount - (heldLessonId === null ? 0 : 1));
  return (
    <ul className={classes['progress']} aria-label="Progress">
      <Part value={waitingCount}>{waitingCount === 1 ? 'lesson waits' : 'lessons wait'}</Part>
      <Part value={heldByOthers}>held by others</Part>
      <Part value={ownDayCount}>by you in 24 hours</Part>
      <Part value={ownWeekCount}>by you in 7 days</Part>
      <Part value={weekCount}>by all in 7 days</Part>
    </ul>
  );
}

const Part = ({value, children}: {value: number; children: ReactNode}) => (
  <li>
    <Text span fw={650} c="var(--mantine-color-text)">
      {count(value)}
    </Text>{' '}
    {children}
  </li>
);

/** 3 lessons. */
export const lessons = (value: number): string => plural(value, 'lesson');
