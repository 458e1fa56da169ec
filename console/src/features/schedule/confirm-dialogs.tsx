import {Button, Group, Modal, Stack, Text, Textarea} from '@mantine/core';
import {useState} from 'react';
import {useQuote} from '../../components/quote.tsx';
import {choiceOf, choiceText, filterOf} from '../../components/run-filter.ts';
import {StartFoot} from '../../components/start-foot.tsx';
import {type Schedule, useDeleteSchedule, usePauseSchedule, useTriggerSchedule} from './queries.ts';

type DialogProps = {opened: boolean; onClose: () => void};

/** Pauses the schedule, with the reason that the team will read. */
export function PauseDialog({opened, onClose}: DialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Pause the nights">
      <PauseForm onClose={onClose} />
    </Modal>
  );
}

function PauseForm({onClose}: {onClose: () => void}) {
  const [reason, setReason] = useState('');
  const pause = usePauseSchedule();
  const isEmpty = reason.trim() === '';
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (!isEmpty) pause.mutate({reason: reason.trim()}, {onSuccess: ({success}) => success && onClose()});
      }}
    >
      <Stack>
        <Text size="sm">No night starts until somebody resumes it. A run that is under way goes on.</Text>
        <Textarea
          label="Why"
          description="Shown to the team."
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          maxLength={500}
          autosize
          minRows={2}
          required
          data-autofocus
        />
        <Buttons
          label="Pause the nights"
          isPending={pause.isPending}
          isDisabled={isEmpty}
          onClose={onClose}
        />
      </Stack>
    </form>
  );
}

/** Starts the nightly run at once, after its quote was seen. */
export function RunNowDialog({schedule, opened, onClose}: DialogProps & {schedule: Schedule}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Run it now" size="lg">
      <RunNowForm schedule={schedule} onClose={onClose} />
    </Modal>
  );
}

function RunNowForm({schedule, onClose}: {schedule: Schedule; onClose: () => void}) {
  const trigger = useTriggerSchedule();
  const choice = choiceOf(schedule.filter);
  const quote = useQuote(filterOf(choice), schedule.maxUsd);
  return (
    <Stack>
      <Text size="sm">{choiceText(choice)} The nights stay as they are.</Text>
      <StartFoot
        quote={quote}
        isPending={trigger.isPending}
        onStart={() => trigger.mutate({}, {onSuccess: ({success}) => success && onClose()})}
        onClose={onClose}
      />
    </Stack>
  );
}

/** Deletes the schedule. */
export function DeleteDialog({opened, onClose}: DialogProps) {
  const remove = useDeleteSchedule();
  return (
    <Modal opened={opened} onClose={onClose} title="Delete the schedule">
      <form
        onSubmit={event => {
          event.preventDefault();
          remove.mutate({}, {onSuccess: ({success}) => success && onClose()});
        }}
      >
        <Stack>
          <Text size="sm">
            No night starts any more, and what was set is gone. A run that is under way goes on. To stop the
            nights for a while, pause them.
          </Text>
          <Buttons label="Delete the schedule" color="red.9" isPending={remove.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function Buttons({
  label,
  color,
  isPending,
  isDisabled = false,
  onClose,
}: {
  label: string;
  color?: string;
  isPending: boolean;
  isDisabled?: boolean;
  onClose: () => void;
}) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        Leave it
      </Button>
      <Button type="submit" loading={isPending} disabled={isDisabled} {...(color && {color})}>
        {label}
      </Button>
    </Group>
  );
}
