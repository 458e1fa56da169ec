import {Alert, Badge, Group, Paper, Stack, Text} from '@mantine/core';
import {IconAlertTriangle, IconMoonStars, IconPlayerPause} from '@tabler/icons-react';
import {choiceOf, choiceText} from '../../components/run-filter.ts';
import {Time} from '../../components/time.tsx';
import {plural, usdGiven} from '../../lib/format.ts';
import {cronText} from './plain-time.ts';
import type {Schedule} from './queries.ts';

/** Whether the nightly run is on, when it starts, what it fills and what it may spend. */
export function ScheduleState({schedule}: {schedule: Schedule}) {
  const {isPaused, note, cron, timeZone, filter, maxUsd, setAt, missedCount, skippedCount} = schedule;
  const Icon = isPaused ? IconPlayerPause : IconMoonStars;
  return (
    <Stack gap="sm">
      {isPaused && (
        <Alert
          color="yellow"
          variant="light"
          title="No night starts until somebody resumes it"
          c="var(--mantine-color-text)"
        >
          {note ?? 'No reason was given.'}
        </Alert>
      )}
      <Paper withBorder p="md">
        <Stack gap={6}>
          <Group gap="sm">
            <Badge
              variant="default"
              size="lg"
              tt="none"
              fw={600}
              leftSection={<Icon size={14} aria-hidden style={{display: 'block'}} />}
            >
              {isPaused ? 'Paused' : 'On'}
            </Badge>
            <Text fw={650}>
              {cron === null ? 'A schedule that is no cron expression' : cronText(cron)}, {timeZone}
            </Text>
          </Group>
          <Text size="sm">{choiceText(choiceOf(filter))}</Text>
          <Text size="sm">
            {maxUsd === null
              ? 'No cap on what a night may spend.'
              : `A night may spend ${usdGiven(maxUsd)} at most.`}
          </Text>
          <Text size="xs" c="var(--preheat-soft)" component="div">
            {cron !== null && `Cron: ${cron} · `}set <Time value={setAt} />
            {!isPaused && note !== null && ` · ${note}`}
          </Text>
        </Stack>
      </Paper>
      {missedCount > 0 && (
        <Warning>
          {plural(missedCount, 'night')} did not start, because the Temporal server was away for too long.
        </Warning>
      )}
      {skippedCount > 0 && (
        <Warning>
          {plural(skippedCount, 'night')} did not start, because the run before was still under way.
        </Warning>
      )}
    </Stack>
  );
}

function Warning({children}: {children: React.ReactNode}) {
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <IconAlertTriangle
        size={16}
        aria-hidden
        style={{color: 'var(--preheat-stale)', flex: 'none', marginTop: 2}}
      />
      <Text size="sm">{children}</Text>
    </Group>
  );
}
