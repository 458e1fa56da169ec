import {Alert, Button, Collapse, Modal, Stack} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {messageOf} from '../lib/api-error.ts';
import {plural} from '../lib/format.ts';
import {graphql} from '../lib/graphql.ts';
import {notifyDone} from '../lib/notify.ts';
import {request} from '../lib/request.ts';
import {optional} from '../lib/search.ts';
import {CapField} from './cap-field.tsx';
import {QUOTE_KEY, useQuote} from './quote.tsx';
import {QuotedCells} from './quoted-cells.tsx';
import {RunFilterFields} from './run-filter-fields.tsx';
import {
  capFault,
  dollarsOf,
  filterOf,
  newRunKey,
  type RunChoice,
  type RunFilter,
  USUAL_CHOICE,
} from './run-filter.ts';
import {StartFoot} from './start-foot.tsx';

const StartRunDocument = graphql(`
  mutation StartRun($key: String!, $filter: RunFilter, $maxUsd: Float, $expectedCellCount: Int!) {
    startRun(key: $key, filter: $filter, maxUsd: $maxUsd, expectedCellCount: $expectedCellCount) {
      success
      message
      run {
        runId
      }
    }
  }
`);

type StartRunProps = {
  /** Which cells; left out, the person chooses. */
  filter?: RunFilter;
  opened: boolean;
  onClose: () => void;
  /** The run is started, and a worker has opened it. */
  onStarted: (runId: number) => void;
};

/** Starts a run that was quoted: what it takes is known before, and it is refused where that has changed. */
export function StartRunDialog({opened, onClose, ...rest}: StartRunProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Start a run" size="lg">
      <StartRunForm onClose={onClose} {...rest} />
    </Modal>
  );
}

/** Its state begins anew with each opening, the key of the run too. */
function StartRunForm({filter: given, onClose, onStarted}: Omit<StartRunProps, 'opened'>) {
  const [choice, setChoice] = useState(USUAL_CHOICE);
  const [cap, setCap] = useState<number | string>('');
  const [areCellsShown, {toggle}] = useDisclosure();
  const filter = given ?? filterOf(choice);
  const maxUsd = dollarsOf(cap);
  const hasFault = capFault(cap) !== null;
  const state = useQuote(filter, maxUsd);
  const starting = useStartRun({onClose, onStarted});
  const {quote} = state;
  const change = (next: RunChoice) => {
    setChoice(next);
    starting.reset();
  };
  const start = () => {
    if (quote === null || filter === null || hasFault) return;
    starting.mutate({filter, expectedCellCount: quote.cellCount, ...optional({maxUsd: maxUsd ?? undefined})});
  };
  const refusal = refusalOf(starting);

  return (
    <Stack>
      {!given && <RunFilterFields value={choice} onChange={change} />}
      <CapField
        label="It may spend at most"
        description="In dollars. What is not reached stays to be made."
        value={cap}
        onChange={setCap}
      />
      {filter !== null && quote !== null && quote.cellCount > 0 && (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={areCellsShown}>
            {areCellsShown ? 'Hide the cells' : `Show the ${plural(quote.cellCount, 'cell')}`}
          </Button>
          <Collapse expanded={areCellsShown}>{areCellsShown && <QuotedCells filter={filter} />}</Collapse>
        </div>
      )}
      {refusal !== null && (
        <Alert color="red" role="alert" title="The run was not started">
          {refusal}
        </Alert>
      )}
      <StartFoot
        quote={state}
        isPending={starting.isPending}
        isDisabled={hasFault}
        onStart={start}
        onClose={onClose}
      />
    </Stack>
  );
}

/** Why nothing was started; null where nothing was refused. */
function refusalOf({data, error}: ReturnType<typeof useStartRun>): string | null {
  if (error !== null) return messageOf(error);
  return data && !data.success ? data.message : null;
}

function useStartRun({onClose, onStarted}: Pick<StartRunProps, 'onClose' | 'onStarted'>) {
  // However often it is sent, also after an answer that was lost: it is one run.
  const [key] = useState(newRunKey);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (wanted: {filter: RunFilter; maxUsd?: number; expectedCellCount: number}) =>
      (await request(StartRunDocument, {key, ...wanted})).startRun,
    onSuccess: async ({success, message, run}) => {
      if (success) {
        notifyDone(message);
        onClose();
        if (run) onStarted(run.runId);
        await queryClient.invalidateQueries({queryKey: ['runs']});
      }
      // Done or refused, other cells are wanted now.
      await queryClient.invalidateQueries({queryKey: [QUOTE_KEY]});
    },
  });
}
