import {goodDraft, type CorpusDraft} from './draft.ts';
import {baseLesson} from './lessons.ts';

/** Answers that are no JSON, or only nearly: name, lesson, and what became of its text. */
const BROKEN: readonly (readonly [name: string, lesson: string, spoil: (json: string) => string])[] = [
  ['cut off in the middle', 'typescript-generics', json => json.slice(0, json.length * 0.6)],
  ['cut off before the last brace', 'css-grid', json => json.slice(0, -1)],
  ['a comma after the last item', 'python-loops', json => json.replace(/\]\}$/, '],}')],
  ['a line break within a text', 'k8s-probes', json => json.replace('\\n', '\n')],
  ['a quotation mark within a text', 'sql-joins', json => json.replace('"title":"', '"title":"The "real" ')],
  ['a sentence before it', 'docker-images', json => `Here is the lesson you asked for:\n\n${json}`],
  ['a sentence after it', 'js-testing', json => `${json}\n\nLet me know if you would like changes!`],
  ['a fence that does not close', 'git-branches', json => `\`\`\`json\n${json}`],
  ['a backslash that escapes nothing', 'regex-basics', json => json.replace('\\\\d', '\\d')],
  ['a comment', 'json-yaml', json => json.replace('{', '{ // the lesson\n')],
  ['two answers in a row', 'sql-windows', json => json + json],
  ['nothing at all', 'http-caching', () => ''],
];

/** Reasons to end that are not a natural stop; the answers themselves are whole. */
const FINISH_REASONS = [
  'MAX_TOKENS',
  'SAFETY',
  'RECITATION',
  'OTHER',
  'MALFORMED_FUNCTION_CALL',
  'PROMPT_PROHIBITED_CONTENT',
  'FINISH_REASON_UNSPECIFIED',
  '',
];

export function brokenAnswers(): CorpusDraft[] {
  return BROKEN.map(([name, id, spoil]) => {
    const good = goodDraft(`json: ${name}`, baseLesson(id));
    const answerText = spoil(good.answerText);
    if (answerText === good.answerText) throw new Error(`${good.name}: nothing was spoilt in ${id}.`);
    return {...good, kind: 'json', expectedCheck: 'json', answerText};
  });
}

export function endedAnswers(): CorpusDraft[] {
  return FINISH_REASONS.map(finishReason =>
    goodDraft(`finish-reason: ${finishReason || 'none'}`, baseLesson('i18n-dates'), {
      kind: 'finish-reason',
      expectedCheck: 'finish-reason',
      finishReason,
    }),
  );
}
