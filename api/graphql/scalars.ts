import {GraphQLError, Kind, valueFromASTUntyped} from './graphql.ts';
import {builder} from './builder.ts';

const ID_FORM = 'The id of a lesson is a whole number or a text.';

function readId(value: unknown): string {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : refuse();
}

function refuse(): never {
  throw new GraphQLError(ID_FORM);
}

/** Moments, JSON and the ids of lessons. */
export function addScalars(): void {
  builder.scalarType('DateTime', {
    description: 'A moment in UTC, as ISO 8601 with milliseconds.',
    serialize: value => value.toISOString(),
    parseValue: value => {
      const moment = typeof value === 'string' ? new Date(value) : new Date(NaN);
      if (Number.isNaN(moment.getTime()))
        throw new GraphQLError('A DateTime is a text as 2026-01-31T12:00:00Z.');
      return moment;
    },
  });

  builder.scalarType('JSON', {
    description: 'Any JSON value.',
    serialize: value => value,
    parseValue: value => value,
    parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
  });

  builder.scalarType('LessonId', {
    description:
      'The id of a lesson, vote or review: a number or a text, as the application has it. Both are accepted; a variable may be declared as LessonId, ID, Int or String.',
    serialize: value => value,
    parseValue: readId,
    parseLiteral: node => (node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : refuse()),
  });
}
