import {EnvelopArmor} from '@escape.tech/graphql-armor';
import {type DocumentNode, visit} from './graphql.ts';
import type {Plugin} from 'graphql-yoga';
import {apiError} from '../errors.ts';
import type {RequestContext} from './handler.ts';

/** Far above what the console and the application ask, and far below what hurts. */
const MAX_DEPTH = 9;
const MAX_COST = 600;
const MAX_ALIASES = 15;
const MAX_DIRECTIVES = 20;
const MAX_TOKENS = 2_000;

/** Bounds on what one document may ask, before any of it is looked up. */
export function documentLimits(): object[] {
  return new EnvelopArmor({
    maxDepth: {n: MAX_DEPTH},
    costLimit: {maxCost: MAX_COST},
    maxAliases: {n: MAX_ALIASES},
    maxDirectives: {n: MAX_DIRECTIVES},
    maxTokens: {n: MAX_TOKENS},
    // A stranger would learn the schema by guessing.
    blockFieldSuggestion: {enabled: true},
  }).protect().plugins;
}

/** Yoga parses a text once: of the same document it is asked for each request. */
const introspections = new WeakMap<DocumentNode, boolean>();

function isIntrospection(document: DocumentNode): boolean {
  const known = introspections.get(document);
  if (known !== undefined) return known;
  let found = false;
  visit(document, {
    Field: ({name}) => {
      if (name.value === '__schema' || name.value === '__type') found = true;
    },
  });
  introspections.set(document, found);
  return found;
}

/**
 * Refuses what may not be asked this way. Not as a validation rule: Yoga keeps what was found valid, for whoever sends
 * the same document next.
 */
export function requestRules({introspection}: {introspection: boolean}): Plugin<RequestContext> {
  return {
    onExecute({args, setResultAndStopExecution}) {
      const {viewer, method} = args.contextValue;
      if (method === 'GET') {
        setResultAndStopExecution({
          errors: [
            apiError('METHOD_NOT_ALLOWED', 'Send queries and mutations with POST.', {httpStatus: 405}),
          ],
        });
      } else if (!introspection && !viewer.scopes.includes('admin') && isIntrospection(args.document)) {
        setResultAndStopExecution({
          errors: [apiError('FORBIDDEN', 'Only administrators may ask for the schema.')],
        });
      }
    },
  };
}
