import {assembleLesson, type Lesson} from '../content/index.ts';
import type {Finding} from '../findings.ts';
import type {LessonRequest} from '../lesson-request.ts';
import {draftTexts} from './draft-texts.ts';
import {checkMarkup} from './markup.ts';
import {checkPhrases, checkPromptLeak, checkUnwritten} from './phrases.ts';
import {checkBlankTexts, checkCharacters, checkFences} from './plain-text.ts';
import {checkQuizOptions, checkQuizQuestions} from './quiz.ts';
import {checkFinishReason, parseAnswer, readAnswer} from './read-answer.ts';
import {checkRepetition} from './repetition.ts';
import {checkTopic, checkVideo} from './topic.ts';
import {checkUrls} from './urls.ts';

/** A model's answer as it was stored. */
export type Draft = {request: LessonRequest; answerText: string; finishReason: string};

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
];

/**
 * Everything that is wrong with a draft, and the lesson that it makes. Only a draft without an error finding may be
 * published. `lesson` is null where the answer is cut off, no JSON, or of another shape than its style's.
 */
export function checkDraft({request, answerText, finishReason}: Draft): {
  findings: Finding[];
  lesson: Lesson | null;
} {
  const cutOff = checkFinishReason(finishReason);
  if (cutOff.length > 0) return {findings: cutOff, lesson: null};

  const {value, findings: jsonFindings} = parseAnswer(answerText);
  if (jsonFindings.length > 0) return {findings: jsonFindings, lesson: null};

  const {answer, findings} = readAnswer(request.style, value);
  const texts = draftTexts(value);
  findings.push(...TEXT_CHECKS.flatMap(check => check(texts)));
  if (answer === null) return {findings, lesson: null};

  findings.push(...checkQuizOptions(answer), ...checkQuizQuestions(answer));
  findings.push(...checkTopic(request, answer), ...checkVideo(request));
  return {findings, lesson: assembleLesson(request, answer)};
}

/** Whether the findings keep a draft from being published. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({severity}) => severity === 'error');
}
