import {Alert, Button, Skeleton, Stack} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {useQuery} from '@tanstack/react-query';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {useCan} from '../../lib/viewer.ts';
import {NextRuns} from './next-runs.tsx';
import {type Schedule, scheduleQuery} from './queries.ts';
import {RecentNights} from './recent-nights.tsx';
import {ScheduleActions} from './schedule-actions.tsx';
import {ScheduleDialog} from './schedule-dialog.tsx';
import {ScheduleState} from './schedule-state.tsx';

/** The nightly run: when it starts, what it fills, and what became of the last nights. */
export function SchedulePage() {
  const {data: view, error, refetch} = useQuery(scheduleQuery);
  const isAdmin = useCan('ADMIN');
  const schedule = view?.schedule ?? null;
  return (
    <>
      <PageHeader title="Schedule" actions={isAdmin && schedule && <ScheduleActions schedule={schedule} />}>
        The nightly run fills what lacks a good lesson while learners sleep.
      </PageHeader>
      {error && <ErrorNote title="The schedule could not be loaded" error={error} onRetry={refetch} />}
      {!view && !error && <Skeleton h={360} />}
      {view && !view.isReachable && <Unreachable message={view.message} onRetry={refetch} />}
      {view?.isReachable && schedule === null && <NoSchedule />}
      {schedule && <Parts schedule={schedule} />}
    </>
  );
}

function Parts({schedule}: {schedule: Schedule}) {
  return (
    <Stack gap="xl">
      <ScheduleState schedule={schedule} />
      {schedule.cron !== null && schedule.nextRuns.length > 0 && (
        <NextRuns times={schedule.nextRuns} timeZone={schedule.timeZone} />
      )}
      <RecentNights schedule={schedule} />
    </Stack>
  );
}

function Unreachable({message, onRetry}: {message: string; onRetry: () => unknown}) {
  return (
    <Alert color="red" role="alert" title="Nothing is known of the schedule">
      <Stack align="flex-start" gap="xs">
        {message}
        <Button size="xs" variant="default" onClick={() => void onRetry()}>
          Try again
        </Button>
      </Stack>
    </Alert>
  );
}

function NoSchedule() {
  const isAdmin = useCan('ADMIN');
  const [opened, {open, close}] = useDisclosure();
  return (
    <>
      <EmptyState
        title="No night is planned"
        action={isAdmin && <Button onClick={open}>Plan the nights</Button>}
      >
        {isAdmin
          ? 'Choose when the nightly run starts, what it fills and how many dollars it may spend.'
          : 'Runs start by hand only. An administrator can plan the nights.'}
      </EmptyState>
      <ScheduleDialog schedule={null} opened={opened} onClose={close} />
    </>
  );
}
