import {queryOptions, useMutation, useQueryClient} from '@tanstack/react-query';
import {graphql, type LessonId, type ResultOf} from '../../lib/graphql.ts';
import {notifyError, notifyOutcome} from '../../lib/notify.ts';
import {request} from '../../lib/request.ts';
import {type Act, doneText} from './acts.ts';

const BulkActDocument = graphql(`
  mutation ActOnVersion($act: BulkAct!, $filter: LessonFilter!, $expectedCount: Int!, $reason: String) {
    bulkAct(act: $act, filter: $filter, expectedCount: $expectedCount, reason: $reason) {
      success
      message
      matchingCount
      command {
        items {
          isDone
          message
        }
      }
    }
  }
`);

const PromoteDocument = graphql(`
  mutation Promote($id: LessonId!, $reason: String) {
    promoteLesson(id: $id, reason: $reason) {
      success
      message
    }
  }
`);

const RetireDocument = graphql(`
  mutation Retire($id: LessonId!, $reason: String) {
    retireLesson(id: $id, reason: $reason) {
      success
      message
    }
  }
`);

const RestoreDocument = graphql(`
  mutation Restore($id: LessonId!, $reason: String) {
    restoreLesson(id: $id, reason: $reason) {
      success
      message
    }
  }
`);

const RollBackDocument = graphql(`
  mutation RollBack($id: LessonId!, $reason: String) {
    rollBackLesson(id: $id, reason: $reason) {
      success
      message
    }
  }
`);

const RegenerateDocument = graphql(`
  mutation Regenerate($ids: [LessonId!]!, $instructions: String) {
    regenerateLessons(ids: $ids, instructions: $instructions) {
      success
      message
    }
  }
`);

const SendToReviewDocument = graphql(`
  mutation SendToReview($lessonId: LessonId!, $reason: String) {
    sendToReview(lessonId: $lessonId, reason: $reason) {
      success
      message
    }
  }
`);

const RecentActsDocument = graphql(`
  query RecentActs($first: Int) {
    bulkCommands(first: $first) {
      bulkCommandId
      act
      reason
      actor
      doneAt
      doneCount
      undoneAt
      items {
        lessonId
        cellId
        isDone
      }
    }
  }
`);

const UndoDocument = graphql(`
  mutation UndoAct($id: Int!) {
    undoBulk(id: $id) {
      success
      message
    }
  }
`);

type Outcome = {success: boolean; message: string};
export type RecentAct = ResultOf<typeof RecentActsDocument>['bulkCommands'][number];

/** Acts of the last minutes that can be undone are among so many. */
const RECENT_ACTS = 20;

/** The newest acts on lessons: for administrators. */
export const recentActsQuery = queryOptions({
  queryKey: ['recent-acts'],
  queryFn: async ({signal}) => (await request(RecentActsDocument, {first: RECENT_ACTS}, signal)).bulkCommands,
});

type ActGiven = {act: Act; lessonId: LessonId; name: string; reason: string};

/**
 * Acts on a version. As a stored command where there is one, for that can be undone for ten minutes from any browser; a
 * cell that no roadmap wants any more is none of those.
 */
async function actOnVersion({act, lessonId, name, reason}: ActGiven): Promise<Outcome> {
  if (act === 'roll_back') return (await request(RollBackDocument, {id: lessonId, reason})).rollBackLesson;
  const filter = {lessonIds: [lessonId]};
  const {bulkAct} = await request(BulkActDocument, {act, filter, expectedCount: 1, reason});
  if (bulkAct.matchingCount === 0) return actWithoutUndo(act, {id: lessonId, reason});
  const [item] = bulkAct.command?.items ?? [];
  if (!bulkAct.success || item === undefined) return {success: false, message: bulkAct.message};
  return item.isDone
    ? {success: true, message: doneText(act, name)}
    : {success: false, message: item.message};
}

async function actWithoutUndo(
  act: Exclude<Act, 'roll_back'>,
  variables: {id: LessonId; reason: string},
): Promise<Outcome> {
  if (act === 'promote') return (await request(PromoteDocument, variables)).promoteLesson;
  if (act === 'retire') return (await request(RetireDocument, variables)).retireLesson;
  return (await request(RestoreDocument, variables)).restoreLesson;
}

/** A mutation after which all that is shown is asked anew: an act on a version shows on most pages. */
function useAct<Given>(title: string, act: (given: Given) => Promise<Outcome>, onDone?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async outcome => {
      if (notifyOutcome(title, outcome)) onDone?.();
      await queryClient.invalidateQueries();
    },
    onError: notifyError(title),
  });
}

export const useActOnVersion = (onDone: () => void) => useAct('Nothing has changed', actOnVersion, onDone);

export const useRegenerate = (onDone: () => void) =>
  useAct(
    'No new version was asked for',
    async (given: {lessonId: LessonId; instructions: string}) =>
      (await request(RegenerateDocument, {ids: [given.lessonId], instructions: given.instructions}))
        .regenerateLessons,
    onDone,
  );

export const useSendToReview = (onDone: () => void) =>
  useAct(
    'It was not sent to review',
    async (given: {lessonId: LessonId; reason: string}) =>
      (await request(SendToReviewDocument, given)).sendToReview,
    onDone,
  );

export const useUndo = () =>
  useAct(
    'It is not undone',
    async (bulkCommandId: number) => (await request(UndoDocument, {id: bulkCommandId})).undoBulk,
  );
