import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {getNamedType, type GraphQLObjectType, isObjectType} from '../../api/graphql/graphql.ts';
import {schema} from '../../api/graphql/schema.ts';
import {startServer} from '../../api/server.ts';
import type {Role} from '../../domain/roles.ts';
import {SCOPES, type Scope} from '../../domain/scopes.ts';
import {givenCells} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';
import {ACCESS, type Access, ARGUMENTS, HIDDEN} from './access-table.ts';
import {ask, givenUser, signedIn} from './givens.ts';

const {sql} = await testDatabase();

/** Who asks: nobody, or an account with a role. */
const CALLERS: {role: Role | null; scope: Scope | null}[] = [
  {role: null, scope: null},
  {role: 'new_user', scope: 'learner'},
  {role: 'learner', scope: 'learner'},
  {role: 'professional', scope: 'learner'},
  {role: 'mentor', scope: 'mentor'},
  {role: 'vip_mentor', scope: 'mentor'},
  {role: 'moderator', scope: 'moderator'},
  {role: 'admin', scope: 'admin'},
  {role: 'super_admin', scope: 'admin'},
];

const callers = new Map<Role | null, {email: string | null; headers: Record<string, string>}>();
const servers: Awaited<ReturnType<typeof startServer>>[] = [];
const urlOf = (anonymousReads: boolean): string => servers[anonymousReads ? 0 : 1]?.url ?? '';

beforeAll(async () => {
  await givenCells(sql, 'Loops');
  await givenPublished(sql, 1);
  for (const anonymousReads of [true, false]) {
    const log = (line: string) => {
      throw new Error(line);
    };
    servers.push(await startServer({pool: sql, port: 0, emulated: false, settings: {anonymousReads}, log}));
  }
  callers.set(null, {email: null, headers: {}});
  for (const {role} of CALLERS) {
    if (role === null) continue;
    const {email} = await givenUser(sql, {role});
    callers.set(role, {email, headers: {...(await signedIn(urlOf(true), email))}});
  }
});
afterAll(async () => {
  for (const server of servers) await server.stop();
});
// Signing in is a part of the walk, and limited.
beforeEach(async () => {
  await sql`truncate preheat.attempt`;
});

/** The headers of a caller; of one who signs out, those of a session of its own. */
async function headersFor(role: Role | null, operation: string): Promise<Record<string, string>> {
  const {email = null, headers = {}} = callers.get(role) ?? {};
  return operation === 'Mutation.signOut' && email !== null
    ? {...(await signedIn(urlOf(true), email))}
    : headers;
}

/** Types that hold operations: their fields are what is asked for. */
const HOLDERS = ['Query', 'Mutation', 'Subscription', 'LessonsQuery', 'LessonsMutation'];

const objectType = (name: string): GraphQLObjectType => {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type.`);
  return type;
};

const OPERATIONS = HOLDERS.flatMap(holder =>
  Object.keys(objectType(holder).getFields()).map(name => `${holder}.${name}`),
);

/** All fields of a type, with the arguments that they need, down to lessons. */
function selectionOf(type: unknown): string {
  const named = getNamedType(type as Parameters<typeof getNamedType>[0]);
  if (!isObjectType(named)) return '';
  if (HOLDERS.includes(named.name)) return '{ __typename }';
  const fields = Object.values(named.getFields()).map(({name, type: of}) => {
    const given = ARGUMENTS[`${named.name}.${name}`];
    return `${name}${given ? `(${given})` : ''} ${selectionOf(of)}`;
  });
  return `{ ${fields.join(' ')} }`;
}

function documentOf(operation: string): string {
  const [holder = '', name = ''] = operation.split('.');
  const field = objectType(holder).getFields()[name];
  const given = ARGUMENTS[operation];
  const part = `${name}${given ? `(${given})` : ''} ${selectionOf(field?.type)}`;
  if (holder.startsWith('Lessons'))
    return `${holder === 'LessonsMutation' ? 'mutation' : 'query'} { lessons { ${part} } }`;
  return `${holder.toLowerCase()} { ${part} }`;
}

const includes = (scope: Scope | null, wanted: Scope): boolean =>
  scope !== null && SCOPES.indexOf(scope) >= SCOPES.indexOf(wanted);

const isAllowed = (scope: Scope | null, access: Access, anonymousReads: boolean): boolean => {
  if (access === 'everybody' || (access === 'reader' && anonymousReads)) return true;
  return includes(scope, access === 'reader' ? 'learner' : access);
};

test('each operation of the schema has its row in the table, and no row is of another', () => {
  expect(Object.keys(ACCESS).toSorted()).toEqual(OPERATIONS.toSorted());
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  expect(roots.flatMap(root => root?.name ?? [])).toEqual(['Query', 'Mutation', 'Subscription']);
});

describe.each(CALLERS)('$role', ({role, scope}) => {
  test.each(Object.entries(ACCESS))('%s (%s)', async (operation, access) => {
    for (const anonymousReads of [true, false]) {
      const headers = await headersFor(role, operation);
      const {data, errors} = await ask(urlOf(anonymousReads), documentOf(operation), {headers});
      const name = operation.split('.')[1] ?? '';
      const refusal = isAllowed(scope, access, anonymousReads)
        ? undefined
        : {code: scope === null ? 'UNAUTHENTICATED' : 'FORBIDDEN', place: name, value: null};
      const [error] = errors ?? [];
      const value = (data?.['lessons'] ?? data)?.[name] ?? null;
      expect(error && {code: error.extensions['code'], place: error.path?.at(-1), value}).toEqual(refusal);
    }
  });

  test.each(Object.entries(HIDDEN))('%s is hidden (%s)', async (field, wanted) => {
    const name = field.split('.')[1] ?? '';
    const {data, errors} = await ask(
      urlOf(true),
      `{ lessons { getLessonById(lessonId: 1) { value: ${name} } } }`,
      {headers: await headersFor(role, field)},
    );

    expect(errors).toBe(undefined);
    const value = data?.['lessons']?.['getLessonById']?.['value'] ?? null;
    expect(value !== null).toBe(includes(scope, wanted));
  });
});
