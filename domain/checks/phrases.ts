import type {Finding} from '../findings.ts';
import {PHRASES, UNWRITTEN, UNWRITTEN_CODE, UNWRITTEN_VALUE} from './phrase-patterns.ts';
import {excerpt, type DraftText} from './draft-texts.ts';

export {checkPromptLeak} from './prompt-leak.ts';

/** What stands in quotation marks is quoted: a lesson on prompts shows what a refusal looks like. */
const QUOTED = /"[^"\n]{1,200}"|“[^”\n]{1,200}”|«[^»\n]{1,200}»/g;

export function checkPhrases(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, prose}) => {
    const phrases = PHRASES.filter(({sign}) => sign.test(prose));
    if (phrases.length === 0) return [];
    const unquoted = prose.replace(QUOTED, '""');
    return phrases.flatMap(({check, what, pattern}): Finding[] => {
      const found = pattern.exec(unquoted);
      return found === null
        ? []
        : [{check, severity: 'error', message: `${path} contains ${what}: "${excerpt(found[0])}".`}];
    });
  });
}

/** Fields that were never written: a word that says so, or code without any code. */
export function checkUnwritten(texts: readonly DraftText[]): Finding[] {
  return texts.filter(isUnwritten).map(({path, text}) => ({
    check: 'placeholder',
    severity: 'error',
    message: `${path} was never written: "${excerpt(text)}".`,
  }));
}

/** Only short fields: the longest of the words and a comment around them. */
const MAX_UNWRITTEN_CHARS = 120;

function isUnwritten({key, text, isCode}: DraftText): boolean {
  if (text.length > MAX_UNWRITTEN_CHARS || text.trim() === '') return false;
  // `...` may be the right answer of a question.
  if (key === 'options') return false;
  if (key === 'solution' || key === 'code') return text.split('\n').every(line => UNWRITTEN_CODE.test(line));
  if (isCode) return false;
  return UNWRITTEN.test(text) || (key !== 'key_concepts' && UNWRITTEN_VALUE.test(text.trim()));
}
