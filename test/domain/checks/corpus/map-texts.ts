import type {Answer} from './draft.ts';

/** A copy of the answer with each of its texts changed; `key` is the nearest property name. */
export function mapTexts(answer: Answer, change: (text: string, key: string) => string): Answer {
  return mapValue(answer, '', change) as Answer;
}

function mapValue(value: unknown, key: string, change: (text: string, key: string) => string): unknown {
  if (typeof value === 'string') return change(value, key);
  if (Array.isArray(value)) return value.map(item => mapValue(item, key, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, mapValue(child, name, change)]),
  );
}
