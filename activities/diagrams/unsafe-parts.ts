/**
 * What may do more than be looked at, each as the object of a sentence. Mermaid takes the teeth out of most of it where
 * it is set to be strict, but whether the reader's is, is not known.
 */
const UNSAFE: readonly {part: string; pattern: RegExp}[] = [
  {part: 'a directive (%%{…}%%), which would configure the page', pattern: /%%\{/},
  {
    part: 'front matter, which would configure the page',
    // A title alone configures nothing, as long as it is a text on its line.
    pattern: /^\s*---[^\S\n]*\n(?!title:[^\S\n]+[^\s{[&*!|>][^\n]*\n---[^\S\n]*(?:\n|$))/,
  },
  {
    part: 'HTML',
    pattern:
      /<\/?\s*(?:script|iframe|embed|svg|style)\b|<(?:a|img|link|meta|base|form|input|object|video|audio|div|span|p)\s+[a-z-]+\s*=|<[^<>]*\son[a-z]+\s*=|\bjavascript:/i,
  },
  {part: 'a picture from another place', pattern: /\burl\(|@\{(?:[^{}]*[,\n])?[^\S\n]*["']?img["']?\s*:/i},
];

/** The statements of each type that make a part of a diagram react to clicks. Some grammars ignore case. */
const INTERACTIONS: ReadonlyMap<string | null, RegExp> = new Map([
  ['flowchart', /(?:^|;)[ \t]*click\s/m],
  ['class', /^[ \t]*(?:click|link|callback)\s+\S+\s+(?:"|href\b|call\b)/m],
  ['state', /^[ \t]*click\s/im],
  ['sequence', /^[ \t]*(?:links?|properties|details)\s[^\n]*:/im],
  ['gantt', /^[ \t]*click\s/im],
]);

/**
 * What a diagram may not hold, each as the object of a sentence.
 *
 * @param kind its type in the words of a lesson; null where it does not parse: then no word is known to be a statement
 */
export function unsafeParts(code: string, kind: string | null): string[] {
  const parts = UNSAFE.filter(({pattern}) => pattern.test(code)).map(({part}) => part);
  if (INTERACTIONS.get(kind)?.test(code)) parts.push('statements that react to clicks');
  return parts;
}
