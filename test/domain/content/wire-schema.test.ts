import {expect, test} from 'vitest';
import {z} from 'zod';
import {toWireSchema, wireSchema, type WireSchema} from '../../../domain/content/wire-schema.ts';
import {STYLES} from '../../../domain/styles.ts';

/** The keys of the dialect that are sent; the provider answers 400 to any it does not know. */
const KNOWN_KEYS = new Set([
  'type',
  'description',
  'nullable',
  'enum',
  'items',
  'properties',
  'required',
  'propertyOrdering',
]);

function nodesOf(schema: WireSchema): WireSchema[] {
  const children = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return [schema, ...children.flatMap(nodesOf)];
}

test.each(STYLES)('the schema of %s uses only what the provider knows, and types every item', style => {
  const nodes = nodesOf(wireSchema(style));
  expect(nodes.flatMap(node => Object.keys(node)).filter(key => !KNOWN_KEYS.has(key))).toEqual([]);
  expect(nodes.filter(node => node.type === 'array' && node.items === undefined)).toEqual([]);
});

test('counts and long minimum lengths are said in words, other bounds are dropped', () => {
  const schema = z.object({
    few: z.array(z.string()).min(3).max(4).describe('A list.'),
    four: z.array(z.string()).length(4),
    open: z.array(z.string()).min(1),
    long: z.string().min(600),
    short: z.string().min(5),
    number: z.int().min(1).max(9),
  });
  expect(toWireSchema(schema).properties).toEqual({
    few: {type: 'array', items: {type: 'string'}, description: '3 to 4 items. A list.'},
    four: {type: 'array', items: {type: 'string'}, description: 'Exactly 4 items.'},
    open: {type: 'array', items: {type: 'string'}},
    long: {type: 'string', description: 'At least 600 characters.'},
    short: {type: 'string'},
    number: {type: 'integer'},
  });
});

test('enums, nullable fields, required fields and the order of keys are kept', () => {
  const schema = z.object({b: z.enum(['x', 'y']), a: z.string().nullable(), c: z.string().optional()});
  expect(toWireSchema(schema)).toEqual({
    type: 'object',
    properties: {
      b: {type: 'string', enum: ['x', 'y']},
      a: {type: 'string', nullable: true},
      c: {type: 'string'},
    },
    required: ['b', 'a'],
    propertyOrdering: ['b', 'a', 'c'],
  });
});

test('a schema beyond the dialect is refused when it is translated', () => {
  expect(() => toWireSchema(z.object({a: z.union([z.string(), z.number()])}))).toThrow(/type/);
});

test('the model is not asked for what the application adds', () => {
  const asked = STYLES.flatMap(style => Object.keys(wireSchema(style).properties ?? {}));
  for (const added of [
    'video',
    'timestamps',
    'hero_image',
    'video_summary',
    'text_content',
    'estimated_duration',
  ]) {
    expect(asked).not.toContain(added);
  }
});
