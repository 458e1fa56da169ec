import {parser} from '@lezer/python';
import {fillElisions} from './elisions.ts';
import {lineAt, type CodeProblem} from './problem.ts';
import {nodeFault, parseFault, type Fault} from './python-faults.ts';

/** What is wrong with Python 3; null where some reading of it parses. */
export function pythonProblem(code: string): CodeProblem | null {
  if (moduleProblem(code) === null) return null;
  const text = dedent(withoutCommands(typedLines(code)));
  const problem = moduleProblem(text);
  if (problem === null || fragments(text).some(one => moduleProblem(one) === null)) return null;
  return problem;
}

/** What was typed in a session of Python (`>>> `) or IPython (`In [1]: `); each line stays where it was. */
function typedLines(code: string): string {
  if (!/^\s*(?:>>>|In \[\d*\]:)(?: |$)/m.test(code)) return code;
  return code
    .split('\n')
    .map(line => /^\s*(?:>>>|\.\.\.|In \[\d*\]:|\.{3,}:)(?: (.*))?$/.exec(line)?.[1] ?? '')
    .join('\n');
}

/** Without a notebook's own commands and a terminal's, which may be all that a block holds. */
function withoutCommands(code: string): string {
  return code.replace(/^([ \t]*)(?:[%!]\s*\w|\$ ).*$/gm, '$1pass');
}

/** Takes off the indentation that all lines share. */
function dedent(code: string): string {
  const indents = code.match(/^[ \t]*(?=\S)/gm) ?? [];
  const [shortest = ''] = indents.toSorted((a, b) => a.length - b.length);
  return shortest !== '' && indents.every(indent => indent.startsWith(shortest))
    ? code.replace(new RegExp(`^${shortest}`, 'gm'), '')
    : code;
}

/** Modules that a fragment may be a part of. */
function fragments(text: string): string[] {
  const filled = fillBlocks(dropElisions(fillElisions(text)));
  const [firstWord = ''] = /^\w+/.exec(filled) ?? [];
  const isOneLine = !filled.trim().includes('\n');
  return [
    filled,
    filled.replace(/^[ \t]*(?:\.{3}|_)[ \t]*,?$/gm, ''),
    ...(isOneLine ? [`${filled.trimEnd()} pass`, `${filled}\ndef _(): pass`] : []),
    ...(/^(?:elif|else)$/.test(firstWord) ? [`if _:\n    pass\n${filled}`] : []),
    ...(/^(?:except|finally)$/.test(firstWord) ? [`try:\n    pass\n${filled}`] : []),
    ...(firstWord === 'case' ? [`match _:\n${filled.replace(/^/gm, '    ')}`] : []),
  ];
}

/** In a dictionary the dots are no item by themselves, and no parameter between others. */
function dropElisions(text: string): string {
  return text.replace(/(?:\.{3}|\b_)[ \t]*,[ \t]*|,\s*(?:\.{3}|\b_)(?=\s*[)}\]])/g, '');
}

/** A block that holds only a comment reads as one that does nothing. */
function fillBlocks(text: string): string {
  return text.replace(/(:[ \t]*(?:#.*)?\n(?:[ \t]*\n)*[ \t]+)#/g, '$1pass #');
}

/** Without recovery: after a fault the tree would be a guess, and on garbage a slow one. */
const STRICT = parser.configure({strict: true});

function moduleProblem(code: string): CodeProblem | null {
  const text = forParser(code);
  const fault = treeFault(text);
  return fault === null ? null : {line: lineAt(text, fault.at), reason: fault.reason};
}

function treeFault(text: string): Fault | null {
  let found: Fault | null = null;
  try {
    STRICT.parse(text).iterate({
      enter: node => {
        found ??= nodeFault(node, text);
        return found === null;
      },
    });
    return found;
  } catch (error) {
    const [, at] = /^No parse at (\d+)$/.exec(error instanceof SyntaxError ? error.message : '') ?? [];
    if (at === undefined) throw error;
    return parseFault(text, Number(at));
  }
}

/** Valid Python that the parser does not know: `1.`, a bare `yield`, names in a bracketed `with`, `for *a, b in`. */
function forParser(code: string): string {
  return `${code}\n`
    .replace(/(?<![\w.])(\d[\d_]*)\.(?![\w.])/g, '$1.0')
    .replace(/\byield(?=[ \t]*(?:[)\]},#]|$))/gm, 'yield 0')
    .replace(/\bas\s+\w+(?=\s*,?\s*[,)])/g, '')
    .replace(/\bfor\s[\w\s,()*]{0,80}?\sin\b/g, targets => targets.replaceAll('*', ''));
}
