import {FormattedSyntaxError, parse, type ParserOptions} from 'sql-parser-cst';
import {suggest} from '../../roadmaps/suggest.ts';
import {lineAt, type CodeProblem} from './problem.ts';
import {sqlStatements, type SqlStatement} from './sql-statements.ts';

/** The one that accepts most first. A statement is right where one of them accepts it. */
const DIALECTS: readonly ParserOptions[] = [
  {dialect: 'sqlite', paramTypes: ['?', '?nr', ':name', '@name', '$name']},
  {dialect: 'postgresql', paramTypes: ['$nr', ':name']},
  {dialect: 'mysql', paramTypes: ['?', ':name']},
  {dialect: 'bigquery', paramTypes: ['?', '@name']},
];

/** What the parser knows well. Of grants, procedures or settings it knows too little to judge them. */
const KNOWN =
  /^(?:select|with|insert|update|delete|create (?:or replace )?(?:(?:temp|temporary|unique|materialized|recursive) )*(?:table|view|index)|alter table|drop (?:table|view|index))\b/i;

/** The first words of such statements that are most often misspelled, and what else stands in them. */
const FIRST_WORDS = ['select', 'insert', 'update', 'delete', 'create'];
const LATER_WORDS = /\b(?:from|form|into|set|table|view|index)\b/i;

/**
 * Dialects that the parser does not know, optional parts in brackets, templates: that it refuses a statement with
 * one of these says nothing.
 */
const FOREIGN =
  /\btop\s*\(?\s*\d|\bnolock\b|\b(?:un)?pivot\b|\bapply\b|\bconnect\s+by\b|\bqualify\b|\bmerge\b|\bseparator\b|\bfor\s+(?:json|xml)\b|\bas\s+of\b|\bbegin\b|\bgo\b|\(\+\)|\)\.\*|:=|\[[\s,]*[a-z_]|\{[{%#]|\$\{/i;

/** What is wrong with SQL of whichever dialect; null where some reading of each statement parses. */
export function sqlProblem(code: string): CodeProblem | null {
  for (const statement of sqlStatements(code)) {
    const problem = statementProblem(statement);
    if (problem !== null) return problem;
  }
  return null;
}

function statementProblem({text, line, outline, unbalanced}: SqlStatement): CodeProblem | null {
  if (!KNOWN.test(outline) && !isMisspelled(outline)) return null;
  if (unbalanced !== null) return unbalanced;
  const comma = commaBeforeFrom(text);
  if (comma !== null) return {...comma, line: line + comma.line - 1};
  if (FOREIGN.test(text)) return null;
  const problem = parseProblem(text);
  if (problem === null || parseProblem(fill(text)) === null || isSeries(text)) return null;
  return {...problem, line: line + problem.line - 1};
}

/** Only BigQuery takes it, where everybody else is caught by it. */
function commaBeforeFrom(text: string): {line: number; reason: string} | null {
  const comma = /,\s*from\s+\w/i.exec(
    text.replace(/'(?:[^']|'')*'|--.*/g, quoted => '_'.repeat(quoted.length)),
  );
  return comma && {line: lineAt(text, comma.index), reason: 'unexpected "FROM" after a comma'};
}

function isMisspelled(outline: string): boolean {
  const [first = ''] = /^\w+/.exec(outline.toLowerCase()) ?? [];
  return !FIRST_WORDS.includes(first) && suggest(first, FIRST_WORDS) !== null && LATER_WORDS.test(outline);
}

/** A type as only MySQL has it: `int unsigned`, `decimal(10, 2) unsigned zerofill`. */
const MYSQL_NUMBER =
  /\b((?:(?:tiny|small|medium|big)?int|integer|decimal|numeric|float|double|real)(?:\s*\([\d\s,]*\))?)(?:\s+(?:unsigned|zerofill)\b)+/gi;

/** What MySQL has after the columns of a table; the parser knows some of it, and not beside `auto_increment`. */
const MYSQL_TABLE_OPTIONS =
  /\)(?:[\s,]*(?:(?:default\s+)?(?:charset|character\s+set|collate)|engine|auto_increment|row_format|comment)(?:\s*=\s*|\s+)(?:\w+\b|'[^']*'|"[^"]*"))+\s*$/i;

/** What only MySQL has in a column: its character set, and the time of the last change. */
const MYSQL_COLUMN_OPTION =
  /\s(?:character\s+set\s+\w+|on\s+update\s+(?:current_timestamp|now)\b(?:\s*\(\s*\d*\s*\))?)/gi;

/** Fills what a fragment leaves out, and what the reader is to fill in; takes off what only names a type. */
function fill(text: string): string {
  return text
    .replace(/,\s*(?:\.{3}|…)/g, '')
    .replace(/\bas\s*(?:\(\s*(?:\.{3}|…)?\s*\)|\.{3}|…)/gi, 'as (select x)')
    .replace(/\.{3}|…|<[a-z_][\w .-]*>/gi, 'x')
    .replace(/%\(\w+\)s|%s|\{\w+\}/g, '1')
    .replace(/(\d)\.(?![\w.])/g, '$1.0')
    .replace(MYSQL_NUMBER, '$1')
    .replace(MYSQL_TABLE_OPTIONS, ')')
    .replace(MYSQL_COLUMN_OPTION, '')
    .replace(
      /\b(?:bigint|bytea|cidr|inet|int|integer|jsonb?|numeric|regclass|timestamptz|uuid)\s+(?=')/gi,
      '',
    );
}

/** One statement after the other, with an empty line in place of the semicolon. */
function isSeries(text: string): boolean {
  return text.split(/\n\s*\n/).every(part => parseProblem(part) === null);
}

/** The problem of the dialect that gets furthest, where none accepts the statement. */
function parseProblem(text: string): {line: number; reason: string} | null {
  let at = {line: 0, column: 0};
  for (const options of DIALECTS) {
    const refused = refusal(text, options);
    if (refused === null) return null;
    if (refused.line > at.line || (refused.line === at.line && refused.column > at.column)) at = refused;
  }
  const [next] = /\w+|\S/u.exec(text.split('\n')[at.line - 1]?.slice(at.column - 1) ?? '') ?? [];
  return {line: at.line, reason: next === undefined ? 'it ends too early' : `unexpected "${next}"`};
}

/** Where a dialect refuses a statement, both counted from 1. */
function refusal(text: string, options: ParserOptions): {line: number; column: number} | null {
  try {
    parse(text, options);
    return null;
  } catch (error) {
    const [, line, column] =
      /^--> .*:(\d+):(\d+)$/m.exec(error instanceof FormattedSyntaxError ? error.message : '') ?? [];
    if (line === undefined) throw error;
    return {line: Number(line), column: Number(column)};
  }
}
