import {Group, Paper, Stack, Text, Title} from '@mantine/core';
import {ButtonLink} from '../../components/links.tsx';
import {plural} from '../../lib/format.ts';
import type {Brief} from './queries.ts';

/** What kept cells from being served, grouped, each with what helps. */
export function NightErrors({runId, groups}: {runId: number; groups: Brief['errorGroups']}) {
  return (
    <section aria-labelledby="night-errors">
      <Title order={2} id="night-errors" mb="xs">
        Not served, and why
      </Title>
      <Stack gap="xs">
        {groups.map(({status, message, cellCount, suggestedFix}) => (
          <Paper key={`${status} ${message}`} withBorder px="md" py="xs">
            <Group justify="space-between" gap="sm">
              <Stack gap={0} flex="1 1 280px">
                <Text fw={600}>
                  {plural(cellCount, 'cell')} {status === 'quarantined' ? 'in quarantine' : 'failed'}
                </Text>
                {message !== null && <Text size="sm">{message}</Text>}
                <Text size="sm" c="var(--preheat-soft)">
                  {suggestedFix}
                </Text>
              </Stack>
              {status === 'quarantined' ? (
                <ButtonLink variant="default" size="xs" to="/quarantine" search={{runId}}>
                  Look at the drafts
                </ButtonLink>
              ) : (
                <ButtonLink variant="default" size="xs" to="/runs/$runId" params={{runId: String(runId)}}>
                  Retry from run {runId}
                </ButtonLink>
              )}
            </Group>
          </Paper>
        ))}
      </Stack>
    </section>
  );
}
