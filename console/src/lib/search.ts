/**
 * Readers of what stands in an address. They are forgiving: what does not fit is left out, for an old or mistyped
 * link should still show its page.
 */

/** A text of at most 255 characters that is not empty. */
export function text(value: unknown): string | undefined {
  // The router reads `?lesson=12` as a number.
  const given = typeof value === 'number' ? String(value) : value;
  return typeof given === 'string' && given !== '' ? given.slice(0, 255) : undefined;
}

/** A whole number from 1 on. */
export function positive(value: unknown): number | undefined {
  const given = typeof value === 'string' ? Number(value) : value;
  return typeof given === 'number' && Number.isSafeInteger(given) && given > 0 ? given : undefined;
}

/** `true`, or nothing. */
export const flag = (value: unknown): true | undefined =>
  value === true || value === 'true' ? true : undefined;

/** One of these values. */
export const oneOf = <T extends string>(value: unknown, values: readonly T[]): T | undefined =>
  values.find(known => known === value);

/** Those of a list that are known, each once; none: nothing. */
export function someOf<T extends string>(value: unknown, values: readonly T[]): T[] | undefined {
  const given = new Set(Array.isArray(value) ? value : [value]);
  const found = values.filter(known => given.has(known));
  return found.length > 0 ? found : undefined;
}

/** A list of texts; none: nothing. */
export function texts(value: unknown): string[] | undefined {
  const found = (Array.isArray(value) ? value : [value]).map(text).filter(one => one !== undefined);
  return found.length > 0 ? [...new Set(found)].slice(0, 100) : undefined;
}

type Optional<T> = {[K in keyof T]?: Exclude<T[K], undefined>};

/** Without what is undefined, so that it does not stand in the address. */
export const optional = <T extends object>(values: T): Optional<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Optional<T>;
