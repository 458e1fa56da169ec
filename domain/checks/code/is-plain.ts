import type {CodeLanguage} from './languages.ts';

/** Eight times the code of a usual example; whatever grows with the square of it is still quick. */
const MAX_CHARS = 1_500;

/**
 * What makes the time of a parser grow by a factor, each time that it stands inside itself, with the most of it that is
 * plain. JSON and Python are read without a second try, in a time that only their length decides.
 *
 * - Brackets in SQL: for some (`from lateral (`) six readings are tried one inside the other. In JavaScript those of a
 *   destructured parameter are read twice.
 * - Forks: behind a value, `<` begins type arguments or is a comparison; `a ? (b) : c => d` is a function in a condition
 *   or one with the type of its result. Elements of JSX are read once more only where brackets stand in them.
 */
const MAX_DEPTHS: Readonly<Record<CodeLanguage, number>> = {
  javascript: 8,
  json: Infinity,
  jsonc: Infinity,
  python: Infinity,
  sql: 3,
};
const MAX_FORKS = 3;

/** But for `</`, `<=`, `??`, `?.`, and `<` where an element begins. */
const FORK = /(?<=[\w)\]}.]\s*)(?<!\breturn\s*)<(?![/=])|(?<!\?)\?(?!\?|\.\D)/g;

/** Whether no parser can take long for this code, so that it may be read without a limit of time. */
export function isPlain(code: string, language: CodeLanguage): boolean {
  if (code.length > MAX_CHARS) return false;
  const maxDepth = MAX_DEPTHS[language];
  if (maxDepth < Infinity && depthOf(code) > maxDepth) return false;
  return language !== 'javascript' || (code.match(FORK)?.length ?? 0) <= MAX_FORKS;
}

/** Quoted on one line, or a comment. */
const ASIDE = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/.*|--.*|\/\*(?:[^*]|\*(?!\/))*\*\/`;
const BRACKET_OR_ASIDE = new RegExp(`[([{]|[)\\]}]|${ASIDE}`, 'g');

/** How deep brackets stand inside each other, at most. What looks like quoted or a comment opens some, but closes none. */
function depthOf(code: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [found] of code.matchAll(BRACKET_OR_ASIDE)) {
    if (found.length === 1 && ')]}'.includes(found)) depth = Math.max(0, depth - 1);
    else depth += found.match(/[([{]/g)?.length ?? 0;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
