import {Button, Group, Paper, Stack, Text, Title} from '@mantine/core';
import type {ReactNode} from 'react';
import {useCountAnew} from '../../components/count-anew.ts';
import {ButtonLink} from '../../components/links.tsx';
import type {Need} from './queries.ts';
import {inOwnZone} from './words.ts';

/** What needs a person, the most urgent first, each with the way to where it is done. */
export function NeedList({needs, runId}: {needs: Need[]; runId: number | null}) {
  return (
    <section aria-labelledby="needs">
      <Title order={2} id="needs" mb="xs">
        What needs you
      </Title>
      <Stack gap="xs" component="ul" m={0} p={0} style={{listStyle: 'none'}}>
        {needs.map(need => (
          <Paper key={need.kind} component="li" withBorder px="md" py="xs">
            <Group justify="space-between" gap="sm">
              <Text flex="1 1 280px">{inOwnZone(need.text)}</Text>
              {wayOf(need, runId)}
            </Group>
          </Paper>
        ))}
      </Stack>
    </section>
  );
}

const BUTTON = {variant: 'default', size: 'xs'} as const;

/** Where a need is seen to. */
function wayOf({kind}: Need, runId: number | null): ReactNode {
  switch (kind) {
    case 'night_missed':
    case 'temporal_away':
      return (
        <ButtonLink {...BUTTON} to="/schedule">
          Look at the schedule
        </ButtonLink>
      );
    case 'run_stopped':
      return (
        runId !== null && (
          <ButtonLink {...BUTTON} to="/runs/$runId" params={{runId: String(runId)}}>
            Look at run {runId}
          </ButtonLink>
        )
      );
    case 'run_paused':
      return (
        <ButtonLink {...BUTTON} to="/runs" search={{show: 'open'}}>
          Look at the runs
        </ButtonLink>
      );
    case 'breaker_open':
    case 'model_shutdown':
    case 'learnt_limits':
      return (
        <ButtonLink {...BUTTON} to="/limits">
          Look at the limits
        </ButtonLink>
      );
    case 'quarantined_drafts':
      return (
        <ButtonLink {...BUTTON} to="/quarantine">
          Look at the drafts
        </ButtonLink>
      );
    case 'weak_lessons':
      return (
        <ButtonLink {...BUTTON} to="/" search={{marks: ['weak']}}>
          Look at the weak lessons
        </ButtonLink>
      );
    case 'opinions_differ':
    case 'reviews_waiting':
      return (
        <ButtonLink {...BUTTON} to="/reviews">
          Look at the queue
        </ButtonLink>
      );
    case 'coverage_old':
      return <CountAnew />;
  }
}

function CountAnew() {
  const counting = useCountAnew();
  return (
    <Button {...BUTTON} loading={counting.isPending} onClick={() => counting.mutate()}>
      Count anew
    </Button>
  );
}
