import type {FieldViolation} from '../errors.ts';
import {camelCase, isObject, snakeCase, unknownName} from '../proto.ts';
import type {JsonObject} from '../proto.ts';
import {countInWords} from './count.ts';
import type {Count, Property, SchemaNode} from './node.ts';

/** `proto` is `responseSchema` (an unknown key is an error), `json` is `responseJsonSchema` (it is ignored). */
export type Dialect = 'proto' | 'json';

export type CompiledSchema = {
  node: SchemaNode;
  /** Names and values that the interface does not know: 400 with field violations. */
  violations: readonly FieldViolation[];
  /** Sentences about a schema that is well formed and yet not served: 400 with a message. */
  complaints: readonly string[];
};

type Context = {
  dialect: Dialect;
  root: JsonObject;
  references: Map<string, SchemaNode>;
  violations: FieldViolation[];
  complaints: string[];
  maxItemsSum: number;
};

const PROTO_FIELDS = new Set(
  'type format title description nullable enum items minItems maxItems properties required propertyOrdering minProperties maxProperties minimum maximum minLength maxLength pattern anyOf example default'.split(
    ' ',
  ),
);
const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);
const ENTITY = 'GenerateContentRequest.';

/** Measured by others: schemas whose `maxItems` add up to more than about 960 are refused. */
const MAX_ITEMS_SUM = 960;

const ANYTHING: SchemaNode = {
  kind: 'string',
  nullable: false,
  options: null,
  format: '',
  minLength: 0,
  maxLength: Infinity,
};

/** Reads a schema once; the walk over it is then cheap. Never throws: faults come back in the result. */
export function compileSchema(raw: unknown, dialect: Dialect): CompiledSchema {
  const path =
    dialect === 'proto' ? 'generation_config.response_schema' : 'generation_config.response_json_schema';
  const context: Context = {
    dialect,
    root: isObject(raw) ? raw : {},
    references: new Map(),
    violations: [],
    complaints: [],
    maxItemsSum: 0,
  };
  const node = compileNode(raw, path, context);
  if (context.maxItemsSum > MAX_ITEMS_SUM) context.complaints.push('Request contains an invalid argument.');
  return {node, violations: context.violations, complaints: context.complaints};
}

function compileNode(raw: unknown, path: string, context: Context): SchemaNode {
  if (!isObject(raw)) {
    context.violations.push({
      field: path,
      description: `Invalid value at '${path}' (Schema), ${JSON.stringify(raw)}`,
    });
    return ANYTHING;
  }
  const schema = context.dialect === 'proto' ? protoFields(raw, path, context) : raw;
  const reference = schema['$ref'];
  if (typeof reference === 'string') return compileReference(reference, path, context);
  const types = typesOf(schema, path, context);
  const nullable = schema['nullable'] === true || (types.includes('null') && types.length > 1);
  const choices = schema['anyOf'];
  if (Array.isArray(choices) && choices.length > 0) {
    const nodes = choices.map((choice, index) => compileNode(choice, `${path}.any_of[${index}]`, context));
    return {kind: 'any_of', nullable, choices: nodes};
  }
  const type = types.find(candidate => candidate !== 'null') ?? types[0] ?? guessType(schema);
  switch (type) {
    case 'object':
      return {kind: 'object', nullable, properties: compileProperties(schema, path, context)};
    case 'array':
      return compileArray(schema, nullable, path, context);
    case 'integer':
    case 'number':
      return {
        kind: type,
        nullable,
        min: numberOrNull(schema['minimum']),
        max: numberOrNull(schema['maximum']),
        options: Array.isArray(schema['enum']) ? schema['enum'].map(Number) : null,
      };
    case 'boolean':
    case 'null':
      return {kind: type, nullable};
    default:
      return {
        kind: 'string',
        nullable,
        options: Array.isArray(schema['enum']) ? schema['enum'].map(String) : null,
        format: typeof schema['format'] === 'string' ? schema['format'] : '',
        minLength: numberOrNull(schema['minLength']) ?? 0,
        maxLength: numberOrNull(schema['maxLength']) ?? Infinity,
      };
  }
}

