import {lineAt, type CodeProblem} from './problem.ts';

/** One statement of a script, as far as a tokenizer can tell. */
export type SqlStatement = {
  /** Without comments; each line stays where it was. */
  text: string;
  /** The line of the script on which the text begins, from 1. */
  line: number;
  /** The words outside of brackets and quotes, a blank between them. */
  outline: string;
  /** The first bracket or quote that has no partner. */
  unbalanced: CodeProblem | null;
};

/** MySQL's backslashes included, but for the one that `escape '\'` names. What is not closed goes on to the end. */
const QUOTED =
  /(?<=\bescape\s{0,9})'\\'|'(?:[^'\\]|\\[^]|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|\$(?<tag>\w*)\$[^]*?(?:\$\k<tag>\$|$(?![^]))/;
const COMMENT = /--.*|^[ \t]*#.*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/;

const QUOTED_OR_COMMENT = new RegExp(`(?<quoted>${QUOTED.source})|${COMMENT.source}`, 'gim');
const TOKEN = new RegExp(
  String.raw`(?<quoted>${QUOTED.source})|(?<open>[([])|(?<close>[)\]])|(?<end>;)|(?<word>\w+)`,
  'gim',
);

/** Splits a script, or what was typed in a session, into its statements. */
export function sqlStatements(script: string): SqlStatement[] {
  const code = withoutComments(withoutOutput(typedLines(script)));
  const statements: SqlStatement[] = [];
  let start = 0;
  let open = openStatement();
  const finish = (end: number) => {
    statements.push(toStatement(code, {start, end, ...open}));
    start = end + 1;
    open = openStatement();
  };
  for (const {0: token, index: at, groups = {}} of code.matchAll(TOKEN)) {
    if (groups['end'] !== undefined) finish(at);
    else if (groups['open'] !== undefined) open.brackets.push(at);
    else if (groups['close'] !== undefined) {
      if (open.brackets.pop() === undefined) open.fault ??= {at, reason: `"${token}" closes nothing`};
    } else if (groups['quoted'] !== undefined) {
      if (!isClosed(token)) open.fault ??= {at, reason: `the quote ${token.charAt(0)} is not closed`};
    } else if (open.brackets.length === 0) open.words.push(token);
  }
  finish(code.length);
  return statements;
}

type OpenStatement = {
  words: string[];
  /** Where each bracket that is still open stands. */
  brackets: number[];
  fault: {at: number; reason: string} | null;
};

function openStatement(): OpenStatement {
  return {words: [], brackets: [], fault: null};
}

function toStatement(
  code: string,
  {start, end, words, brackets, fault}: OpenStatement & {start: number; end: number},
): SqlStatement {
  const bracket = brackets.at(-1);
  const first =
    fault ?? (bracket === undefined ? null : {at: bracket, reason: `"${code[bracket]}" is not closed`});
  return {
    text: code.slice(start, end),
    line: lineAt(code, start),
    outline: words.join(' '),
    unbalanced: first && {line: lineAt(code, first.at), reason: first.reason},
  };
}

function isClosed(quoted: string): boolean {
  return quoted.length > 1 && quoted.endsWith(quoted.charAt(0));
}

/** The parser takes exponential time for comments inside each other. */
function withoutComments(code: string): string {
  return code.replace(QUOTED_OR_COMMENT, (found, quoted: string | undefined) =>
    quoted === undefined ? found.replace(/[^\n]+/g, ' ') : found,
  );
}

/** A prompt at the beginning of a line: `shop=# `, `mysql> `, `MariaDB [shop]> `; `-> ` and `shop-# ` go on with it. */
const PROMPT = /^(?:\w+=[#>]|\w*>|MariaDB \[[^\]]*\]>)\s+(?=\S)/;
const NEXT_PROMPT = /^\s*(?:\w+[-(][#>]|->|\.\.\.>)\s/;

/** What was typed after the prompts of a client; each line stays where it was. */
function typedLines(script: string): string {
  const lines = script.split('\n');
  if (!lines.some(line => PROMPT.test(line))) return script;
  let isTyped = false;
  return lines
    .map(line => {
      isTyped ||= PROMPT.test(line);
      const typed = isTyped ? line.replace(PROMPT, '').replace(NEXT_PROMPT, '') : '';
      if (/;\s*(?:--.*)?$/.test(typed)) isTyped = false;
      return typed;
    })
    .join('\n');
}

/** Tables of results, their counts, and commands of the client. */
function withoutOutput(script: string): string {
  return script.replace(
    /^[ \t]*(?:[|+\\.].*|\(\d+ rows?\).*|Query OK.*|(?:Empty set|\d+ rows? in set).*|(?=[-+ ]*-\+-)[-+ ]*)$/gm,
    '',
  );
}
