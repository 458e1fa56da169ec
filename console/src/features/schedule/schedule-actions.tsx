import {Button} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {DeleteDialog, PauseDialog, RunNowDialog} from './confirm-dialogs.tsx';
import {type Schedule, useResumeSchedule} from './queries.ts';
import {ScheduleDialog} from './schedule-dialog.tsx';

/** What an administrator can do with the schedule. */
export function ScheduleActions({schedule}: {schedule: Schedule}) {
  const [isEditing, editing] = useDisclosure();
  const [isPausing, pausing] = useDisclosure();
  const [isDeleting, deleting] = useDisclosure();
  const [isRunning, running] = useDisclosure();
  const resume = useResumeSchedule();
  return (
    <>
      {schedule.isPaused ? (
        <Button loading={resume.isPending} onClick={() => resume.mutate({reason: null})}>
          Resume
        </Button>
      ) : (
        <Button variant="default" onClick={pausing.open}>
          Pause
        </Button>
      )}
      <Button variant="default" onClick={running.open}>
        Run it now
      </Button>
      <Button variant="default" onClick={editing.open}>
        Change
      </Button>
      <Button variant="default" c="var(--preheat-rejected)" onClick={deleting.open}>
        Delete
      </Button>
      <ScheduleDialog schedule={schedule} opened={isEditing} onClose={editing.close} />
      <PauseDialog opened={isPausing} onClose={pausing.close} />
      <RunNowDialog schedule={schedule} opened={isRunning} onClose={running.close} />
      <DeleteDialog opened={isDeleting} onClose={deleting.close} />
    </>
  );
}
