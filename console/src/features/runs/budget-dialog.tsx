import {Button, Group, Modal, NumberInput, Stack, Text} from '@mantine/core';
import {useState} from 'react';
import {dollarsOf} from '../../components/run-filter.ts';
import {usdGiven, usdRange, usdShort} from '../../lib/format.ts';
import {useRunAct} from './acts.ts';
import type {Run} from './queries.ts';

type BudgetProps = {run: Run; opened: boolean; onClose: () => void};

/** Changes what a run under way may spend. */
export function BudgetDialog({opened, ...rest}: BudgetProps) {
  return (
    <Modal opened={opened} onClose={rest.onClose} title="Change the cap">
      <BudgetForm {...rest} />
    </Modal>
  );
}

function BudgetForm({run, onClose}: Omit<BudgetProps, 'opened'>) {
  const {spentUsd, maxUsd, quote, runId} = run;
  const [value, setValue] = useState<number | string>(maxUsd ?? '');
  const act = useRunAct(runId);
  const wanted = dollarsOf(value);
  const fault = wanted !== null && wanted < spentUsd ? `It has spent ${usdShort(spentUsd)} already.` : null;
  const send = () => {
    if (wanted !== null)
      act.mutate({kind: 'budget', maxUsd: wanted}, {onSuccess: ({success}) => success && onClose()});
  };
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        <Text size="sm">
          Spent so far: {usdShort(spentUsd)}
          {quote !== null && `; quoted ${usdRange(quote.usd)} for all of its cells`}. The next call sees the
          new cap; without room for one more call the run stops.
        </Text>
        <NumberInput
          label="It may spend at most"
          description="In dollars"
          prefix="$"
          decimalScale={4}
          min={0}
          max={100_000}
          allowNegative={false}
          value={value}
          onChange={setValue}
          error={fault}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={act.isPending} disabled={wanted === null || fault !== null}>
            {wanted === null ? 'Set the cap' : `Set the cap to ${usdGiven(wanted)}`}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
