/** What tells a language apart at a glance, the surest first. Exercises do not say in which one they are. */
const SIGNS: [language: string, sign: RegExp][] = [
  ['bash', /^#!.*\b(?:ba|z)?sh\b|^\s*\$ \w/m],
  [
    'python',
    /^#!.*python|^\s*(?:def \w+\(.*\).*:|from [\w.]+ import |import \w+$|elif |class \w+.*:$)|\bprint\(/m,
  ],
  ['docker', /^FROM \S+(?: AS \w+)?$/m],
  ['go', /^package \w+$|^func (?:\(\w+ \*?\w+\) )?\w+\(/m],
  ['sql', /^\s*(?:select\b.*|insert into |create (?:table|index|view) |update \w+ set |with \w+ as \()/im],
  ['typescript', /^\s*(?:interface \w+|type \w+ = |export type )|: (?:string|number|boolean)\b/m],
  ['javascript', /^\s*(?:const|let|var|function|async function|export|import) |console\.log\(|=> /m],
  ['html', /^\s*<(?:!doctype|html|div|p|ul|form|body|head|main|section|script|a|button)\b/im],
  ['bash', /^\s*(?:git|docker|kubectl|cd|ls|mkdir|npm|npx|curl|echo|grep|sudo|cat|chmod|export) \S/m],
  ['yaml', /^(?:apiVersion|version|services|name|kind|steps|on):(?: |$)/m],
];

/** The language of a piece of code; undefined where nothing tells. */
export function guessLanguage(code: string): string | undefined {
  const start = code.slice(0, 4_000);
  if (/^\s*[[{]/.test(start) && isJson(code)) return 'json';
  return SIGNS.find(([, sign]) => sign.test(start))?.[0];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
