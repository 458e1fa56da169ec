import {Button, Group, Modal, Stack, Text, Textarea} from '@mantine/core';
import {useState} from 'react';
import {plural} from '../../lib/format.ts';
import {useRunAct} from './acts.ts';
import type {Run} from './queries.ts';

type SteerProps = {kind: 'pause' | 'cancel'; run: Run; opened: boolean; onClose: () => void};

const WORDS = {
  pause: {
    title: 'Pause the run',
    effect: 'Calls in flight end and their lessons are stored; nothing new starts until somebody resumes it.',
    button: 'Pause the run',
  },
  cancel: {
    title: 'Cancel the run',
    effect:
      'Calls in flight end and their lessons are stored; nothing new starts. A cancelled run cannot be resumed. What it has not reached stays to be made.',
    button: 'Cancel the run',
  },
} as const;

/** Pauses or cancels a run, after saying what that does. */
export function SteerDialog({kind, run, opened, onClose}: SteerProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={WORDS[kind].title}>
      <SteerForm kind={kind} run={run} onClose={onClose} />
    </Modal>
  );
}

function SteerForm({kind, run, onClose}: Omit<SteerProps, 'opened'>) {
  const [reason, setReason] = useState('');
  const act = useRunAct(run.runId);
  const {effect, button} = WORDS[kind];
  const send = () =>
    act.mutate({kind, reason: reason.trim() || null}, {onSuccess: ({success}) => success && onClose()});
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        <Text size="sm">
          {run.inFlightCount > 0 && `${plural(run.inFlightCount, 'call')} in flight now. `}
          {effect}
        </Text>
        <Textarea
          label="Why"
          description="Shown to the team; may be left empty."
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={act.isPending} {...(kind === 'cancel' && {color: 'red.9'})}>
            {button}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
