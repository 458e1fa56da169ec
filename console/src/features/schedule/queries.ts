import {queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import {useAct} from '../../lib/use-act.ts';

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

/** What an act on the schedule changes. */
const CHANGED = ['schedule', 'runs', 'brief'];

export const useSetSchedule = () => useAct(SetDocument, {changed: CHANGED, refused: null});
export const usePauseSchedule = () =>
  useAct(PauseDocument, {changed: CHANGED, refused: 'The schedule was not paused'});
export const useResumeSchedule = () =>
  useAct(ResumeDocument, {changed: CHANGED, refused: 'The schedule was not resumed'});
export const useTriggerSchedule = () =>
  useAct(TriggerDocument, {changed: CHANGED, refused: 'The run was not started'});
export const useDeleteSchedule = () =>
  useAct(DeleteDocument, {changed: CHANGED, refused: 'The schedule was not deleted'});
