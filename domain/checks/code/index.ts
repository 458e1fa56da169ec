import type {Finding} from '../../findings.ts';
import type {LessonRequest} from '../../lesson-request.ts';
import {excerpt, type DraftText} from '../draft-texts.ts';
import {javascriptProblem} from './javascript-problem.ts';
import {jsoncProblem, jsonProblem} from './json-problem.ts';
import type {CodeLanguage} from './languages.ts';
import {isOnPurpose} from './on-purpose.ts';
import type {CodeProblem} from './problem.ts';
import {pythonProblem} from './python-problem.ts';
import {codeSources, type CodeSource} from './sources.ts';
import {sqlProblem} from './sql-problem.ts';

const PARSERS: Readonly<
  Record<CodeLanguage, {label: string; problemOf: (code: string) => CodeProblem | null}>
> = {
  javascript: {label: 'JavaScript or TypeScript', problemOf: javascriptProblem},
  json: {label: 'JSON', problemOf: jsonProblem},
  jsonc: {label: 'JSON with comments', problemOf: jsoncProblem},
  python: {label: 'Python 3', problemOf: pythonProblem},
  sql: {label: 'SQL', problemOf: sqlProblem},
};

/** No lesson has so much code in one piece; what has is a loop or a dump, and would keep a parser busy. */
const MAX_CODE_CHARS = 20_000;

/** The first ones tell enough for a repair. */
const MAX_FINDINGS = 8;

/**
 * Code that no reading of its language makes sense of. An error where the language is named, or the titles and the
 * code itself tell it; a warning where the code may have gaps or the lesson shows a mistake on purpose.
 */
export function checkCode(request: LessonRequest, texts: readonly DraftText[]): Finding[] {
  return codeSources(request, texts)
    .flatMap(source => {
      const problem = problemOf(source);
      return problem === null ? [] : [toFinding(source, problem)];
    })
    .slice(0, MAX_FINDINGS);
}

function problemOf({language, code}: CodeSource): CodeProblem | null {
  if (code.trim() === '' || code.length > MAX_CODE_CHARS) return null;
  try {
    return PARSERS[language].problemOf(code);
  } catch (error) {
    // Brackets nested by the thousand exhaust a parser's stack. A check must not be what fails.
    return {
      line: null,
      reason: `the parser gave up (${error instanceof Error ? error.message : String(error)})`,
    };
  }
}

function toFinding(source: CodeSource, problem: CodeProblem): Finding {
  const {where, language, code, context, isStarter} = source;
  const {line, reason} = problem;
  const place = line === null ? '' : ` in line ${line}, "${excerpt(code.split('\n')[line - 1] ?? '')}"`;
  return {
    check: 'code',
    severity: isStarter || isOnPurpose(code, context, problem) ? 'warning' : 'error',
    message: `${where} cannot be parsed as ${PARSERS[language].label}: ${reason.replace(/\s+/g, ' ')}${place}.`,
  };
}
