import {excerpt} from '../../domain/checks/draft-texts.ts';

/** What Mermaid's parsers say with their errors. */
type ParserHash = {text: string; expected?: string[]};

/** Where one of these few words is missing, the words help; a list of thirty does not. */
const MAX_EXPECTED = 4;

/**
 * An error of Mermaid as the end of a sentence on one line: ` at line 2 ("a[b (c)]"): unexpected "("`. Its own messages
 * hold several lines with a drawn pointer.
 */
export function describeProblem(error: unknown, code: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('No diagram type detected')) return at(code, 1, 'no type of diagram is named there');
  const [, parsedLine] = /^(?:Parse|Lexical) error on line (\d+)/.exec(message) ?? [];
  if (parsedLine === undefined) return `: ${excerpt(message).replace(/\.$/, '')}`;
  const {hash} = error as {hash?: ParserHash};
  const {text = '', expected} = hash ?? {};
  return at(code, Number(parsedLine), expected ? unexpected(text, expected) : 'unknown words');
}

function at(code: string, parsedLine: number, reason: string): string {
  const {number, text} = sourceLine(code, parsedLine);
  return ` at line ${number} ("${excerpt(text)}"): ${reason}`;
}

function unexpected(text: string, expected: readonly string[]): string {
  const found =
    text.trim() !== '' ? `"${excerpt(text)}"` : text === '' ? 'end of the code' : 'end of the line';
  const words = expected.map(word => word.replaceAll("'", ''));
  return `unexpected ${found}${words.length <= MAX_EXPECTED ? `, expected ${words.join(' or ')}` : ''}`;
}

const FRONT_MATTER = /^\s*---\s*\n.*?\n\s*---\s*\n+/s;
const COMMENT = /^\s*%%[^{]/;

/**
 * The nth line that the parser sees, or the last before it that says something. It is given the code without front
 * matter, without comments and what is blank before them, and without what is blank at the beginning.
 */
function sourceLine(code: string, parsedLine: number): {number: number; text: string} {
  const frontMatter = FRONT_MATTER.exec(code)?.[0] ?? '';
  const body = code.split('\n').map((line, index) => ({number: index + 1, text: line}));
  const seen: typeof body = [];
  let isDropped = false;
  for (const line of body.slice(frontMatter.split('\n').length - 1).toReversed()) {
    isDropped = COMMENT.test(line.text) || (isDropped && isBlank(line));
    if (!isDropped) seen.push(line);
  }
  seen.reverse();
  const first = seen.findIndex(line => !isBlank(line));
  return seen.slice(first, first + parsedLine).findLast(line => !isBlank(line)) ?? {number: 1, text: ''};
}

function isBlank({text}: {text: string}): boolean {
  return text.trim() === '';
}
