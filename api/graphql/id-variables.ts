import type {Plugin} from 'graphql-yoga';
import {
  type DocumentNode,
  getNamedType,
  Kind,
  TypeInfo,
  type TypeNode,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from './graphql.ts';
import {schema} from './schema.ts';

const ID_TYPE = 'LessonId';

/** What the application's documents declare where a lesson's id is asked: a number at its age "old", a text at "head". */
const DECLARED = new Set(['Int', 'String', 'ID']);

/** Lets the application's documents run as they are: a variable that stands for a lesson's id becomes one. */
export function idVariables(): Plugin {
  // The same document again gives the same result: Yoga keeps by that what it found valid.
  const rewritten = new WeakMap<DocumentNode, DocumentNode>();
  return {
    onParse:
      () =>
      ({result, replaceParseResult}) => {
        if (!isDocument(result)) return;
        const document = rewritten.get(result) ?? withIdVariables(result);
        rewritten.set(result, document);
        rewritten.set(document, document);
        replaceParseResult(document);
      },
  };
}

const isDocument = (result: unknown): result is DocumentNode =>
  typeof result === 'object' && result !== null && 'kind' in result && result.kind === Kind.DOCUMENT;

function withIdVariables(document: DocumentNode): DocumentNode {
  const names = namesOfIds(document);
  if (names.size === 0) return document;
  const rename = (type: TypeNode): TypeNode =>
    type.kind === Kind.NAMED_TYPE
      ? DECLARED.has(type.name.value)
        ? {...type, name: {...type.name, value: ID_TYPE}}
        : type
      : ({...type, type: rename(type.type)} as TypeNode);
  return visit<DocumentNode>(document, {
    VariableDefinition: (node: VariableDefinitionNode) =>
      names.has(node.variable.name.value) ? {...node, type: rename(node.type)} : undefined,
  });
}

function namesOfIds(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Variable: ({name}) => {
        const wanted = types.getInputType();
        if (wanted && getNamedType(wanted).name === ID_TYPE) names.add(name.value);
      },
    }),
  );
  return names;
}
