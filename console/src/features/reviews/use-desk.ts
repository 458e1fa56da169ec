import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {useEffect, useRef, useState} from 'react';
import {notifyDone, notifyError, notifyOutcome, notifyRefused} from '../../lib/notify.ts';
import {useMe} from '../../lib/viewer.ts';
import {type PastVerdict, usePastVerdicts} from './past-verdicts.ts';
import * as api from './queries.ts';
import type {Claimed, ReviewItem} from './queries.ts';
import {useHeartbeat} from './use-heartbeat.ts';
import {forgetDraft, keepDraft, type Status, submissionOf, type Verdict} from './verdict.ts';

export type Given = {verdict: Verdict & {status: Status}; area: string; thenClaim: boolean};

/**
 * What a mentor has before them, and what they can do with it: the lesson that they hold, or one whose verdict they took
 * back. A lesson that they held when the page was opened is theirs again by itself.
 */
export function useDesk() {
  const queryClient = useQueryClient();
  const {id: userId} = useMe();
  const [held, setHeld] = useState<ReviewItem | null>(null);
  /** Their verdicts were taken back. Nobody holds them: another verdict needs no claim. */
  const [reopened, setReopened] = useState<ReviewItem[]>([]);
  const [nothing, setNothing] = useState<Claimed | null>(null);
  const past = usePastVerdicts(userId);
  const progress = useQuery(api.progressQuery);
  const hold = useHeartbeat(held);
  const changed = () => void queryClient.invalidateQueries({queryKey: api.REVIEWS_KEY});

  const claiming = useMutation({
    mutationFn: async ({withSkipped = false}: {withSkipped?: boolean}) => api.claimNext(withSkipped),
    onSuccess: claimed => {
      setHeld(claimed.item);
      setNothing(claimed.item === null ? claimed : null);
      changed();
    },
    onError: notifyError('No lesson was claimed'),
  });
  const claim = claiming.mutate;

  // The queue knows whether this mentor holds a lesson: a page that is opened again goes on with it.
  const hasLooked = useRef(false);
  useEffect(() => {
    if (hasLooked.current || progress.data === undefined) return;
    hasLooked.current = true;
    if (progress.data.heldLessonId !== null) claim({});
  }, [progress.data, claim]);

  const item = reopened[0] ?? held;
  const isReopened = reopened.length > 0;
  const putAway = (): void => {
    if (isReopened) setReopened(([, ...others]) => others);
    else setHeld(null);
  };

  const submitting = useMutation({
    mutationFn: async ({of, verdict, area}: Given & {of: ReviewItem}) =>
      api.submit(submissionOf(of.lessonId, verdict, area)),
    onSuccess: (outcome, {of, verdict, thenClaim}) => {
      if (!outcome.success) return;
      forgetDraft(userId, of.lessonId);
      past.add({item: of, verdict, atMs: Date.now()});
      putAway();
      changed();
      const isSomethingLeft = reopened.length > 1 || (isReopened && held !== null);
      if (thenClaim && !isSomethingLeft) claim({});
    },
  });
  const isAboutItem = submitting.variables?.of === item;

  const skipping = useMutation({
    mutationFn: async (of: ReviewItem) => api.skip(of.lessonId),
    onSuccess: () => {
      setHeld(null);
      claim({});
    },
    onError: notifyError('It was not skipped'),
  });

  const releasing = useMutation({
    mutationFn: async (of: ReviewItem) => api.release(of.lessonId),
    onSuccess: outcome => {
      setHeld(null);
      changed();
      notifyOutcome('It was not yours any more', outcome);
    },
    onError: notifyError('It was not given back'),
  });

  const undoing = useMutation({
    mutationFn: async ({item: of}: PastVerdict) => api.undo(of.lessonId),
    onSuccess: (outcome, taken) => {
      const {item: of, verdict} = taken;
      changed();
      // It may be taken back later: once a verdict from another tab is.
      if (!outcome.success) return notifyRefused('The verdict stays', outcome.message);
      past.drop(taken);
      keepDraft(userId, of.lessonId, verdict);
      setReopened(others => [of, ...others]);
      notifyDone('The verdict is taken back. Give another one, or leave the lesson without.');
    },
    onError: notifyError('The verdict stays'),
  });

  const isBusy = [claiming, submitting, skipping, releasing, undoing].some(({isPending}) => isPending);
  return {
    userId,
    item,
    isReopened,
    /** Null where what is shown is not held by a claim. */
    hold: isReopened ? null : hold,
    /** Why there is nothing to review. */
    nothing,
    progress,
    /** The verdict that can be taken back. */
    last: past.verdicts[0] ?? null,
    isClaiming: claiming.isPending,
    isSubmitting: submitting.isPending,
    isBusy,
    /** Why the verdict on what is shown was not stored. */
    refusal: isAboutItem && submitting.data?.success === false ? submitting.data.message : null,
    error: isAboutItem ? submitting.error : null,
    claim: (withSkipped = false) => {
      if (!isBusy) claim({withSkipped});
    },
    submit: (given: Given) => {
      if (!isBusy && item) submitting.mutate({...given, of: item});
    },
    skip: () => {
      if (!isBusy && held && !isReopened) skipping.mutate(held);
    },
    giveBack: () => {
      if (!isBusy && held && !isReopened) releasing.mutate(held);
    },
    /** Leaves a lesson whose verdict was taken back without another one. */
    leave: () => {
      if (reopened[0]) forgetDraft(userId, reopened[0].lessonId);
      setReopened(([, ...others]) => others);
    },
    undo: () => {
      if (!isBusy && past.verdicts[0]) undoing.mutate(past.verdicts[0]);
    },
  };
}

export type Desk = ReturnType<typeof useDesk>;
