import {letterWeight} from '../feedback/clean-text.ts';
import type {Finding} from '../findings.ts';
import type {LessonRequest} from '../lesson-request.ts';
import {FEEDBACK_WORDS, FENCE_NAMES} from '../prompts/feedback.ts';
import type {DraftText} from './draft-texts.ts';

/** So many words of a learner's comment in a row are a quotation: by chance hardly two texts have them in common. */
const LEARNER_RUN_WORDS = 8;
/** A mentor, or an editor, may well say how a sentence should be: some of it in the lesson is what they asked for. */
const STAFF_RUN_WORDS = 14;

/** A whole remark of fewer words counts from this weight on, about five words: shorter ones any lesson may say. */
const MIN_WHOLE_WEIGHT = 25;

/** Shorter sentences of our own might stand in a lesson by chance. */
const MIN_SENTENCE_CHARS = 45;

const SENTENCES = FEEDBACK_WORDS.flatMap(words => words.split(/\n(?:- )?|(?<=[.:]) /))
  .filter(({length}) => length >= MIN_SENTENCE_CHARS)
  .map(words => wordsOf(words).join(' '));
const FENCES = Object.values(FENCE_NAMES).map(name => `END OF ${name}`);

/** What remarks ask for that want a lesson approved: the application's own words for it. */
const VERDICTS = /approval[ _]status|mentor[ _]verified|mark(?:ed)?\W+(?:\w+\W+){0,3}(?:verified|approved)/i;

/**
 * A lesson that repeats what was said of the one before, or the part of the prompt that says it. A draft that obeys a
 * remark shows it mostly so. The messages hold no word of a remark: they go into the repair prompt, outside its fence.
 */
export function checkFeedbackLeak(request: LessonRequest, texts: readonly DraftText[]): Finding[] {
  const {feedback} = request;
  if (!feedback) return [];
  const own = wordsOf([request.stepTitle, request.stepDescription, request.roadmapTitle].join(' \n '));
  const comments = feedback.comments.map(({text}) => text);
  const fromLearners = quotations(comments, LEARNER_RUN_WORDS, own);
  const fromStaff = quotations(
    [...feedback.reviews.map(({text}) => text), ...feedback.instructions.split('\n')],
    STAFF_RUN_WORDS,
    own,
  );
  const isVerdictAskedFor = comments.some(text => VERDICTS.test(text));
  return texts.flatMap(({path, text}): Finding[] => {
    const words = wordsOf(text);
    const said = words.join(' ');
    if (
      text.toLowerCase().includes(feedback.nonce) ||
      FENCES.some(fence => text.includes(fence)) ||
      SENTENCES.some(sentence => said.includes(sentence))
    )
      return [leak('error', `${path} repeats what the prompt says of feedback: leave it out.`)];
    if (isQuoted(fromLearners, words))
      return [
        leak('error', `${path} repeats a learner's remark word for word: teach, and leave the remark out.`),
      ];
    if (isVerdictAskedFor && VERDICTS.test(text))
      return [leak('error', `${path} speaks of the lesson's own approval: leave it out.`)];
    if (isQuoted(fromStaff, words))
      return [leak('warning', `${path} repeats a remark of a mentor or an editor word for word.`)];
    return [];
  });
}

/** What may not stand in a lesson: runs of `runWords` words, and the whole of shorter remarks. */
type Quotations = {runWords: number; runs: ReadonlySet<string>; wholes: readonly string[]};

/** @param own words that the lesson may say whoever said them */
function quotations(remarks: readonly string[], runWords: number, own: readonly string[]): Quotations {
  const ownRuns = new Set(runsOf(own, runWords));
  const ownText = spaced(own);
  const wholes: string[] = [];
  const runs = new Set<string>();
  for (const remark of remarks) {
    const words = wordsOf(remark);
    for (const run of runsOf(words, runWords)) if (!ownRuns.has(run)) runs.add(run);
    const whole = spaced(words);
    if (words.length < runWords && letterWeight(remark) >= MIN_WHOLE_WEIGHT && !ownText.includes(whole))
      wholes.push(whole);
  }
  return {runWords, runs, wholes};
}

function isQuoted({runWords, runs, wholes}: Quotations, words: readonly string[]): boolean {
  if (runs.size > 0 && runsOf(words, runWords).some(run => runs.has(run))) return true;
  const text = wholes.length > 0 ? spaced(words) : '';
  return wholes.some(whole => text.includes(whole));
}

function runsOf(words: readonly string[], runWords: number): string[] {
  return Array.from({length: Math.max(0, words.length - runWords + 1)}, (_, at) =>
    words.slice(at, at + runWords).join(' '),
  );
}

const spaced = (words: readonly string[]): string => ` ${words.join(' ')} `;

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function leak(severity: Finding['severity'], message: string): Finding {
  return {check: 'feedback-leak', severity, message};
}
