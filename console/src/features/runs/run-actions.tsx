import {Button} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {useCan} from '../../lib/viewer.ts';
import {useRunAct} from './acts.ts';
import {BudgetDialog} from './budget-dialog.tsx';
import type {Run} from './queries.ts';
import {RetryButton} from './retry-dialog.tsx';
import {SteerDialog} from './steer-dialog.tsx';

/** What an administrator can do with a run now. */
export function RunActions({run}: {run: Run}) {
  const isAdmin = useCan('ADMIN');
  if (!isAdmin) return null;
  if (run.endedAt !== null) return run.failedCount > 0 ? <RetryButton run={run} /> : null;
  return <OpenRunActions run={run} />;
}

function OpenRunActions({run}: {run: Run}) {
  const [isPausing, pausing] = useDisclosure();
  const [isCancelling, cancelling] = useDisclosure();
  const [isChanging, changing] = useDisclosure();
  const resume = useRunAct(run.runId);
  if (run.cause === 'cancelled') return null;
  return (
    <>
      {run.state === 'paused' ? (
        <Button loading={resume.isPending} onClick={() => resume.mutate({kind: 'resume', reason: null})}>
          Resume
        </Button>
      ) : (
        <Button variant="default" onClick={pausing.open}>
          Pause
        </Button>
      )}
      <Button variant="default" onClick={changing.open}>
        Change the cap
      </Button>
      <Button variant="default" c="var(--preheat-rejected)" onClick={cancelling.open}>
        Cancel the run
      </Button>
      <SteerDialog kind="pause" run={run} opened={isPausing} onClose={pausing.close} />
      <SteerDialog kind="cancel" run={run} opened={isCancelling} onClose={cancelling.close} />
      <BudgetDialog run={run} opened={isChanging} onClose={changing.close} />
    </>
  );
}
