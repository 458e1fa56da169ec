import {z} from 'zod';
import {ANSWER_SCHEMAS, type AnswerForm} from './answer.ts';

/** The part of Gemini's `responseSchema` dialect that lessons need. */
export type WireSchema = {
  type: string;
  description?: string;
  nullable?: boolean;
  enum?: string[];
  items?: WireSchema;
  properties?: Record<string, WireSchema>;
  required?: string[];
  propertyOrdering?: string[];
};

/**
 * What the model is asked to return in a form, as Gemini's `responseSchema`. Bounds are said in the descriptions
 * only: bounds on the wire make the provider refuse a schema as too complex, and unknown keys are a 400.
 */
export function wireSchema(form: AnswerForm): WireSchema {
  return WIRE_SCHEMAS[form];
}

/** Throws where a schema uses what the dialect or this translation does not know (unions, references). */
export function toWireSchema(schema: z.ZodType): WireSchema {
  return translate(SchemaNode.parse(z.toJSONSchema(schema, {io: 'input', target: 'openapi-3.0'})));
}

/** What zod writes for a node; other keys (formats, patterns, numeric bounds) are dropped here. */
const SchemaNode = z.object({
  type: z.string(),
  description: z.string().optional(),
  nullable: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  required: z.array(z.string()).optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  minLength: z.number().optional(),
  get items() {
    return SchemaNode.optional();
  },
  get properties() {
    return z.record(z.string(), SchemaNode).optional();
  },
});

function translate(node: z.infer<typeof SchemaNode>): WireSchema {
  const description = [boundsText(node), node.description].filter(Boolean).join(' ');
  return {
    type: node.type,
    ...(description && {description}),
    ...(node.nullable && {nullable: true}),
    ...(node.enum && {enum: node.enum}),
    ...(node.items && {items: translate(node.items)}),
    ...(node.properties && {
      properties: Object.fromEntries(
        Object.entries(node.properties).map(([key, value]) => [key, translate(value)]),
      ),
      required: node.required ?? [],
      propertyOrdering: Object.keys(node.properties),
    }),
  };
}

function boundsText({minItems, maxItems, minLength}: z.infer<typeof SchemaNode>): string {
  if (minItems !== undefined && minItems === maxItems) return `Exactly ${minItems} items.`;
  if (minItems !== undefined && maxItems !== undefined) return `${minItems} to ${maxItems} items.`;
  // The short minima guard against empty fields; only the long ones tell the model something.
  if (minLength !== undefined && minLength >= 100) return `At least ${minLength} characters.`;
  return '';
}

const WIRE_SCHEMAS: Record<AnswerForm, WireSchema> = {
  hands_on: toWireSchema(ANSWER_SCHEMAS.hands_on),
  video: toWireSchema(ANSWER_SCHEMAS.video),
  watched_video: toWireSchema(ANSWER_SCHEMAS.watched_video),
  reading: toWireSchema(ANSWER_SCHEMAS.reading),
  mixed: toWireSchema(ANSWER_SCHEMAS.mixed),
};
