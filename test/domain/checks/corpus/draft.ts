import type {LessonRequest} from '../../../../domain/lesson-request.ts';

/** What a model might have returned, and what the checks ought to say of it. */
export type CorpusDraft = {
  name: string;
  /** What is wrong with it, or `good`. */
  kind: string;
  /** The id of the error finding that has to stop it; null for a good one. */
  expectedCheck: string | null;
  request: LessonRequest;
  answerText: string;
  finishReason: string;
  /** Whole lessons of the same step in another style or with another number. */
  siblings: readonly Sibling[];
};

export type Sibling = {label: string; request: LessonRequest; answerText: string};

export function siblingOf({
  id,
  request,
  answer,
}: {
  id: string;
  request: LessonRequest;
  answer: Answer;
}): Sibling {
  return {label: id, request, answerText: JSON.stringify(answer)};
}

/** JSON whose places are reached by paths such as `quiz[2].options`. */
export type Answer = {[key: string]: unknown};

/** A draft that is good until `changes` say otherwise. */
export function goodDraft(
  name: string,
  {request, answer}: {request: LessonRequest; answer: Answer},
  changes: Partial<CorpusDraft> = {},
): CorpusDraft {
  return {
    name,
    kind: 'good',
    expectedCheck: null,
    request,
    answerText: JSON.stringify(answer),
    finishReason: 'STOP',
    siblings: [],
    ...changes,
  };
}
