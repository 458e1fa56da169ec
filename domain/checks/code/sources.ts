import {withoutFence} from '../../content/index.ts';
import type {LessonRequest} from '../../lesson-request.ts';
import type {DraftText} from '../draft-texts.ts';
import {splitMarkdown} from '../markdown.ts';
import {declaredLanguage, inferredLanguage, type CodeLanguage} from './languages.ts';

/** One piece of a draft's code whose language is known. */
export type CodeSource = {
  /** For people: `exercises[0].solution`, `content (block 2)`. */
  where: string;
  language: CodeLanguage;
  code: string;
  /** What the lesson says of it: the line above, a title, an explanation. */
  context: string;
  /** Begun for the learner to end: it may have gaps. */
  isStarter: boolean;
};

const STARTER_KEYS: ReadonlySet<string> = new Set(['starter_code', 'starter_template']);

/** The code of a draft, in its order: the fields of code, and fenced blocks of text that name their language. */
export function codeSources(request: LessonRequest, texts: readonly DraftText[]): CodeSource[] {
  const fields = new Map(texts.map(({path, text}) => [path, text]));
  return texts.flatMap((text): CodeSource[] => {
    const {path, key} = text;
    if (!text.isCode) return blocks(text);
    const isStarter = STARTER_KEYS.has(key);
    if (isStarter || key === 'solution') {
      return field(text, fencedLanguage(text.text) ?? inferredLanguage(request, text.text), {isStarter});
    }
    if (key !== 'code') return [];
    const sibling = (name: string) => fields.get(path.replace(/code$/, name)) ?? '';
    return field(text, declaredLanguage(sibling('language')), {
      context: `${sibling('title')} ${sibling('explanation')}`,
    });
  });
}

function field(
  {path, text}: DraftText,
  language: CodeLanguage | null,
  more: Partial<CodeSource>,
): CodeSource[] {
  if (language === null) return [];
  return [{where: path, language, code: withoutFence(text), context: '', isStarter: false, ...more}];
}

/** The language of the one fence around all of a field, which is taken off before the lesson is stored. */
function fencedLanguage(text: string): CodeLanguage | null {
  if (withoutFence(text) === text) return null;
  return declaredLanguage(splitMarkdown(text.trim()).fences[0]?.info ?? '');
}

function blocks({path, fences}: DraftText): CodeSource[] {
  return fences.flatMap(({info, code, lead}, index): CodeSource[] => {
    const language = declaredLanguage(info);
    if (language === null) return [];
    return [{where: `${path} (block ${index + 1})`, language, code, context: lead, isStarter: false}];
  });
}
