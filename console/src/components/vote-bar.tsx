import {Group, Text} from '@mantine/core';
import {wilsonBounds} from '../../../domain/ranking.ts';
import {count} from '../lib/format.ts';
import classes from './vote-bar.module.css';

export type Votes = {upvotes: number; downvotes: number};

/** 80 %, as the rule that condemns a lesson. */
const Z = 1.2816;

const inPercent = (share: number): number => Math.round(share * 100);

/** Between which shares of upvotes the true one most likely lies, in whole percent. */
function interval(votes: Votes): {low: number; high: number} {
  const {lower, upper} = wilsonBounds(votes, Z);
  return {low: inPercent(lower), high: inPercent(upper)};
}

/** What learners say of a lesson: upvotes as the filled part of a bar, the interval as the line below it, all in words. */
export function VoteBar({upvotes, downvotes}: Votes) {
  const total = upvotes + downvotes;
  if (total === 0)
    return (
      <Text size="sm" c="var(--preheat-soft)" component="span">
        No votes
      </Text>
    );
  const {low, high} = interval({upvotes, downvotes});
  const up = inPercent(upvotes / total);
  return (
    <Group gap={8} wrap="nowrap">
      <span
        className={classes['bar']}
        role="img"
        aria-label={`${up} % upvotes; most likely between ${low} and ${high} %`}
      >
        <span className={classes['up']} style={{width: `${up}%`}} />
        <span
          className={classes['interval']}
          style={{left: `${low}%`, width: `${Math.max(1, high - low)}%`}}
        />
      </span>
      <Text size="sm" component="span" className={classes['words']}>
        {count(upvotes)} up, {count(downvotes)} down
        <Text size="xs" component="span" c="var(--preheat-soft)" display="block">
          {low}–{high} % likely
        </Text>
      </Text>
    </Group>
  );
}
