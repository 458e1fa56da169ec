// The file and not the package: a bundler that prefers ES modules (Vitest's) would load the package a second time
// beside the one that Yoga and Pothos load, and its classes would be others.
export {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
  getNamedType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  Kind,
  lexicographicSortSchema,
  printSchema,
  TypeInfo,
  type TypeNode,
  type VariableDefinitionNode,
  visitWithTypeInfo,
  valueFromASTUntyped,
  visit,
} from 'graphql/index.js';
