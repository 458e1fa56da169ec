import type {CodeProblem} from './problem.ts';

/** Named errors of parsing, in code, in what a session prints, or in the text around. */
const NAMED = /\b(?:SyntaxError|IndentationError|TabError)\b|\bsyntax error|\binvalid syntax/i;

const SAID_OF_IT =
  /\b(?:broken|incorrect|invalid|mistake|wrong)\b|\b(?:does|do|did|will|would)(?: not|n['’]t) (?:compile|parse|run|work)\b/i;

/** Comments such as `// Error: ...`, `# wrong` or `-- ❌` on the line, or on one beside it. */
const COMMENT =
  /(?:#|\/\/|--|\/\*)\s*(?:error\b|invalid\b|wrong\b|incorrect\b|illegal\b|bad\b|broken\b|not (?:allowed|valid)\b|[❌✗✘🚫])/iu;

/** Whether a lesson shows this code because it does not parse. */
export function isOnPurpose(code: string, context: string, {line}: CodeProblem): boolean {
  if (NAMED.test(code) || NAMED.test(context) || SAID_OF_IT.test(context)) return true;
  const beside = line === null ? [] : code.split('\n').slice(Math.max(0, line - 2), line + 1);
  return beside.some(one => COMMENT.test(one));
}
