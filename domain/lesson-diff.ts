import {diffTexts, type Hunk} from './diff.ts';

/** What of a lesson people read. */
export type ComparedLesson = {
  title: string;
  description: string;
  difficultyLevel: string;
  estimatedDuration: number;
  /** Any JSON value where others wrote the lesson. */
  content: unknown;
};

/** A part of a lesson that differs, as line hunks. */
export type FieldDiff = {field: string; hunks: Hunk[]};

/**
 * What differs between two lessons, field by field: the columns first, then each key of the content as
 * `content.<key>`. Only the fields that differ.
 */
export function diffLessons(before: ComparedLesson, after: ComparedLesson): FieldDiff[] {
  const [old, fresh] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  return names
    .map(field => ({field, hunks: diffTexts(old.get(field) ?? '', fresh.get(field) ?? '')}))
    .filter(({hunks}) => hunks.length > 0);
}

function fieldsOf(lesson: ComparedLesson): Map<string, string> {
  const {title, description, difficultyLevel, estimatedDuration, content} = lesson;
  const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
  const parts = isObject
    ? Object.entries(content).map(([key, value]): [string, unknown] => [`content.${key}`, value])
    : [['content', content] as [string, unknown]];
  const fields: [string, unknown][] = [
    ['title', title],
    ['description', description],
    ['difficultyLevel', difficultyLevel],
    ['estimatedDuration', estimatedDuration],
    ...parts,
  ];
  return new Map(fields.map(([field, value]) => [field, outline(value, '').join('\n')]));
}

/** A JSON value as lines that are worth comparing: one a line of text, one a key, one a dash for an item. */
function outline(value: unknown, indent: string): string[] {
  if (typeof value === 'string') return value.split('\n').map(line => `${indent}${line}`);
  if (Array.isArray(value)) return value.flatMap(item => [`${indent}-`, ...outline(item, `${indent}  `)]);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, of]) => [`${indent}${key}:`, ...outline(of, `${indent}  `)]);
  }
  return [`${indent}${String(value)}`];
}
