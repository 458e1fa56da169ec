import {useMutation, useQueryClient} from '@tanstack/react-query';
import {graphql} from '../../lib/graphql.ts';
import {notifyError, notifyOutcome} from '../../lib/notify.ts';
import {request} from '../../lib/request.ts';
import {RUNS_KEY} from './queries.ts';

const PauseDocument = graphql(`
  mutation PauseRun($runId: Int!, $reason: String) {
    act: pauseRun(runId: $runId, reason: $reason) {
      success
      message
    }
  }
`);

const ResumeDocument = graphql(`
  mutation ResumeRun($runId: Int!, $reason: String) {
    act: resumeRun(runId: $runId, reason: $reason) {
      success
      message
    }
  }
`);

const CancelDocument = graphql(`
  mutation CancelRun($runId: Int!, $reason: String) {
    act: cancelRun(runId: $runId, reason: $reason) {
      success
      message
    }
  }
`);

const BudgetDocument = graphql(`
  mutation ChangeRunBudget($runId: Int!, $maxUsd: Float!) {
    act: changeRunBudget(runId: $runId, maxUsd: $maxUsd) {
      success
      message
    }
  }
`);

const RetryDocument = graphql(`
  mutation RetryRun($runId: Int!, $key: String!, $maxUsd: Float, $expectedCellCount: Int!) {
    act: retryRun(runId: $runId, key: $key, maxUsd: $maxUsd, expectedCellCount: $expectedCellCount) {
      success
      message
      run {
        runId
      }
    }
  }
`);

/** What a person does with a run. */
type RunAct = {kind: 'pause' | 'resume' | 'cancel'; reason: string | null} | {kind: 'budget'; maxUsd: number};

const REFUSED = {
  pause: 'The run was not paused',
  resume: 'The run was not resumed',
  cancel: 'The run was not cancelled',
  budget: 'The cap was not changed',
} as const;

const STEERING = {pause: PauseDocument, resume: ResumeDocument, cancel: CancelDocument} as const;

async function send(runId: number, act: RunAct) {
  if (act.kind === 'budget') return (await request(BudgetDocument, {runId, maxUsd: act.maxUsd})).act;
  return (await request(STEERING[act.kind], {runId, reason: act.reason})).act;
}

/** Steers a run; what became of it is said, and what is shown of runs is asked for again. */
export function useRunAct(runId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (act: RunAct) => send(runId, act),
    onSuccess: (outcome, {kind}) => notifyOutcome(REFUSED[kind], outcome),
    onError: (error, {kind}) => notifyError(REFUSED[kind])(error),
    onSettled: async () => queryClient.invalidateQueries({queryKey: [RUNS_KEY]}),
  });
}

export type Retry = {runId: number; key: string; maxUsd: number | null; expectedCellCount: number};

/** Starts a run of the cells that failed in another one. */
export const retryRun = async (retry: Retry) => (await request(RetryDocument, retry)).act;
