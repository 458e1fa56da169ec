import {Button, Group, List, Modal, Stack, TextInput} from '@mantine/core';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {plural} from '../../lib/format.ts';
import {notifyError, notifyOutcome} from '../../lib/notify.ts';
import {archiveRoadmap, restoreRoadmap, type Roadmap} from './queries.ts';

/** Archives a roadmap or brings it back, after saying what that does to its cells and lessons. */
export function ArchiveDialog({
  roadmap: {key, title, isArchived, cellCount},
  ownCellCount,
  isOpen,
  onClose,
}: {
  roadmap: Roadmap;
  ownCellCount: number;
  isOpen: boolean;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const queryClient = useQueryClient();
  const acting = useMutation({
    mutationFn: async () =>
      isArchived ? restoreRoadmap(key) : archiveRoadmap({key, reason: reason.trim() || null}),
    onSuccess: async outcome => {
      if (notifyOutcome('The roadmap is as it was', outcome)) onClose();
      await queryClient.invalidateQueries();
    },
    onError: notifyError('The roadmap is as it was'),
  });
  const sharedCount = cellCount - ownCellCount;

  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={isArchived ? `Bring ${title} back?` : `Archive ${title}?`}
    >
      <Stack>
        <List size="sm" spacing={6}>
          {isArchived ? (
            <>
              <List.Item>
                {plural(ownCellCount, 'cell')} are wanted again, with the lessons that they have.
              </List.Item>
              <List.Item>The next run fills those that have none.</List.Item>
            </>
          ) : (
            <>
              <List.Item>{plural(ownCellCount, 'cell')} are archived: no run fills them any more.</List.Item>
              {sharedCount > 0 && (
                <List.Item>
                  {plural(sharedCount, 'cell')} stay, because other roadmaps want them, too.
                </List.Item>
              )}
              <List.Item>Lessons stay, and learners still get them.</List.Item>
              <List.Item>You can bring it back at any time.</List.Item>
            </>
          )}
        </List>
        {!isArchived && (
          <TextInput
            label="Why (optional)"
            description="Shown on its page and in the audit log."
            maxLength={1000}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={acting.isPending} onClick={() => acting.mutate()}>
            {isArchived ? 'Bring the roadmap back' : 'Archive the roadmap'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
