import {envelope, limitOutput, THOUGHT} from './answer.ts';
import type {Answer, Part} from './answer.ts';
import {errorBody} from './errors.ts';
import {countTokens} from './tokens.ts';

/** What a fault may use: the answer as it should be, and ways to write another. */
export type AnswerContext = {
  answer: Answer;
  maxOutputTokens: number;
  blockReason: string;
  /** The whole text about a subject that nobody asked for. */
  writeStrange: () => string;
  /** The text with every sentence replaced by one. */
  writeInstead: (sentence: string) => string;
};

export type FaultyAnswer = {
  answer: Answer;
  /** Where the body is not the answer's envelope. */
  body?: string;
  contentType?: string;
};

const APOLOGY = "I'm sorry, but as an AI language model I cannot generate this lesson.";

const textOf = ({parts}: Answer): string => parts?.find(part => part.thought !== true)?.text ?? '';

function withParts(answer: Answer, parts: readonly Part[], finishReason = 'STOP'): FaultyAnswer {
  const charCount = parts.reduce((count, {text, thought}) => count + (thought === true ? 0 : text.length), 0);
  return {
    answer: {
      ...answer,
      parts,
      finishReason,
      usage: {...answer.usage, candidateTokens: countTokens(charCount)},
    },
  };
}

/** A candidate that ends for a reason of its own, without content; only the prompt and the thoughts are billed. */
const endedBy =
  (finishReason: string) =>
  ({answer}: AnswerContext): FaultyAnswer => ({
    answer: {...answer, parts: null, finishReason, usage: {...answer.usage, candidateTokens: 0}},
  });

const half = (text: string): string => text.slice(0, Math.floor(text.length / 2)).toWellFormed();

/** Answers with status 200 that are not what was asked for, each by the name that a fault rule uses. */
export const ANSWER_FAULTS = {
  /** Half of the text, ended by the output limit. */
  truncated: ({answer}) => withParts(answer, [{text: half(textOf(answer))}], 'MAX_TOKENS'),
  /** Half of the text, and yet said to be complete. */
  truncated_silently: ({answer}) => withParts(answer, [{text: half(textOf(answer))}]),
  /** A phrase that comes again and again until the output limit. */
  token_loop: ({answer, maxOutputTokens}) => {
    const start = half(textOf(answer));
    const text = start + ' and so on and so forth'.repeat(Math.ceil((maxOutputTokens * 4) / 23));
    return {answer: limitOutput({...answer, parts: [{text}]}, maxOutputTokens)};
  },
  empty_no_parts: ({answer}) => withParts(answer, []),
  empty_text: ({answer}) => withParts(answer, [{text: ''}]),
  other: endedBy('OTHER'),
  safety: endedBy('SAFETY'),
  recitation: endedBy('RECITATION'),
  prohibited_content: endedBy('PROHIBITED_CONTENT'),
  blocklist: endedBy('BLOCKLIST'),
  spii: endedBy('SPII'),
  language: endedBy('LANGUAGE'),
  /** No candidates at all: the prompt itself was refused. */
  prompt_blocked: ({answer, blockReason}) => ({
    answer: {
      ...answer,
      parts: null,
      finishReason: null,
      blockReason,
      usage: {...answer.usage, candidateTokens: 0, thoughtTokens: 0},
    },
  }),
  fenced_json: ({answer}) => withParts(answer, [{text: `\`\`\`json\n${textOf(answer)}\n\`\`\``}]),
  prose_around: ({answer}) =>
    withParts(answer, [
      {text: `Here is the JSON that you asked for:\n\n${textOf(answer)}\n\nLet me know what to change.`},
    ]),
  wrong_content: ({answer, writeStrange}) => withParts(answer, [{text: writeStrange()}]),
  apology: ({answer, writeInstead}) => withParts(answer, [{text: writeInstead(APOLOGY)}]),
  two_parts: ({answer}) => {
    const text = textOf(answer);
    const first = half(text);
    return withParts(answer, [{text: first}, {text: text.slice(first.length)}]);
  },
  /** A thought before the text, though none was asked for. */
  thought_part: ({answer}) => withParts(answer, [{text: THOUGHT, thought: true}, {text: textOf(answer)}]),
  /** Not billed: an error is no answer, whatever its status. */
  error_with_200: ({answer}) => ({
    answer: {
      ...answer,
      parts: null,
      finishReason: null,
      usage: {
        promptTokens: {text: 0, video: 0, audio: 0},
        cachedTokens: 0,
        candidateTokens: 0,
        thoughtTokens: 0,
      },
    },
    body: errorBody({
      code: 503,
      status: 'UNAVAILABLE',
      message: 'The model is overloaded. Please try again later.',
    }),
  }),
  broken_json_body: ({answer}) => ({answer, body: half(JSON.stringify(envelope(answer)))}),
  wrong_content_type: ({answer}) => ({answer, contentType: 'text/html; charset=UTF-8'}),
} satisfies Record<string, (context: AnswerContext) => FaultyAnswer>;
