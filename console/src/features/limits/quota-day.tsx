import {SimpleGrid, Text, Title} from '@mantine/core';
import {Figure} from '../../components/figure.tsx';
import {Ago} from '../../components/time.tsx';
import {count, dateTime, usd, viewerZone} from '../../lib/format.ts';
import type {Limit, Limits} from './queries.ts';
import {figure, PROVIDER_ZONE} from './words.ts';

/** What today has used, by runs and for people who wait, and when the provider's day ends. */
export function QuotaDay({limits: {requestsPerDay, usdPerDay}}: {limits: Limits}) {
  const {resetsAt} = requestsPerDay;
  return (
    <section aria-labelledby="quota-day">
      <Title order={2} id="quota-day" mb="xs">
        Today
      </Title>
      <SimpleGrid cols={{base: 1, xs: 2, md: 3}} spacing="sm">
        <Figure
          label="Requests sent"
          value={count(requestsPerDay.used)}
          note={splitOf(requestsPerDay, false)}
        />
        <Figure
          label="Dollars spent, all models"
          value={usd(usdPerDay.used)}
          note={splitOf(usdPerDay, true)}
        />
        {resetsAt !== null && (
          <Figure
            label="The provider's day ends"
            value={<Ago value={resetsAt} />}
            note={`${dateTime(resetsAt)} (${viewerZone()})`}
          />
        )}
      </SimpleGrid>
      {resetsAt !== null && (
        <Text size="xs" c="var(--preheat-soft)" mt="xs">
          That is {dateTime(resetsAt, PROVIDER_ZONE)} there ({PROVIDER_ZONE}). What is used of the limits a
          day counts from zero then.
        </Text>
      )}
    </section>
  );
}

const splitOf = ({used, usedByRuns}: Limit, isUsd: boolean): string => {
  const byRuns = usedByRuns ?? 0;
  return `${figure(byRuns, isUsd)} by runs, ${figure(used - byRuns, isUsd)} for people who wait`;
};
