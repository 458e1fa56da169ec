import {copies} from './copies.ts';
import {brokenAnswers, endedAnswers} from './cut-answers.ts';
import {goodDraft, siblingOf, type CorpusDraft} from './draft.ts';
import {editedDrafts} from './edited-drafts.ts';
import {emulatedLessons} from './emulated.ts';
import {BASE_LESSONS} from './lessons.ts';
import {offTopicDrafts} from './off-topic.ts';
import {variations} from './variations.ts';

export type {CorpusDraft} from './draft.ts';

/** Drafts that may be published: lessons of the emulator are less than a third of them. */
export async function goodDrafts(): Promise<CorpusDraft[]> {
  return [...handWritten(), ...variations(), ...editedDrafts('near-misses'), ...(await emulatedLessons())];
}

/** Drafts that have to be stopped, each by one check. */
export function badDrafts(): CorpusDraft[] {
  return [
    ...brokenAnswers(),
    ...endedAnswers(),
    ...editedDrafts('spoiled'),
    ...offTopicDrafts(),
    ...copies(),
  ];
}

/** The base lessons, beside those of the same roadmap: rightly alike in their words. */
function handWritten(): CorpusDraft[] {
  return BASE_LESSONS.map(lesson => {
    const {roadmapTitle} = lesson.request;
    const others = BASE_LESSONS.filter(one => one !== lesson && one.request.roadmapTitle === roadmapTitle);
    return goodDraft(lesson.id, lesson, {siblings: others.map(siblingOf)});
  });
}
