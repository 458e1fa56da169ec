import {z} from 'zod';
import {ANSWER_SCHEMAS, withoutFence, type AnswerForm, type LessonAnswer} from '../content/index.ts';
import type {Finding} from '../findings.ts';
import {storableText} from '../storable-text.ts';
import {schemaSentence} from './schema-sentence.ts';

/** A loop of broken items would fill the repair prompt; the first ones tell enough. */
const MAX_SCHEMA_FINDINGS = 12;

/** Anything but a natural end means that the answer is cut off or was held back. */
export function checkFinishReason(finishReason: string): Finding[] {
  if (finishReason === 'STOP') return [];
  const message = `The answer ended with ${finishReason || 'no finish reason'} instead of STOP: it is not whole.`;
  return [{check: 'finish-reason', severity: 'error', message}];
}

/** Parses the answer. `value` is undefined where it is not JSON. A fence around the whole is taken off, not paid for again. */
export function parseAnswer(answerText: string): {value: unknown; findings: Finding[]} {
  try {
    return {value: JSON.parse(withoutFence(answerText)), findings: []};
  } catch (error) {
    // V8 quotes the unit that it stumbles over, which may be half of a character.
    const reason = storableText(error instanceof Error ? error.message : String(error));
    return {
      value: undefined,
      findings: [{check: 'json', severity: 'error', message: `The answer is not JSON: ${reason}`}],
    };
  }
}

/** Holds the answer against its form's schema. `answer` is null where it does not fit. */
export function readAnswer(
  form: AnswerForm,
  value: unknown,
): {answer: LessonAnswer | null; findings: Finding[]} {
  const read: z.ZodSafeParseResult<LessonAnswer> = ANSWER_SCHEMAS[form].safeParse(value);
  if (read.success) return {answer: read.data, findings: []};
  const issues = firstOfEachPath(read.error.issues);
  return {answer: null, findings: issues.slice(0, MAX_SCHEMA_FINDINGS).map(issue => toFinding(issue, value))};
}

/** Where a list is wanted, zod says of a text that it is none, and then that it has the wrong length as well. */
function firstOfEachPath(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const firsts = new Map<string, z.core.$ZodIssue>();
  for (const issue of issues) {
    const path = z.core.toDotPath(issue.path);
    if (!firsts.has(path)) firsts.set(path, issue);
  }
  return [...firsts.values()];
}

function toFinding(issue: z.core.$ZodIssue, answer: unknown): Finding {
  return {check: checkOf(issue), severity: 'error', message: schemaSentence(issue, answer)};
}

function checkOf(issue: z.core.$ZodIssue): 'count' | 'length' | 'schema' {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return 'schema';
  return issue.origin === 'array' ? 'count' : 'length';
}
