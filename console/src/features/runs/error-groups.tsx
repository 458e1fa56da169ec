import {Group, Paper, Stack, Text, Title} from '@mantine/core';
import {ButtonLink} from '../../components/links.tsx';
import {CellStateMark} from '../../components/cell-state-mark.tsx';
import {plural} from '../../lib/format.ts';
import {useCan} from '../../lib/viewer.ts';
import type {ErrorGroup, Run} from './queries.ts';
import {RetryButton} from './retry-dialog.tsx';

/** What kept cells from being served, grouped, each group with what helps. */
export function ErrorGroups({run, groups}: {run: Run; groups: ErrorGroup[]}) {
  // A run that is under way takes what failed up again only when it has ended.
  const isAdmin = useCan('ADMIN');
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby="run-errors">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="run-errors">
          Not served, and why
        </Title>
        {isAdmin && run.endedAt !== null && run.failedCount > 0 && (
          <RetryButton run={run} size="xs" variant="default" />
        )}
      </Group>
      <Stack gap="sm">
        {groups.map(group => (
          <OneGroup key={`${group.status} ${group.message}`} run={run} group={group} />
        ))}
      </Stack>
    </section>
  );
}

function OneGroup({run, group: {status, message, cellCount, suggestedFix}}: {run: Run; group: ErrorGroup}) {
  const isQuarantine = status === 'quarantined';
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} flex="1 1 300px">
          <Group gap={6}>
            <CellStateMark state={isQuarantine ? 'quarantined' : 'rejected'} isDecorative />
            <Text fw={650}>
              {plural(cellCount, 'cell')} {isQuarantine ? 'in quarantine' : 'failed'}
            </Text>
          </Group>
          {message !== null && <Text size="sm">{message}</Text>}
          <Text size="sm" c="var(--preheat-soft)">
            {suggestedFix}
          </Text>
        </Stack>
        {isQuarantine && <DraftsLink runId={run.runId} />}
      </Group>
    </Paper>
  );
}

function DraftsLink({runId}: {runId: number}) {
  return (
    <ButtonLink variant="default" size="xs" to="/quarantine" search={{runId}}>
      Look at the drafts
    </ButtonLink>
  );
}
