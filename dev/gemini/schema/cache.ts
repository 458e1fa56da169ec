import {compileSchema} from './compile.ts';
import type {CompiledSchema, Dialect} from './compile.ts';

// A service asks with a handful of schemas; a test that makes up hundreds merely compiles some of them again.
const MAX_SCHEMAS = 200;

const compiled = new Map<string, CompiledSchema & {charCount: number}>();

/** `compileSchema`, remembered by the schema's text. `charCount` is that text's length, for counting tokens. */
export function cachedSchema(raw: unknown, dialect: Dialect): CompiledSchema & {charCount: number} {
  const text = JSON.stringify(raw);
  const key = `${dialect}${text}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= MAX_SCHEMAS) compiled.clear();
  const fresh = {...compileSchema(raw, dialect), charCount: text.length};
  compiled.set(key, fresh);
  return fresh;
}
