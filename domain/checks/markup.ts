import type {Finding} from '../findings.ts';
import {excerpt, type DraftText} from './draft-texts.ts';

/**
 * HTML in prose, outside of code: scripts, comments and embedded things at any mention, other tags where they are used
 * (with an attribute, around text, or one beside another). `Promise<object>` and a lone `<p>` are mentions; lessons on
 * HTML have many.
 */
const MARKUP = new RegExp(
  [
    /(?<!\w)<\/?\s*(?:script|iframe|object|embed|svg|style)\b/,
    /<!--|<br\s*\/?>/,
    /(?<!\w)<(?:a|img|link|meta|base|form|input|video|audio|div|span|p)\s+[a-z-]+\s*=/,
    /<[a-z][^<>]*[\s/"']on[a-z]+\s*=/,
    /<([a-z][a-z0-9]*)\b[^<>]*>[^<]*<\/\1\s*>/,
    /(?<!\w)<[a-z][a-z0-9]*\b[^<>]*>\s*<\/?[a-z]/,
    /\bjavascript:\w/,
  ]
    .map(({source}) => source)
    .join('|'),
  'i',
);

export function checkMarkup(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, prose}): Finding[] => {
    const found = MARKUP.exec(prose);
    if (found === null) return [];
    const message = `${path} contains HTML outside of code: "${excerpt(found[0])}". Put it between backticks or leave it out.`;
    return [{check: 'html', severity: 'error', message}];
  });
}
