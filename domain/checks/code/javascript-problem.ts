import {parse, type ParserOptions} from '@babel/parser';
import {fillElisions} from './elisions.ts';
import type {CodeProblem} from './problem.ts';

type Plugins = NonNullable<ParserOptions['plugins']>;

/** With JSX; without it for `<Type>value`; with the decorators of the standard. */
const PLUGINS: readonly Plugins[] = [
  ['jsx', 'typescript', 'decorators-legacy'],
  ['typescript', 'decorators-legacy'],
  ['jsx', 'typescript', 'decorators', 'decoratorAutoAccessors'],
];

/** For `const limit: number;`: declarations alone, without a statement that does something. */
const DECLARATIONS: Plugins = [['typescript', {dts: true}]];
const DOES_SOMETHING = /^\s*[\w.]+(?:\s*=[^=>]|\()/m;

const OPTIONS: ParserOptions = {
  attachComment: false,
  sourceType: 'unambiguous',
  allowImportExportEverywhere: true,
  allowNewTargetOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowYieldOutsideFunction: true,
};

/** Rules about names and strictness, not grammar: lessons show two ways below each other, and the old ways too. */
const TOLERATED: ReadonlySet<string> = new Set([
  'IllegalBreakContinue',
  'InlineModuleDeclarationMustUseString',
  'InvalidPrivateFieldResolution',
  'ParamDupe',
  'PrivateNameRedeclaration',
  'VarRedeclaration',
]);

/** What is wrong with JavaScript or TypeScript, with or without JSX; null where some reading of it parses. */
export function javascriptProblem(code: string): CodeProblem | null {
  if (/^\s*<(?:\/?script\b|!doctype\b)/im.test(code)) return null;
  const text = withoutPrompts(code);
  const problem = programProblem(text);
  if (problem === null) return null;
  const filled = fillElisions(text);
  const filledProblem = filled === text ? problem : programProblem(filled);
  if (filledProblem === null || fragments(filled).some(one => programProblem(one) === null)) return null;
  // Filled, the code gets further: past what it only leaves out, to what is wrong.
  return filledProblem;
}

/** Commands typed into a terminal do not belong to the program. */
function withoutPrompts(code: string): string {
  return code.replace(/^\s*\$ .*$/gm, '');
}

/** A line that begins like this is no member: in the body of a class, `const = 5` would be a field. */
const STATEMENT =
  /^(?:class|const|do|else|export|for|function|if|import|let|return|switch|throw|try|var|while)\b/m;

/** Programs that a fragment may be a part of. */
function fragments(code: string): string[] {
  const part = code
    .replace(/^(?:\s*\/\/.*\n)+/, '')
    .trim()
    .replace(/[,;]$/, '');
  const isOneLine = !part.includes('\n');
  return [
    `(${part}\n)`,
    `type _ = ${part}`,
    ...(STATEMENT.test(part) ? [] : [`({${part}\n})`, `class _ {${part}\n}`]),
    part.replace(/\/\/\s*_[ \t]*$/gm, '_'),
    ...(isOneLine ? [`${part}}`, `${part} {}`] : []),
    ...(/^(?:case|default)\b/.test(part) ? [`switch (_) {${part}\n}`] : []),
    ...(/^<[^<]*>$/.test(part) ? [`${part}</${/^<([\w.]*)/.exec(part)?.[1]}>`] : []),
    ...(/^<.*>$/s.test(part) ? [`<>${part}</>`] : []),
    ...(part.startsWith('.') ? [`_${part}`] : []),
    ...(/^\s*(?:\/\/\s*)?_$/m.test(part.slice(part.lastIndexOf('\n') + 1)) ? [closed(part)] : []),
  ];
}

const BRACKETS: Readonly<Record<string, string>> = {'(': ')', '[': ']', '{': '}'};

/** Where the last thing that a fragment says is that it goes on, what it has opened is closed for it. */
function closed(code: string): string {
  const closers: string[] = [];
  for (const [token] of code.matchAll(/\/\/.*|(["'`])(?:\\[^]|(?!\1)[^\\])*\1|[()[\]{}]/g)) {
    const closer = BRACKETS[token];
    if (closer !== undefined) closers.push(closer);
    else if (token === closers.at(-1)) closers.pop();
  }
  return `${code}\n${closers.toReversed().join('')}`;
}

/** The problem of the first, most usual way of parsing, where no way works. */
function programProblem(code: string): CodeProblem | null {
  let first: CodeProblem | null = null;
  for (const plugins of DOES_SOMETHING.test(code) ? PLUGINS : [...PLUGINS, DECLARATIONS]) {
    const problem = parseProblem(code, plugins);
    if (problem === null) return null;
    first ??= problem;
  }
  return first;
}

function parseProblem(code: string, plugins: Plugins): CodeProblem | null {
  const first = parseError(code, {...OPTIONS, plugins});
  // Recovery is slow on garbage, and forgets the errors before one that it cannot recover from.
  const error =
    first !== null && TOLERATED.has(first.reasonCode)
      ? parseError(code, {...OPTIONS, plugins, errorRecovery: true})
      : first;
  return error && {line: error.loc.line, reason: error.message.replace(/\.?\s*\(\d+:\d+\)$/, '')};
}

type ParseError = {message: string; reasonCode: string; loc: {line: number}};

/** The first error that is not tolerated; without recovery, the first of all. */
function parseError(code: string, options: ParserOptions): ParseError | null {
  try {
    return parse(code, options).errors?.find(({reasonCode}) => !TOLERATED.has(reasonCode)) ?? null;
  } catch (error) {
    if (isParseError(error)) return error;
    throw error;
  }
}

function isParseError(error: unknown): error is ParseError & SyntaxError {
  return error instanceof SyntaxError && 'reasonCode' in error && 'loc' in error;
}
