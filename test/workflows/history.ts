import type {WorkflowHandle} from '@temporalio/client';
import type {Activities} from '../../activities/index.ts';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
export type HistoryEvent = NonNullable<History['events']>[number];

export type ActivityEvents = {scheduledId: number; completedId: number | null};

export async function eventsOf(handle: WorkflowHandle): Promise<HistoryEvent[]> {
  return (await handle.fetchHistory()).events ?? [];
}

/** Where an activity's calls were asked for and answered, in the order of asking. */
export function callsIn(events: HistoryEvent[], activity: keyof Activities): ActivityEvents[] {
  const scheduled = events.filter(
    event => event.activityTaskScheduledEventAttributes?.activityType?.name === activity,
  );
  return scheduled.map(({eventId}) => {
    const scheduledId = Number(eventId);
    const completed = events.find(
      event => Number(event.activityTaskCompletedEventAttributes?.scheduledEventId) === scheduledId,
    );
    return {scheduledId, completedId: completed ? Number(completed.eventId) : null};
  });
}

/** Resolves when the workflow has worked on the nth answer (from 1) of an activity. */
export async function answerIsSeen(
  handle: WorkflowHandle,
  activity: keyof Activities,
  nth = 1,
): Promise<void> {
  for (;;) {
    const events = await eventsOf(handle);
    const completedIds = callsIn(events, activity).flatMap(({completedId}) => completedId ?? []);
    const answeredId = completedIds.toSorted((a, b) => a - b)[nth - 1];
    const isSeen = events.some(
      event =>
        answeredId !== undefined &&
        event.workflowTaskCompletedEventAttributes &&
        Number(event.eventId) > answeredId,
    );
    if (isSeen) return;
  }
}

/** Resolves when the workflow has worked on the nth signal (from 1), or on the request to cancel it. */
export async function commandIsSeen(
  handle: WorkflowHandle,
  which: 'signal' | 'cancellation',
  nth = 1,
): Promise<void> {
  for (;;) {
    const events = await eventsOf(handle);
    const requested = events.filter(event =>
      which === 'signal'
        ? event.workflowExecutionSignaledEventAttributes
        : event.workflowExecutionCancelRequestedEventAttributes,
    )[nth - 1];
    const isSeen = events.some(
      event =>
        requested &&
        event.workflowTaskCompletedEventAttributes &&
        Number(event.eventId) > Number(requested.eventId),
    );
    if (isSeen) return;
  }
}
