import {Button, Group, Modal, Stack, Text, Textarea} from '@mantine/core';
import {useState} from 'react';
import type {Offer} from './acts.ts';
import {useActOnVersion} from './mutations.ts';
import type {Version} from './versions.ts';

const MAX_REASON_CHARACTERS = 1_000;

/** Says what becomes of learners, and asks for a reason. */
export function ActDialog({offer, version, onClose}: {offer: Offer; version: Version; onClose: () => void}) {
  const {act, label, consequence, isDangerous} = offer;
  const [reason, setReason] = useState('');
  const acting = useActOnVersion(onClose);
  const given = {act, lessonId: version.row.lessonId, name: version.name, reason: reason.trim()};
  return (
    <Modal opened onClose={onClose} title={label}>
      <form
        onSubmit={event => {
          event.preventDefault();
          acting.mutate(given);
        }}
      >
        <Stack>
          <Text>{consequence}</Text>
          {act !== 'roll_back' && (
            <Text size="sm" c="var(--preheat-soft)">
              It can be undone for ten minutes.
            </Text>
          )}
          <Textarea
            label="Reason"
            description="For the audit log; it may be left out."
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
            <Button type="submit" loading={acting.isPending} {...(isDangerous && {color: 'red.9'})}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
