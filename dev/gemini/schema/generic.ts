import type {Random} from '../random.ts';
import type {SchemaNode} from './node.ts';

const SENTENCES = [
  (words: string) => `The ${words} is described here in plain words.`,
  (words: string) => `A careful reader checks the ${words} before going on.`,
  (words: string) => `This answer gives one possible ${words}, and there are others.`,
  (words: string) => `Nothing about the ${words} depends on the time of day.`,
  (words: string) => `The ${words} stays the same for the same request.`,
];

/** Words for a property about which nothing is known but its name. */
export function genericText(key: string, random: Random): string {
  const words = key.replaceAll('_', ' ').trim() || 'answer';
  if (/(^|_)(id|code|slug)$/.test(key)) return `${key.replaceAll('_', '-')}-${random.below(10_000)}`;
  return random.pick(SENTENCES)(words);
}

/** A number within the node's bounds: the material if it lies there. */
export function genericNumber(
  {kind, min, max}: SchemaNode & {kind: 'integer' | 'number'},
  material: unknown,
  key: string,
  random: Random,
): number {
  const lowest = min ?? (max === null ? 1 : Math.min(1, max));
  const highest = max ?? lowest + (/minutes|duration/.test(key) ? 59 : 9);
  if (typeof material === 'number' && material >= lowest && (max === null || material <= highest)) {
    return kind === 'integer' ? Math.round(material) : material;
  }
  if (kind === 'number') return lowest + random.next() * (highest - lowest);
  const first = Math.ceil(lowest);
  return first + random.below(Math.floor(highest) - first + 1);
}
