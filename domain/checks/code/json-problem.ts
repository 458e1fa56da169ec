import type {CodeProblem} from './problem.ts';

/** What is wrong with JSON. Comments and dots may explain and shorten an example; the rest is as strict as JSON. */
export function jsonProblem(code: string): CodeProblem | null {
  return problemOf(withoutElisions(withoutComments(withoutHeaders(code))));
}

/** The same for the JSON of configuration files, where a comma may also trail. */
export function jsoncProblem(code: string): CodeProblem | null {
  return problemOf(outsideStrings(withoutElisions(withoutComments(code)), /,(?=\s*[}\]])/));
}

function problemOf(text: string): CodeProblem | null {
  const problem = parseProblem(text);
  return problem === null || isMembers(text) || isSeries(text) ? null : problem;
}

/** Some members of an object, shown without their braces. */
function isMembers(text: string): boolean {
  return parseProblem(`{${text.trim().replace(/,$/, '')}}`) === null;
}

/** One value after the other, each beginning in the first column. */
function isSeries(text: string): boolean {
  return text
    .trim()
    .split(/\n\s*?(?=^[{[])/m)
    .every(value => parseProblem(value) === null);
}

/** The first line and the headers of an HTTP message, in front of its body. */
function withoutHeaders(code: string): string {
  return /^\s*(?:HTTP\/|(?:GET|POST|PUT|PATCH|DELETE) )/.test(code) ? code.replace(/^[^{[]*/, '') : code;
}

function withoutComments(code: string): string {
  return outsideStrings(code, /\/\/.*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/);
}

function withoutElisions(code: string): string {
  return outsideStrings(code, /,\s*(?:\.{3}|…)|(?:\.{3}|…)\s*,?/);
}

/** Takes the pattern out. What is not closed ends with its line or the text: each character is looked at once. */
function outsideStrings(code: string, pattern: RegExp): string {
  const either = new RegExp(`("(?:[^"\\\\\\n]|\\\\.)*"?)|${pattern.source}`, 'g');
  return code.replace(either, (found, string: string | undefined) => string ?? found.replace(/[^\n]+/g, ''));
}

function parseProblem(text: string): CodeProblem | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const {message} = error as SyntaxError;
    const [, line] = /\(line (\d+) column/.exec(message) ?? [];
    return {
      line: line === undefined ? null : Number(line),
      reason: message.replace(/(?: in JSON)? at position.*$| is not valid JSON$/s, ''),
    };
  }
}
