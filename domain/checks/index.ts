import {answerForm, assembleLesson, type Lesson} from '../content/index.ts';
import type {Finding} from '../findings.ts';
import type {LessonRequest} from '../lesson-request.ts';
import type {VideoChoice} from '../video.ts';
import {checkCode} from './code/index.ts';
import {draftTexts} from './draft-texts.ts';
import {checkFeedbackLeak} from './feedback-leak.ts';
import {checkLanguage} from './language.ts';
import {checkMarkup} from './markup.ts';
import {checkPhrases, checkPromptLeak, checkUnwritten} from './phrases.ts';
import {checkBlankTexts, checkCharacters, checkFences} from './plain-text.ts';
import {checkQuizOptions, checkQuizQuestions} from './quiz.ts';
import {checkFinishReason, parseAnswer, readAnswer} from './read-answer.ts';
import {checkRepetition} from './repetition.ts';
import {checkSiblings, fingerprint, type Sibling} from './siblings.ts';
import {checkTopic} from './topic.ts';
import {checkUrls} from './urls.ts';
import {checkVideo} from './video.ts';

export type {Sibling} from './siblings.ts';

/** A model's answer as it was stored, and the other lessons of its step. */
export type Draft = {
  request: LessonRequest;
  answerText: string;
  finishReason: string;
  siblings?: readonly Sibling[];
  /** For a video lesson: what it was asked with. */
  videoChoice?: VideoChoice | null;
};

/** What the checks say of a draft. */
export type CheckedDraft = {
  findings: Finding[];
  /** The answer's JSON, whatever its shape; undefined where it is cut off or no JSON. */
  value: unknown;
  /** Null where the answer is cut off, no JSON, or of another shape than its style's. */
  lesson: Lesson | null;
  /** By which later siblings are compared with this lesson; null where there is none. */
  fingerprint: number[] | null;
};

const TEXT_CHECKS = [
  checkBlankTexts,
  checkCharacters,
  checkPhrases,
  checkUnwritten,
  checkPromptLeak,
  checkRepetition,
  checkFences,
  checkMarkup,
  checkUrls,
  checkLanguage,
];

/**
 * Everything that is wrong with a draft, and the lesson that it makes. Only a draft without an error finding may be
 * published.
 */
export function checkDraft({
  request,
  answerText,
  finishReason,
  siblings = [],
  videoChoice = null,
}: Draft): CheckedDraft {
  const cutOff = checkFinishReason(finishReason);
  if (cutOff.length > 0) return noLesson(cutOff);

  const {value, findings: jsonFindings} = parseAnswer(answerText);
  if (jsonFindings.length > 0) return noLesson(jsonFindings);

  const {answer, findings} = readAnswer(answerForm(request.style, videoChoice), value);
  const texts = draftTexts(value);
  findings.push(...TEXT_CHECKS.flatMap(check => check(texts)), ...checkCode(request, texts));
  findings.push(...checkFeedbackLeak(request, texts));
  if (answer === null) return noLesson(findings, value);

  const own = fingerprint(texts);
  findings.push(...checkQuizOptions(answer), ...checkQuizQuestions(answer), ...checkSiblings(own, siblings));
  findings.push(...checkTopic(request, answer), ...checkVideo(videoChoice, answer));
  return {findings, value, lesson: assembleLesson(request, answer, videoChoice), fingerprint: own};
}

function noLesson(findings: Finding[], value?: unknown): CheckedDraft {
  return {findings, value, lesson: null, fingerprint: null};
}

/** Whether the findings keep a draft from being published. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({severity}) => severity === 'error');
}
