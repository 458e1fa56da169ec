import type {Finding} from '../../findings.ts';
import type {LessonRequest} from '../../lesson-request.ts';
import {storableText} from '../../storable-text.ts';
import {excerpt, type DraftText} from '../draft-texts.ts';
import {javascriptProblem} from './javascript-problem.ts';
import {isPlain} from './is-plain.ts';
import {jsoncProblem, jsonProblem} from './json-problem.ts';
import type {CodeLanguage} from './languages.ts';
import {isOnPurpose} from './on-purpose.ts';
import type {CodeProblem} from './problem.ts';
import {pythonProblem} from './python-problem.ts';
import {codeSources, type CodeSource} from './sources.ts';
import {sqlProblem} from './sql-problem.ts';
import {finishesWithin} from './time-limit.ts';

const PARSERS: Readonly<
  Record<CodeLanguage, {label: string; problemOf: (code: string) => CodeProblem | null}>
> = {
  javascript: {label: 'JavaScript or TypeScript', problemOf: javascriptProblem},
  json: {label: 'JSON', problemOf: jsonProblem},
  jsonc: {label: 'JSON with comments', problemOf: jsoncProblem},
  python: {label: 'Python 3', problemOf: pythonProblem},
  sql: {label: 'SQL', problemOf: sqlProblem},
};

/** No lesson has so much code in one piece, or so many pieces; what has is a loop or a dump. */
const MAX_CODE_CHARS = 20_000;
const MAX_SOURCES = 60;

/** Three times the code of a usual draft. */
const MAX_PLAIN_CHARS = 5_000;

/** The code of a usual draft takes 1 ms; there are tangles for which a parser tries very many ways one by one. */
const MAX_MS = 2_000;

/** The first errors tell enough for a repair; warnings must not hide one. */
const MAX_ERRORS = 8;

/**
 * Code that no reading of its language makes sense of. An error where the language is named, or the titles and the
 * code itself tell it; a warning where the code may have gaps or the lesson shows a mistake on purpose.
 */
export function checkCode(request: LessonRequest, texts: readonly DraftText[]): Finding[] {
  const sources = codeSources(request, texts).slice(0, MAX_SOURCES);
  const findings: Finding[] = [];
  let where = '';
  const judge = () => {
    for (const source of sources) {
      where = source.where;
      findings.push(...sourceFindings(source));
      if (findings.filter(({severity}) => severity === 'error').length === MAX_ERRORS) return;
    }
  };
  if (arePlain(sources)) judge();
  else if (!finishesWithin(MAX_MS, judge)) {
    findings.push(notJudged(where, `and the code after it: it takes longer than ${MAX_MS} ms`));
  }
  return findings;
}

/** A limit of time costs as much as all the parsing of a usual draft. */
function arePlain(sources: readonly CodeSource[]): boolean {
  const charCount = sources.reduce((sum, {code}) => sum + code.length, 0);
  return charCount <= MAX_PLAIN_CHARS && sources.every(({code, language}) => isPlain(code, language));
}

function sourceFindings(source: CodeSource): Finding[] {
  const {where, language, code, context, isStarter} = source;
  const {label, problemOf} = PARSERS[language];
  let problem: CodeProblem | null;
  try {
    problem = isJudged(code) ? problemOf(code) : null;
  } catch (error) {
    // Brackets nested by the thousand exhaust a parser's stack. A check must not be what fails.
    return [notJudged(where, `as ${label}: ${error instanceof Error ? error.message : String(error)}`)];
  }
  if (problem === null) return [];
  const {line, reason} = problem;
  const place = line === null ? '' : ` in line ${line}, "${excerpt(code.split('\n')[line - 1] ?? '')}"`;
  return [
    {
      check: 'code',
      severity: isStarter || isOnPurpose(code, context, problem) ? 'warning' : 'error',
      // A parser quotes the unit that it stumbles over: NUL, or half of a character pair.
      message: `${where} cannot be parsed as ${label}: ${storableText(reason.replace(/\s+/g, ' '))}${place}.`,
    },
  ];
}

function isJudged(code: string): boolean {
  return code.trim() !== '' && code.length <= MAX_CODE_CHARS;
}

function notJudged(where: string, why: string): Finding {
  return {check: 'code', severity: 'warning', message: `No parser could judge ${where} ${why}.`};
}
