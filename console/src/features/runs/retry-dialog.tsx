import {Alert, Button, type ButtonProps, Group, Modal, Stack, Text} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {useNavigate} from '@tanstack/react-router';
import {useState} from 'react';
import {newRunKey} from '../../components/run-filter.ts';
import {messageOf} from '../../lib/api-error.ts';
import {plural, usdGiven} from '../../lib/format.ts';
import {notifyDone} from '../../lib/notify.ts';
import {retryRun} from './acts.ts';
import {retryableQuery, type Run, RUNS_KEY} from './queries.ts';

/** Makes what failed in a run again, by another one. */
export function RetryButton({run, ...props}: {run: Run} & ButtonProps) {
  const [opened, {open, close}] = useDisclosure();
  return (
    <>
      <Button {...props} onClick={open}>
        Retry {plural(run.failedCount, 'failed cell')}
      </Button>
      <Modal opened={opened} onClose={close} title="Retry what failed">
        <RetryForm run={run} onClose={close} />
      </Modal>
    </>
  );
}

function RetryForm({run, onClose}: {run: Run; onClose: () => void}) {
  const [key] = useState(newRunKey);
  const retryable = useQuery(retryableQuery(run.runId));
  const cellCount = retryable.data ?? run.failedCount;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const retrying = useMutation({
    mutationFn: retryRun,
    onSuccess: async ({success, message, run: started}) => {
      // Some were made since: the person looks at the new number, then presses again.
      if (!success) return void (await retryable.refetch());
      notifyDone(message);
      onClose();
      await queryClient.invalidateQueries({queryKey: [RUNS_KEY]});
      await navigate(started ? {to: '/runs/$runId', params: {runId: String(started.runId)}} : {to: '/runs'});
    },
  });
  const refusal = retrying.error
    ? messageOf(retrying.error)
    : retrying.data?.success
      ? null
      : retrying.data?.message;
  const {runId, maxUsd} = run;
  return (
    <Stack>
      <Text size="sm">
        A new run makes the cells that failed in run {runId},{' '}
        {maxUsd === null ? 'without a cap, as that one' : `with the same cap of ${usdGiven(maxUsd)}`}.
      </Text>
      {refusal && (
        <Alert color="red" role="alert" title="The run was not started">
          {refusal}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button
          loading={retrying.isPending || retryable.isPending}
          disabled={cellCount === 0}
          onClick={() => retrying.mutate({runId, key, maxUsd, expectedCellCount: cellCount})}
        >
          Retry {plural(cellCount, 'cell')}
        </Button>
      </Group>
    </Stack>
  );
}
