import {queryOptions, useMutation, useQueryClient} from '@tanstack/react-query';
import type {TadaDocumentNode} from 'gql.tada';
import {graphql, type ResultOf} from '../../lib/graphql.ts';
import {notifyError, notifyOutcome} from '../../lib/notify.ts';
import {request} from '../../lib/request.ts';

const ViewFields = graphql(`
  fragment ViewFields on ScheduleView @_unmask {
    isReachable
    message
    schedule {
      cron
      timeZone
      nextRuns
      isPaused
      note
      filter {
        roadmapKeys
        styles
        states
        limit
        order
      }
      maxUsd
      setAt
      missedCount
      skippedCount
      recentActions {
        scheduledAt
        takenAt
        runId
        runState
      }
    }
  }
`);

type ScheduleView = ResultOf<typeof ViewFields>;
export type Schedule = NonNullable<ScheduleView['schedule']>;

const ScheduleDocument = graphql(
  `
    query Schedule {
      schedule {
        ...ViewFields
      }
    }
  `,
  [ViewFields],
);

const SetDocument = graphql(`
  mutation SetSchedule($input: ScheduleInput!) {
    act: setSchedule(input: $input) {
      success
      message
    }
  }
`);

const PauseDocument = graphql(`
  mutation PauseSchedule($reason: String!) {
    act: pauseSchedule(reason: $reason) {
      success
      message
    }
  }
`);

const ResumeDocument = graphql(`
  mutation ResumeSchedule($reason: String) {
    act: resumeSchedule(reason: $reason) {
      success
      message
    }
  }
`);

const TriggerDocument = graphql(`
  mutation TriggerSchedule {
    act: triggerSchedule {
      success
      message
    }
  }
`);

const DeleteDocument = graphql(`
  mutation DeleteSchedule {
    act: deleteSchedule {
      success
      message
    }
  }
`);

/** A night starts while somebody looks. */
const PERIOD_MS = 30_000;

const KEY = ['schedule'];

/** The nightly schedule, and whether the Temporal server that keeps it answers. */
export const scheduleQuery = queryOptions({
  queryKey: KEY,
  queryFn: async ({signal}) => (await request(ScheduleDocument, {}, signal)).schedule,
  refetchInterval: PERIOD_MS,
});

type Acted = {act: {success: boolean; message: string}};

/**
 * An act on the schedule: what became of it is said, and what it changed is asked for again.
 *
 * @param refused what is said of one that was not done; null where the form says it
 */
function useAct<Result extends Acted, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  refused: string | null,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (variables: Variables) => (await request(document, variables)).act,
    onSuccess: async outcome => {
      if (refused !== null || outcome.success) notifyOutcome(refused ?? '', outcome);
      await Promise.all(
        [KEY, ['runs'], ['brief']].map(queryKey => queryClient.invalidateQueries({queryKey})),
      );
    },
    ...(refused !== null && {onError: notifyError(refused)}),
  });
}

export const useSetSchedule = () => useAct(SetDocument, null);
export const usePauseSchedule = () => useAct(PauseDocument, 'The schedule was not paused');
export const useResumeSchedule = () => useAct(ResumeDocument, 'The schedule was not resumed');
export const useTriggerSchedule = () => useAct(TriggerDocument, 'The run was not started');
export const useDeleteSchedule = () => useAct(DeleteDocument, 'The schedule was not deleted');
