/** A value that an act changed, in words; null: it was not there, or is not any more. */
export type Change = {field: string; before: string | null; after: string | null};

/**
 * What differs between what an act found and what it left, value by value. Of an act that notes only one of them, all
 * that it notes.
 */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [was, is] = [leaves(before), leaves(after)];
  const fields = new Set([...was.keys(), ...is.keys()]);
  return [...fields].flatMap(field => {
    const change = {field, before: was.get(field) ?? null, after: is.get(field) ?? null};
    return change.before === change.after ? [] : [change];
  });
}

/** The id of the lesson that an event is about stands in its row: not before each value, too. */
export const withoutOwn = (changes: readonly Change[], lessonId: string | null): Change[] =>
  changes.map(({field, ...values}) => ({
    field:
      lessonId !== null && field.startsWith(`${lessonId}${PART}`)
        ? field.slice(lessonId.length + PART.length)
        : field,
    ...values,
  }));

const PART = ' › ';

/** Each value by the path to it; lists of plain values are one value. Null says nothing: it is as if not there. */
function leaves(value: unknown, path = ''): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  if (Array.isArray(value) && value.every(isPlain)) return one(path, value.map(String).join(', '));
  if (typeof value === 'string') return one(path, value);
  if (typeof value !== 'object') return one(path, JSON.stringify(value));
  const parts = Array.isArray(value)
    ? value.map((item, index) => [String(index + 1), item] as const)
    : Object.entries(value).map(([key, item]) => [words(key), item] as const);
  return new Map(
    parts.flatMap(([key, item]) => [...leaves(item, path === '' ? key : `${path}${PART}${key}`)]),
  );
}

const one = (path: string, text: string): Map<string, string> =>
  text === '' ? new Map() : new Map([[path, text]]);

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** `promoted_by` and `promotedBy` as `promoted by`. */
const words = (key: string): string =>
  key
    .replaceAll(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replaceAll('_', ' ');
