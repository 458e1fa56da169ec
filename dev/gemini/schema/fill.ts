import type {Random} from '../random.ts';
import {genericNumber, genericText} from './generic.ts';
import type {Count, SchemaNode} from './node.ts';

/**
 * What to say where a schema asks for it, found by property name. A function is called with the object that is
 * being filled, so that a later field can agree with an earlier one, and with the bounds of the length that an
 * array may have. What does not fit the schema's type is passed over.
 */
export type Material =
  string | number | boolean | null | MaterialObject | readonly Material[] | MaterialMaker;
export type MaterialObject = {readonly [key: string]: Material};
type MaterialMaker = (built: JsonRecord, count: Count) => Material;
type JsonRecord = {[name: string]: unknown};

export type FillOptions = {
  random: Random;
  /** Takes the place of every free text (not of enums or formats). */
  textInstead?: string;
};

// A recursive schema has no end of its own.
const MAX_DEPTH = 8;
const USUAL_COUNT = 3;
const ANY_COUNT: Count = {min: 0, max: Infinity};

/** A value that satisfies the schema, made of the material as far as it fits, otherwise of general words. */
export function fillSchema(node: SchemaNode, material: Material | undefined, options: FillOptions): unknown {
  return fill(node, material, '', 0, {}, options);
}

function fill(
  node: SchemaNode,
  given: Material | undefined,
  key: string,
  depth: number,
  built: JsonRecord,
  options: FillOptions,
): unknown {
  const {random} = options;
  const material =
    typeof given === 'function' ? given(built, node.kind === 'array' ? node.count : ANY_COUNT) : given;
  if (node.nullable && (material === null || (material === undefined && random.below(4) === 0))) return null;
  switch (node.kind) {
    case 'object':
      return fillObject(node, material, depth, options);
    case 'array':
      return fillArray(node, material, key, depth, options);
    case 'string':
      return fillString(node, material, key, options);
    case 'integer':
    case 'number':
      if (node.options !== null && node.options.length > 0) {
        return typeof material === 'number' && node.options.includes(material)
          ? material
          : random.pick(node.options);
      }
      return genericNumber(node, material, key, random);
    case 'boolean':
      return typeof material === 'boolean' ? material : random.below(2) === 0;
    case 'null':
      return null;
    case 'any_of': {
      const choice = node.choices.find(candidate => fits(candidate, material)) ?? random.pick(node.choices);
      return fill(choice, material, key, depth + 1, built, options);
    }
    case 'reference':
      return fill(node.target(), material, key, depth + 1, built, options);
  }
}

function fillObject(
  node: SchemaNode & {kind: 'object'},
  material: Material | undefined,
  depth: number,
  options: FillOptions,
): JsonRecord {
  const source = isMaterialObject(material) ? material : undefined;
  const built: JsonRecord = {};
  for (const property of node.properties) {
    const value =
      source !== undefined && Object.hasOwn(source, property.key) ? source[property.key] : undefined;
    const wanted =
      property.required || (depth < MAX_DEPTH && (value !== undefined || options.random.below(4) > 0));
    if (wanted) built[property.name] = fill(property.node, value, property.key, depth + 1, built, options);
  }
  return built;
}

function fillArray(
  node: SchemaNode & {kind: 'array'},
  material: Material | undefined,
  key: string,
  depth: number,
  options: FillOptions,
): unknown[] {
  const items = Array.isArray(material) ? (material as readonly Material[]) : [];
  const usual = Array.isArray(material)
    ? items.length
    : depth >= MAX_DEPTH
      ? 0
      : Math.max(USUAL_COUNT, node.tuple.length);
  const count = Math.min(Math.max(usual, node.count.min), node.count.max);
  return Array.from({length: count}, (_none, index) =>
    fill(node.tuple[index] ?? node.item, items[index], `${key}_${index + 1}`, depth + 1, {}, options),
  );
}

function fillString(
  node: SchemaNode & {kind: 'string'},
  material: Material | undefined,
  key: string,
  {random, textInstead}: FillOptions,
): string {
  if (node.options !== null && node.options.length > 0) {
    const wanted = typeof material === 'string' ? material.toLowerCase() : undefined;
    return node.options.find(option => option.toLowerCase() === wanted) ?? random.pick(node.options);
  }
  if (node.format === 'date-time') return '2026-01-15T09:00:00Z';
  if (node.format === 'date') return '2026-01-15';
  if (node.format === 'time') return '09:00:00';
  let text = textInstead ?? (typeof material === 'string' ? material : undefined);
  if (text === undefined && typeof material === 'number')
    text = key.includes('time') ? `${material} minutes` : `${material}`;
  text ??= genericText(key, random);
  while (text.length < node.minLength) text += ` ${genericText(key, random)}`;
  return text.length > node.maxLength ? text.slice(0, node.maxLength) : text;
}

function isMaterialObject(material: Material | undefined): material is MaterialObject {
  return typeof material === 'object' && material !== null && !Array.isArray(material);
}

function fits(node: SchemaNode, material: Material | undefined): boolean {
  switch (node.kind) {
    case 'object':
      return isMaterialObject(material);
    case 'array':
      return Array.isArray(material);
    case 'null':
      return material === null;
    case 'integer':
    case 'number':
      return typeof material === 'number';
    case 'any_of':
    case 'reference':
      return false;
    default:
      return typeof material === node.kind;
  }
}
