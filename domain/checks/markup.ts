import type {Finding} from '../findings.ts';
import {excerpt, type DraftText} from './draft-texts.ts';

/**
 * HTML in prose, outside of code: scripts and embedded things at any mention, other tags where they are used (with
 * an attribute, or around text). `Promise<object>` and a lone `<p>` are mentions; lessons on HTML have many.
 */
const MARKUP =
  /(?<!\w)<\/?\s*(?:script|iframe|object|embed|svg|style)\b|(?<!\w)<(?:a|img|link|meta|base|form|input|video|audio|div|span|p)\s+[a-z-]+\s*=|(?<!\w)<([a-z][a-z0-9]*)\b[^<>]*>[^<]*<\/\1\s*>|<br\s*\/?>|\bjavascript:\w|\son[a-z]+\s*=\s*["']/i;

export function checkMarkup(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, prose}): Finding[] => {
    const found = MARKUP.exec(prose);
    if (found === null) return [];
    const message = `${path} contains HTML outside of code: "${excerpt(found[0])}". Put it between backticks or leave it out.`;
    return [{check: 'html', severity: 'error', message}];
  });
}
