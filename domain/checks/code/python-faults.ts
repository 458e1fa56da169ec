import type {SyntaxNode, SyntaxNodeRef} from '@lezer/common';

/** What a tree of Python shows to be wrong. */
export type Fault = {at: number; reason: string};

/** A fault at which the parser stopped; often it is a quote, further up, that is not closed. */
export function parseFault(text: string, at: number): Fault {
  const quote = unclosedQuote(text);
  if (quote !== null && quote <= at) return {at: quote, reason: UNCLOSED};
  const [next] = /\w+|\S/u.exec(text.slice(at, at + 200)) ?? [];
  return next === undefined
    ? {at: text.trimEnd().length, reason: 'it ends too early'}
    : {at, reason: `unexpected "${next}"`};
}

/**
 * What the parser lets pass and Python 3 does not. A reference becomes a node only where it is looked into: that takes
 * as long as all the rest.
 */
export function nodeFault(node: SyntaxNodeRef, text: string): Fault | null {
  const source = () => text.slice(node.from, node.to);
  switch (node.name) {
    case 'Script':
    case 'Body':
      return indentFault(node.node, text);
    case 'PrintStatement':
      return {at: node.from, reason: 'print is a function and needs parentheses'};
    case 'String':
    case 'FormatString':
      return isClosedString(source()) ? null : {at: node.from, reason: UNCLOSED};
    case 'VariableName':
      return /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(source())
        ? null
        : {at: node.from, reason: `invalid character in "${source()}"`};
    case 'RaiseStatement':
      return commaFault(node.node, text, /^,/, 'an exception is raised with its message in parentheses');
    case 'TryStatement':
      return commaFault(node.node, text, /^,\s*[a-z_]\w*\s*:/, 'an exception gets its name with "as"');
    default:
      return null;
  }
}

const UNCLOSED = 'the string is not closed';

/** Where a quote stands that begins a string without an end; null where there is none. */
function unclosedQuote(text: string): number | null {
  const strings =
    /#.*|("""|''')(?:[^\\]|\\[^])*?\1|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|(?<quote>["'])/g;
  for (const {index, groups} of text.matchAll(strings)) {
    if (groups?.['quote'] !== undefined) return index;
  }
  return null;
}

function isClosedString(source: string): boolean {
  const [prefix = '', quote = ''] = /^[a-z]*("""|'''|"|')/i.exec(source) ?? [];
  return source.length >= prefix.length + quote.length && source.endsWith(quote);
}

/** Commas of Python 2. */
function commaFault(node: SyntaxNode, text: string, pattern: RegExp, reason: string): Fault | null {
  const comma = node.getChildren(',').find(({from}) => pattern.test(text.slice(from, from + 100)));
  return comma === undefined ? null : {at: comma.from, reason};
}

/** Statements of one block that are not indented alike. */
function indentFault(block: SyntaxNode, text: string): Fault | null {
  let expected = block.name === 'Script' ? '' : null;
  for (let child = block.firstChild; child !== null; child = child.nextSibling) {
    const indent = text.slice(text.lastIndexOf('\n', child.from - 1) + 1, child.from);
    if (child.name === 'Comment' || indent.trim() !== '') continue;
    expected ??= indent;
    if (indent !== expected) return {at: child.from, reason: 'the indentation does not match'};
  }
  return null;
}
