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

/** More pieces than any lesson has: a loop makes blocks by the thousand, and each that fails is read in several ways. */
const MAX_SOURCES = 60;

/** The first errors tell enough for a repair; warnings must not hide one. */
const MAX_FINDINGS = 8;

/**
 * Code that no reading of its language makes sense of. An error where the language is named, or the titles and the
 * code itself tell it; a warning where the code may have gaps or the lesson shows a mistake on purpose.
 */
export function checkCode(request: LessonRequest, texts: readonly DraftText[]): Finding[] {
  const findings: Finding[] = [];
  for (const source of codeSources(request, texts).slice(0, MAX_SOURCES)) {
    const problem = problemOf(source);
    if (problem !== null) findings.push(toFinding(source, problem));
    if (findings.filter(({severity}) => severity === 'error').length === MAX_FINDINGS) break;
  }
  return findings;
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
