import {initGraphQLTada} from 'gql.tada';
import type {introspection} from './graphql-env.d.ts';

/** The id of a lesson, vote or review: a number or a text, as the application has it. */
export type LessonId = string | number;

/** Documents that know the types of the API's schema. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: {DateTime: string; LessonId: LessonId; JSON: unknown};
}>();

export {readFragment, type ResultOf, type VariablesOf} from 'gql.tada';
