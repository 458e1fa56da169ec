import SchemaBuilder from '@pothos/core';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import ValidationPlugin from '@pothos/plugin-validation';
import type {LessonId} from '../../domain/lesson-id.ts';
import {apiError} from '../errors.ts';
import type {ApiContext} from './context.ts';

type Types = {
  Context: ApiContext;
  DefaultFieldNullability: false;
  AuthScopes: {
    /** Whoever may read lessons: everybody, unless the configuration asks to sign in. */
    reader: boolean;
    learner: boolean;
    mentor: boolean;
    moderator: boolean;
    admin: boolean;
  };
  Scalars: {
    DateTime: {Input: Date; Output: Date};
    JSON: {Input: unknown; Output: unknown};
    LessonId: {Input: string; Output: LessonId};
  };
};

/**
 * The builder of the schema. Each field of a query, mutation or subscription names its scope; a test walks them all.
 * Fields are never null unless they say so.
 */
export const builder = new SchemaBuilder<Types>({
  plugins: [ScopeAuthPlugin, ValidationPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({viewer, settings}) => {
      const has = (scope: (typeof viewer.scopes)[number]) => viewer.scopes.includes(scope);
      return {
        reader: settings.anonymousReads || has('learner'),
        learner: has('learner'),
        mentor: has('mentor'),
        moderator: has('moderator'),
        admin: has('admin'),
      };
    },
    unauthorizedError: (_parent, {viewer}, info) =>
      viewer.kind === 'anonymous'
        ? apiError('UNAUTHENTICATED', `Sign in to use ${info.parentType.name}.${info.fieldName}.`)
        : apiError('FORBIDDEN', `Your account may not use ${info.parentType.name}.${info.fieldName}.`),
  },
  validation: {
    validationError: failure => apiError('BAD_INPUT', faultsOf(failure.issues)),
  },
});

type Issue = {message: string; path?: readonly (PropertyKey | {key: PropertyKey})[] | undefined};

/** All faults at once, each with its place. */
const faultsOf = (issues: readonly Issue[]): string =>
  issues
    .map(({message, path = []}) => {
      const place = path.map(part => String(typeof part === 'object' ? part.key : part)).join('.');
      return place === '' ? message : `${place}: ${message}`;
    })
    .join(' ');
