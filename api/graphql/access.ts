import {apiError} from '../errors.ts';
import {signIn} from '../access/sign-in.ts';
import {revokeSession} from '../../sql/queries/sessions.ts';
import {displayNameOf, type SignedIn} from '../access/viewer.ts';
import {builder} from './builder.ts';
import type {ApiContext} from './context.ts';
import {textUpTo} from './inputs.ts';

export const ScopeEnum = builder.enumType('Scope', {
  description: 'What an account may do; each includes those before it.',
  values: {
    LEARNER: {value: 'learner' as const},
    MENTOR: {value: 'mentor' as const},
    MODERATOR: {value: 'moderator' as const},
    ADMIN: {value: 'admin' as const},
  },
});

const Me = builder.objectRef<SignedIn>('Me').implement({
  description: 'Who asks.',
  fields: t => ({
    id: t.string({resolve: ({user}) => user.userId}),
    email: t.string({resolve: ({user}) => user.email}),
    username: t.string({resolve: ({user}) => user.username}),
    displayName: t.string({resolve: ({user}) => displayNameOf(user)}),
    role: t.string({nullable: true, resolve: ({user}) => user.role}),
    scopes: t.field({
      type: [ScopeEnum],
      description: 'What this request may do: no more than the role gives, and less with a token.',
      resolve: ({scopes}) => [...scopes],
    }),
  }),
});

type Health = {database: boolean};

const Health = builder.objectRef<Health>('Health').implement({
  description: 'Whether the parts answer.',
  fields: t => ({
    status: t.string({
      description: '`ok`, or `degraded`.',
      resolve: ({database}) => (database ? 'ok' : 'degraded'),
    }),
    database: t.boolean({resolve: ({database}) => database}),
    canMakeLessons: t.boolean({
      description: 'Whether a lesson that is not there can be asked for.',
      resolve: (_health, _args, {lessons}) => lessons.canMake,
    }),
  }),
});

type SignInPayload = {success: boolean; message: string; me: SignedIn | null};

const SignInPayload = builder.objectRef<SignInPayload>('SignInPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    me: t.expose('me', {type: Me, nullable: true}),
  }),
});

type SignOutPayload = {success: boolean; message: string};

const SignOutPayload = builder.objectRef<SignOutPayload>('SignOutPayload').implement({
  fields: t => ({success: t.exposeBoolean('success'), message: t.exposeString('message')}),
});

async function startSession(
  {pool, address, setSession, viewer}: ApiContext,
  given: {login: string; password: string},
): Promise<SignInPayload> {
  const result = await signIn(pool, {...given, address});
  if (result.kind === 'too_many') {
    const waitMs = result.retryAt.getTime() - Date.now();
    throw apiError('RATE_LIMITED', 'There were too many tries. Try again later.', {
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
    });
  }
  if (result.kind === 'refused') return {success: false, message: result.message, me: null};
  // Who signs in again has no use for the session of before.
  if (viewer.kind === 'user' && viewer.sessionHash) await revokeSession(pool, viewer.sessionHash);
  setSession(result.secret);
  return {success: true, message: 'Signed in.', me: result.viewer};
}

/** Who asks, whether the parts answer, and sessions. */
export function addAccess(): void {
  builder.queryField('me', t =>
    t.field({
      type: Me,
      nullable: true,
      description: 'Who asks; null where nobody is signed in.',
      skipTypeScopes: true,
      resolve: (_root, _args, {viewer}) => (viewer.kind === 'user' ? viewer : null),
    }),
  );

  builder.queryField('health', t =>
    t.field({
      type: Health,
      description: 'Whether the parts answer.',
      resolve: async (_root, _args, {pool}) => ({
        database: await pool`select 1`.then(
          () => true,
          () => false,
        ),
      }),
    }),
  );

  builder.mutationField('signIn', t =>
    t.field({
      type: SignInPayload,
      description:
        "Begins a session with an account of the application: its id is set as the browser's cookie.",
      args: {
        login: t.arg.string({required: true, description: 'Email address or name.', validate: textUpTo(254)}),
        password: t.arg.string({required: true, validate: textUpTo(5_000)}),
      },
      resolve: async (_root, {login, password}, context) => startSession(context, {login, password}),
    }),
  );

  builder.mutationField('signOut', t =>
    t.field({
      type: SignOutPayload,
      description: 'Ends the session that the request carries.',
      resolve: async (_root, _args, {pool, viewer, setSession}) => {
        const sessionHash = viewer.kind === 'user' ? viewer.sessionHash : null;
        if (sessionHash === null) return {success: false, message: 'There is no session to end.'};
        await revokeSession(pool, sessionHash);
        setSession(null);
        return {success: true, message: 'Signed out.'};
      },
    }),
  );
}
