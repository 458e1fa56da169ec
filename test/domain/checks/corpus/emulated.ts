import {starterRoadmaps} from '../../../../cli/roadmap-files.ts';
import {wireSchema} from '../../../../domain/content/index.ts';
import type {LessonRequest} from '../../../../domain/lesson-request.ts';
import {lessonPrompt} from '../../../../domain/prompts/index.ts';
import {answerText, givenEmulator, jsonPrompt} from '../../../dev/gemini/given.ts';
import {goodDraft, type CorpusDraft, type Sibling} from './draft.ts';

/** Every so manieth cell of the starter roadmaps, so that all of them and all styles are there. */
const STRIDE = 13;

/** Lessons of the Gemini emulator, beside all other lessons of their step. */
export async function emulatedLessons(): Promise<CorpusDraft[]> {
  const cells = (await starterRoadmaps()).flatMap(({title, category, steps}) =>
    steps.flatMap(step =>
      Array.from({length: step.lessonCount}, (_none, index) => index + 1).flatMap(lessonNumber =>
        step.styles.map((style): LessonRequest => ({
          stepTitle: step.title,
          stepDescription: step.description,
          difficulty: step.difficulty,
          lessonNumber,
          lessonCount: step.lessonCount,
          style,
          roadmapTitle: title,
          category,
        })),
      ),
    ),
  );
  return cells
    .filter((_cell, index) => index % STRIDE === 0)
    .map(request => {
      const siblings = cells.filter(
        one =>
          one !== request && one.stepTitle === request.stepTitle && one.roadmapTitle === request.roadmapTitle,
      );
      const text = emulatedAnswer(request);
      return goodDraft(
        `emulated: ${nameOf(request)}`,
        {request, answer: {}},
        {
          answerText: text,
          siblings: siblings.map((one): Sibling => ({
            label: nameOf(one),
            request: one,
            answerText: emulatedAnswer(one),
          })),
        },
      );
    });
}

/** An emulator for each answer, as one would soon be over its quota. */
function emulatedAnswer(request: LessonRequest): string {
  const {system, user} = lessonPrompt(request);
  return answerText(
    givenEmulator().generate({
      ...jsonPrompt(user, wireSchema(request.style)),
      systemInstruction: {parts: [{text: system}]},
    }),
  );
}

function nameOf({stepTitle, lessonNumber, style}: LessonRequest): string {
  return `${stepTitle}, ${lessonNumber}, ${style}`;
}
