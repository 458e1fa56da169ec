import {Text, Title} from '@mantine/core';
import {count} from '../../lib/format.ts';
import type {Limits} from './queries.ts';

/** How often quotes held: what they are worth. */
export function QuotesHeld({calibration}: {calibration: Limits['calibration']}) {
  const {runCount, usdWithinCount, minutesWithinCount} = calibration;
  return (
    <section aria-labelledby="quotes-held">
      <Title order={2} id="quotes-held" mb={4}>
        How well quotes hold
      </Title>
      <Text size="sm">
        {runCount === 0
          ? 'No run with this model has made all of its cells yet.'
          : `Of the last ${runCount === 1 ? 'run' : `${count(runCount)} runs`} that made all cells, ${count(usdWithinCount)} took the dollars that were quoted, ${count(minutesWithinCount)} the minutes.`}
      </Text>
    </section>
  );
}
