import {goodDraft, type Answer, type CorpusDraft} from './draft.ts';
import {BASE_LESSONS, type BaseLesson} from './lessons.ts';
import {mapTexts} from './map-texts.ts';

const CODE_KEYS: ReadonlySet<string> = new Set([
  'starter_code',
  'solution',
  'code',
  'starter_template',
  'mermaid_code',
]);

/** What models do to the form of an answer that changes nothing of its worth. */
const FORMS: Record<string, (answer: Answer) => Answer> = {
  'line ends of Windows': answer => mapTexts(answer, text => text.replaceAll('\n', '\r\n')),
  'typographic apostrophes': answer =>
    mapTexts(answer, text => (text.includes('`') ? text : text.replace(/(?<=\p{L})'(?=\p{L})/gu, '’'))),
  'numbered headings': answer => mapTexts(answer, withNumberedHeadings),
  'fences of tildes': answer => mapTexts(answer, text => text.replace(/^(\s*)```/gm, '$1~~~')),
  'fences of four': answer => mapTexts(answer, text => text.replace(/^(\s*)```/gm, '$1````')),
  'fences around code fields': answer =>
    mapTexts(answer, (text, key) => (CODE_KEYS.has(key) && text !== '' ? fenced(text) : text)),
  'hard line breaks': answer =>
    mapTexts(answer, (text, key) => (CODE_KEYS.has(key) ? text : text.replace(/([.:])\n/g, '$1  \n'))),
  'options turned round': answer => ({...answer, quiz: (answer['quiz'] as QuizItem[]).map(turnedRound)}),
};

/** What models do to the JSON around it. */
const ENCODINGS: Record<string, (answer: Answer) => string> = {
  'a fence around indented JSON': answer => `\`\`\`json\n${JSON.stringify(answer, null, 2)}\n\`\`\`\n`,
  'escapes for all but ASCII': answer =>
    JSON.stringify(answer).replace(
      /[^\0-~]/g,
      char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
};

/** Each base lesson in each form and encoding, and under each other title that its step might have. */
export function variations(): CorpusDraft[] {
  return BASE_LESSONS.flatMap(lesson => [
    ...Object.entries(FORMS).map(([name, vary]) =>
      goodDraft(`${lesson.id}: ${name}`, {request: lesson.request, answer: vary(lesson.answer)}),
    ),
    ...Object.entries(ENCODINGS).map(([name, encode]) =>
      goodDraft(`${lesson.id}: ${name}`, lesson, {answerText: encode(lesson.answer)}),
    ),
    ...lesson.otherTitles.map(title => underTitle(lesson, title)),
  ]);
}

function underTitle({id, request, answer}: BaseLesson, stepTitle: string): CorpusDraft {
  return goodDraft(`${id}: as "${stepTitle}"`, {request: {...request, stepTitle}, answer});
}

function withNumberedHeadings(text: string): string {
  let number = 0;
  return text.replace(/^## (.+)$/gm, (_, heading: string) => `### ${(number += 1)}. **${heading}**`);
}

function fenced(code: string): string {
  return code.includes('```') ? code : `\`\`\`\n${code.trimEnd()}\n\`\`\``;
}

type QuizItem = {options: string[]; correct_answer: string};

function turnedRound({options, correct_answer: letter, ...item}: QuizItem): QuizItem {
  const index = options.length - 1 - 'ABCD'.indexOf(letter);
  return {...item, options: options.toReversed(), correct_answer: 'ABCD'.charAt(index)};
}
