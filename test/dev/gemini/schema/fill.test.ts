import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {createRandom} from '../../../../dev/gemini/random.ts';
import {compileSchema} from '../../../../dev/gemini/schema/compile.ts';
import type {Dialect} from '../../../../dev/gemini/schema/compile.ts';
import {fillSchema} from '../../../../dev/gemini/schema/fill.ts';
import type {Material} from '../../../../dev/gemini/schema/fill.ts';

function filled(schema: unknown, material?: Material, seed = 1, dialect: Dialect = 'proto'): unknown {
  return fillSchema(compileSchema(schema, dialect).node, material, {random: createRandom(seed)});
}

const seeds = Array.from({length: 40}, (_none, seed) => seed);

test('keys come in the order asked for, the others after them in the schema’s', () => {
  const string = {type: 'string'};
  const schema = {
    type: 'object',
    properties: {a: string, b: string, c: string},
    required: ['a', 'b', 'c'],
    propertyOrdering: ['c', 'x'],
  };
  expect(Object.keys(filled(schema) as object)).toEqual(['c', 'a', 'b']);
});

test('required properties are always there, the others sometimes', () => {
  const schema = {
    type: 'object',
    properties: {must: {type: 'string'}, may: {type: 'string'}},
    required: ['must'],
  };
  const keys = seeds.map(seed => Object.keys(filled(schema, undefined, seed) as object).join());
  expect(new Set(keys)).toEqual(new Set(['must', 'must,may']));
});

test('only a nullable value is ever null', () => {
  const values = (nullable: boolean) =>
    seeds.map(seed => filled({type: 'boolean', nullable}, undefined, seed));
  expect(values(false)).not.toContain(null);
  expect(new Set(values(true))).toEqual(new Set([true, false, null]));
  expect(filled({type: 'string', nullable: true}, null)).toBeNull();
  expect(filled({type: 'string'}, null)).toEqual(expect.any(String));
});

test('the number of items keeps to the bounds, then to the description, then to the material', () => {
  const length = (more: object, material?: Material) =>
    (filled({type: 'array', items: {type: 'string'}, ...more}, material) as unknown[]).length;
  expect(length({minItems: 5})).toBe(5);
  expect(length({maxItems: 2})).toBe(2);
  expect(length({minItems: '4', maxItems: '4', description: 'exactly two'})).toBe(4);
  expect(length({description: 'exactly two'})).toBe(2);
  expect(length({}, ['a'])).toBe(1);
  expect(length({minItems: 2}, ['a'])).toBe(2);
});

test('material is told the bounds of its length and what stands before it', () => {
  const schema = {
    type: 'object',
    properties: {
      kind: {type: 'string', enum: ['x']},
      list: {type: 'array', items: {type: 'string'}, description: '7 to 9 items'},
    },
    required: ['kind', 'list'],
  };
  const material: Material = {
    kind: 'y',
    list: (built, {min, max}) => Array.from({length: min}, () => `${String(built['kind'])}${max}`),
  };
  expect(filled(schema, material)).toEqual({kind: 'x', list: Array.from({length: 7}, () => 'x9')});
});

test('an enum is kept to, whatever the material and the case', () => {
  const schema = {type: 'string', enum: ['EASY', 'HARD']};
  expect(filled(schema, 'hard')).toBe('HARD');
  expect(['EASY', 'HARD']).toContain(filled(schema, 'medium'));
  expect([1, 2]).toContain(filled({type: 'integer', enum: [1, 2]}, 7, 1, 'json'));
});

test('a schema property in camelCase finds its material', () => {
  const schema = {type: 'object', properties: {keyTakeaways: {type: 'string'}}, required: ['keyTakeaways']};
  expect(filled(schema, {key_takeaways: 'found'})).toEqual({keyTakeaways: 'found'});
});

test('numbers keep to their bounds', () => {
  fc.assert(
    fc.property(
      fc.integer({min: -1000, max: 1000}),
      fc.nat(1000),
      fc.integer(),
      fc.nat(),
      (min, span, material, seed) => {
        const value = filled({type: 'integer', minimum: min, maximum: min + span}, material, seed) as number;
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(min);
        expect(value).toBeLessThanOrEqual(min + span);
      },
    ),
  );
  expect(filled({type: 'number', minimum: 2, maximum: 2})).toBe(2);
  expect(filled({type: 'integer'}, 45)).toBe(45);
});

test('texts keep to their lengths and formats', () => {
  expect(filled({type: 'string', maxLength: 3}, 'abcdef')).toBe('abc');
  expect((filled({type: 'string', minLength: 200}, 'short') as string).length).toBeGreaterThanOrEqual(200);
  expect(filled({type: 'string', format: 'date'})).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(filled({type: 'string', format: 'date-time'})).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z$/);
  expect(filled({type: 'string', format: 'time'})).toMatch(/^[\d:]+$/);
});

test('of several choices the one that fits the material is taken', () => {
  const schema = {anyOf: [{type: 'array', items: {type: 'string'}}, {type: 'string'}, {type: 'integer'}]};
  expect(filled(schema, 'text')).toBe('text');
  expect(filled(schema, 5)).toBe(5);
  expect(filled(schema, ['a'])).toEqual(['a']);
});

test('references are followed, and one that refers to itself comes to an end', () => {
  const schema = {
    $defs: {
      node: {
        type: 'object',
        properties: {name: {type: 'string'}, next: {$ref: '#/$defs/node'}},
        required: ['name'],
      },
    },
    $ref: '#/$defs/node',
  };
  for (const seed of seeds)
    expect(filled(schema, undefined, seed, 'json')).toMatchObject({name: expect.any(String)});
  expect(compileSchema({$ref: '#/$defs/nobody'}, 'json').complaints).toHaveLength(1);
});

test('a recursive schema is never filled deeper than a few levels', () => {
  const node = (next: object) => ({
    $defs: {node: {type: 'object', properties: {next}, required: 'items' in next ? ['next'] : []}},
    $ref: '#/$defs/node',
  });
  for (const schema of [node({$ref: '#/$defs/node'}), node({type: 'array', items: {$ref: '#/$defs/node'}})]) {
    for (const seed of seeds) {
      const nested = JSON.stringify(filled(schema, undefined, seed, 'json')).match(/^[^}]*/)?.[0] ?? '';
      expect(nested.split('"next"').length).toBeLessThan(7);
    }
  }
});

test('a tuple has its items in their places', () => {
  const schema = {type: 'array', prefixItems: [{type: 'boolean'}, {type: 'integer'}]};
  expect(filled(schema, undefined, 1, 'json')).toEqual([expect.any(Boolean), expect.any(Number)]);
});
