import {z} from 'zod';

/** As people and models name what JSON holds. */
const TYPES: Record<string, string> = {
  string: 'a text',
  array: 'a list',
  object: 'an object',
  number: 'a number',
  boolean: 'true or false',
};

/** A wrong value is shown where it is short; the model knows what it wrote. */
const MAX_SHOWN_CHARS = 40;

/** What an answer has that its schema does not allow, in a sentence: where, what is there, and what belongs there. */
export function schemaSentence(issue: z.core.$ZodIssue, answer: unknown): string {
  const where = issue.path.length === 0 ? 'The answer' : z.core.toDotPath(issue.path);
  const value = valueAt(answer, issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return `${where} is ${typeOf(value)}: it must be ${TYPES[issue.expected] ?? issue.expected}.`;
    case 'invalid_value':
      return `${where} is ${shown(value)}: it must be ${oneOf(issue.values)}.`;
    case 'too_small':
    case 'too_big':
      return `${where} has ${sizeOf(value, issue.origin)}: ${boundOf(issue)}.`;
    default:
      // Messages of our own say what the value must be.
      return `${where} ${issue.message.startsWith('must ') ? `is ${shown(value)}: it ` : 'is wrong: '}${issue.message}.`;
  }
}

function valueAt(answer: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Partial<Record<PropertyKey, unknown>> | null | undefined)?.[key],
    answer,
  );
}

function typeOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  return TYPES[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}

function shown(value: unknown): string {
  const isShort = typeof value === 'string' && value.length <= MAX_SHOWN_CHARS;
  return isShort ? JSON.stringify(value) : typeOf(value);
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map(value => JSON.stringify(value));
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}

function sizeOf(value: unknown, origin: string): string {
  const {length} = value as {length: number};
  return `${length} ${origin === 'array' ? 'item' : 'character'}${length === 1 ? '' : 's'}`;
}

function boundOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const isTooSmall = issue.code === 'too_small';
  const bound = Number(isTooSmall ? issue.minimum : issue.maximum);
  const verb = bound === 1 ? 'is' : 'are';
  if (issue.exact) return `exactly ${bound} ${verb} needed`;
  return isTooSmall ? `at least ${bound} ${verb} needed` : `at most ${bound} ${verb} allowed`;
}
