import {Alert, Button, Group, Modal, Stack, Text} from '@mantine/core';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useEffect} from 'react';
import {messageOf} from '../../lib/api-error.ts';
import {plural} from '../../lib/format.ts';
import {notifyDone} from '../../lib/notify.ts';
import {QUARANTINE_KEY, type QuarantineFilter, retry} from './queries.ts';

/** Which cells are tried again: these, or all that match. `expectedCount` is how many the person saw. */
export type RetryTarget = {filter: QuarantineFilter; cellIds?: number[]; expectedCount: number};

/** Says what trying again does, then has it done, unless other cells match by then. */
export function RetryDialog({
  target,
  onClose,
  onDone,
}: {
  target: RetryTarget | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const queryClient = useQueryClient();
  const retrying = useMutation({
    mutationFn: retry,
    onSuccess: ({success, message, busyCellIds}) => {
      // What matches now is what the person has to see next.
      void queryClient.invalidateQueries({queryKey: QUARANTINE_KEY});
      if (!success) return;
      notifyDone(
        busyCellIds.length > 0
          ? `${message} ${plural(busyCellIds.length, 'cell')} stayed: a run is at it.`
          : message,
      );
      onDone();
      onClose();
    },
  });
  const {reset} = retrying;
  useEffect(reset, [target, reset]);
  const trouble = retrying.error
    ? messageOf(retrying.error)
    : retrying.data?.success === false
      ? retrying.data.message
      : null;
  const cells = plural(target?.expectedCount ?? 0, 'cell');

  return (
    <Modal opened={target !== null} onClose={onClose} title={`Try ${cells} again`}>
      <Stack gap="sm">
        <Text size="sm">
          {target?.expectedCount === 1 ? 'The cell leaves' : `${cells} leave`} quarantine, and the drafts are
          kept as superseded. The next run, tonight’s or one that you start, makes anew what nothing serves:
          that is when it costs.
        </Text>
        {trouble !== null && (
          <Alert color="red" variant="light" title="Nothing was changed" role="alert">
            {trouble}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {trouble === null ? 'Leave them' : 'Look at them again'}
          </Button>
          {trouble === null && target && (
            <Button loading={retrying.isPending} onClick={() => retrying.mutate(target)}>
              Try {cells} again
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
