import {Button, Group, Modal, Stack, Text, Textarea} from '@mantine/core';
import {useState} from 'react';
import {useSendToReview} from './mutations.ts';
import type {Version} from './versions.ts';

const MAX_REASON_CHARACTERS = 1_000;

/** Puts a lesson at the head of the mentors' queue. */
export function ReviewDialog({version, onClose}: {version: Version; onClose: () => void}) {
  const {name, row} = version;
  const [reason, setReason] = useState('');
  const sending = useSendToReview(onClose);
  return (
    <Modal opened onClose={onClose} title={`Send ${name} to review`}>
      <form
        onSubmit={event => {
          event.preventDefault();
          sending.mutate({lessonId: row.lessonId, reason: reason.trim()});
        }}
      >
        <Stack>
          <Text>
            {name} goes to the head of the mentors' queue until one of them has answered. Learners see no
            difference until then.
          </Text>
          <Textarea
            label="Reason"
            description="For the audit log and for moderators. Mentors are not told: they review blind."
            autosize
            minRows={2}
            maxLength={MAX_REASON_CHARACTERS}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={sending.isPending}>
              Send {name} to review
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