function compileReference(reference: string, path: string, context: Context): SchemaNode {
  if (!context.references.has(reference)) {
    // Entered before it is compiled, so that a schema that refers to itself comes to an end.
    context.references.set(reference, ANYTHING);
    let target: unknown = context.root;
    for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
      target = isObject(target) ? target[part] : undefined;
    }
    if (target === undefined)
      context.complaints.push(`* ${ENTITY}${path}: reference to undefined schema ${reference}`);
    else context.references.set(reference, compileNode(target, path, context));
  }
  return {kind: 'reference', nullable: false, target: () => context.references.get(reference) ?? ANYTHING};
}

function compileProperties(schema: JsonObject, path: string, context: Context): Property[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const names = Object.keys(properties);
  const required = stringsOf(schema['required']);
  if (context.dialect === 'proto' && names.length === 0) {
    context.complaints.push(`* ${ENTITY}${path}.properties: should be non-empty for OBJECT type`);
  }
  for (const [index, name] of required.entries()) {
    if (names.includes(name)) continue;
    context.complaints.push(`* ${ENTITY}${path}.required[${index}]: property is not defined`);
  }
  const first = stringsOf(schema['propertyOrdering']).filter(name => names.includes(name));
  return [...new Set([...first, ...names])].map(name => ({
    name,
    key: snakeCase(name),
    required: required.includes(name),
    node: compileNode(properties[name], `${path}.properties[${names.indexOf(name)}].value`, context),
  }));
}

function compileArray(schema: JsonObject, nullable: boolean, path: string, context: Context): SchemaNode {
  const prefix = Array.isArray(schema['prefixItems']) ? schema['prefixItems'] : [];
  const tuple = prefix.map((item, index) => compileNode(item, `${path}.prefix_items[${index}]`, context));
  context.maxItemsSum += numberOrNull(schema['maxItems']) ?? 0;
  if (schema['items'] === undefined && context.dialect === 'proto') {
    context.complaints.push(`* ${ENTITY}${path}.items: missing field.`);
  }
  const item = isObject(schema['items']) ? compileNode(schema['items'], `${path}.items`, context) : ANYTHING;
  return {
    kind: 'array',
    nullable,
    item,
    tuple,
    count: countOf(schema, tuple.length, schema['items'] === undefined),
  };
}

function countOf(schema: JsonObject, tupleLength: number, closed: boolean): Count {
  const said = countInWords(typeof schema['description'] === 'string' ? schema['description'] : '');
  const min = numberOrNull(schema['minItems']) ?? said?.min ?? tupleLength;
  const max =
    numberOrNull(schema['maxItems']) ?? said?.max ?? (closed && tupleLength > 0 ? tupleLength : Infinity);
  return {min, max: Math.max(min, max)};
}

/** Keys in camelCase; reports those that the proto does not have. */
function protoFields(raw: JsonObject, path: string, context: Context): JsonObject {
  const schema: JsonObject = {};
  for (const [name, value] of Object.entries(raw)) {
    const known = camelCase(name);
    if (!PROTO_FIELDS.has(known)) context.violations.push(unknownName(name, path));
    else if (value !== null) schema[known] = value;
  }
  return schema;
}

function typesOf(schema: JsonObject, path: string, {dialect, violations}: Context): string[] {
  const raw = schema['type'];
  const isList = Array.isArray(raw) && dialect === 'json';
  const listed: unknown[] = isList ? raw : raw === undefined ? [] : [raw];
  const types = listed.map(type => (typeof type === 'string' ? type.toLowerCase() : ''));
  if (types.every(type => TYPES.has(type))) return types;
  violations.push({
    field: `${path}.type`,
    description: `Invalid value at '${path}.type' (type.googleapis.com/google.ai.generativelanguage.v1beta.Type), ${JSON.stringify(raw)}`,
  });
  return [];
}

function guessType(schema: JsonObject): string {
  if (schema['properties'] !== undefined) return 'object';
  return schema['items'] === undefined && schema['prefixItems'] === undefined ? 'string' : 'array';
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}

/** The proto writes int64 bounds as strings. */
function numberOrNull(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
