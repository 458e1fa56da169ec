import {afterEach} from 'vitest';
import {type ServerOptions, startServer} from '../../api/server.ts';
import {hashPassword} from '../../domain/passwords.ts';
import type {Role} from '../../domain/roles.ts';
import type {Pool} from '../../sql/client.ts';
import {addUser} from '../../sql/queries/users.ts';

export const PASSWORD = 'a password of the tests';

/** Few iterations: a test signs in often. */
const passwordHash = await hashPassword(PASSWORD, 10);

/** What the servers told their log. */
export const logged: string[] = [];
const stops: (() => Promise<void>)[] = [];

/** A server that ends with its test. Returns its address. */
export async function givenServer(options: Partial<ServerOptions> & {pool: Pool}): Promise<string> {
  const server = await startServer({port: 0, emulated: false, log: line => logged.push(line), ...options});
  stops.push(() => server.stop());
  return server.url;
}

/** Call it at a test file's top: servers end with each test. */
export function endServersAfterEach(): void {
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    logged.splice(0);
  });
}

let userCount = 0;

/** An account; its name is its email address before the @. Returns its id. */
export async function givenUser(
  pool: Pool,
  {role = 'learner', name = `user${(userCount += 1)}`}: {role?: Role; name?: string} = {},
): Promise<{userId: string; email: string}> {
  const email = `${name}@example.org`;
  const user = await addUser(pool, {email, username: name, role, passwordHash});
  if (user === null) throw new Error(`There is an account ${email} already.`);
  return {userId: user.userId, email};
}

/** What the schema promises is for a test to look at, key by key. */
type Json = {readonly [key: string]: Json} & {readonly [index: number]: Json};

type Body = {
  data?: Json | null;
  errors?: {message: string; path?: string[]; extensions: Record<string, unknown>}[];
};

export type Answer = Body & {status: number; headers: Headers};

/** Sends a document to `/graphql`. */
export async function ask(
  url: string,
  query: string,
  {variables, headers}: {variables?: object; headers?: Record<string, string>} = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {'content-type': 'application/json', ...headers},
    body: JSON.stringify({query, variables}),
  });
  const text = await response.text();
  const body = (text.startsWith('{') ? JSON.parse(text) : (eventsOf(text).at(-1) ?? {})) as Body;
  return {...body, status: response.status, headers: response.headers};
}

/** What a stream of events told, one by one. */
export function eventsOf(text: string): Body[] {
  const lines = text.split('\n').filter(line => line.startsWith('data: {'));
  return lines.map(line => JSON.parse(line.slice('data: '.length)) as Body);
}

/** Signs in; returns the headers of a request with the session's cookie, as a script sends them. */
export async function signedIn(
  url: string,
  login: string,
  password = PASSWORD,
): Promise<{cookie: string; 'x-preheat-csrf': string}> {
  const answer = await ask(
    url,
    'mutation ($login: String!, $password: String!) { signIn(login: $login, password: $password) { success message } }',
    {variables: {login, password}},
  );
  const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0];
  if (cookie === undefined) throw new Error(`${login} is not signed in: ${JSON.stringify(answer)}`);
  return {cookie, 'x-preheat-csrf': '1'};
}
