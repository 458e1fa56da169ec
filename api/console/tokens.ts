import {z} from 'zod';
import {type Scope, scopesUpTo} from '../../domain/scopes.ts';
import {DEFAULT_TOKEN_DAYS, MAX_TOKEN_DAYS} from '../../domain/token-days.ts';
import {type OpenSession, openSessions} from '../../sql/queries/sessions.ts';
import {type OwnedToken, ownedTokens} from '../../sql/queries/tokens.ts';
import {endToken} from '../access/end-token.ts';
import {makeToken, MAX_TOKENS} from '../access/make-token.ts';
import type {SignedIn} from '../access/viewer.ts';
import {apiError} from '../errors.ts';
import {ScopeEnum} from '../graphql/access.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {countUpTo, textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {done, notDone, type Outcome, OutcomeType} from './outcome.ts';

const MAX_LISTED = 500;
const NAME = textUpTo(100).refine(name => name.trim() !== '', 'must not be empty.');
const DAYS = z
  .number()
  .min(1, `must be from 1 to ${MAX_TOKEN_DAYS}.`)
  .max(MAX_TOKEN_DAYS, `must be from 1 to ${MAX_TOKEN_DAYS}.`);

const TokenType = builder.objectRef<OwnedToken>('ApiToken').implement({
  description: 'A token of a script, without its secret.',
  fields: t => ({
    id: t.exposeInt('apiTokenId'),
    name: t.exposeString('name'),
    userId: t.exposeString('userId'),
    owner: t.exposeString('ownerEmail', {
      nullable: true,
      description: 'The email address of its account; null where that is gone.',
    }),
    isOwn: t.boolean({resolve: ({userId}, _args, context) => userId === actorIn(context).id}),
    scopes: t.field({
      type: [ScopeEnum],
      description: 'What it is for; never more than the role of its account allows.',
      resolve: ({scopes}) => scopes,
    }),
    createdAt: t.expose('createdAt', {type: 'DateTime'}),
    expiresAt: t.expose('expiresAt', {type: 'DateTime'}),
    lastUsedAt: t.expose('lastUsedAt', {type: 'DateTime', nullable: true}),
    revokedAt: t.expose('revokedAt', {type: 'DateTime', nullable: true}),
  }),
});

const SessionType = builder.objectRef<OpenSession>('Session').implement({
  description: 'A browser in which you are signed in.',
  fields: t => ({
    createdAt: t.expose('createdAt', {type: 'DateTime'}),
    lastSeenAt: t.expose('lastSeenAt', {type: 'DateTime', description: 'To the minute.'}),
    expiresAt: t.expose('expiresAt', {type: 'DateTime'}),
    address: t.exposeString('address', {description: 'From where it was begun.'}),
    isCurrent: t.exposeBoolean('isCurrent', {description: 'The one that asks.'}),
  }),
});

type Created = Outcome & {secret: string | null; token: OwnedToken | null};

const CreatedType = builder.objectRef<Created>('CreateTokenPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    secret: t.exposeString('secret', {
      nullable: true,
      description: 'What the script sends as `authorization: Bearer …`. Told once: nothing keeps it.',
    }),
    token: t.expose('token', {type: TokenType, nullable: true}),
  }),
});

/** @throws GraphQLError for nobody */
function signedInOf({viewer}: ApiContext): SignedIn {
  if (viewer.kind === 'user') return viewer;
  throw apiError('UNAUTHENTICATED', 'Sign in to do this.');
}

const isAdmin = ({scopes}: SignedIn): boolean => scopes.includes('admin');

async function create(
  context: ApiContext,
  {name, scope, days}: {name: string; scope: Scope | null; days: number},
): Promise<Created> {
  const refused = (message: string): Created => ({...notDone(message), secret: null, token: null});
  const viewer = signedInOf(context);
  // What was stolen must not make something that outlives it.
  if (viewer.proof !== 'session')
    return refused('Tokens are made by somebody who signed in with a password.');
  const scopes = scope === null ? [...viewer.scopes] : scopesUpTo(scope);
  if (scopes.some(wanted => !viewer.scopes.includes(wanted)))
    return refused(`Your role does not have the scope ${scope?.toUpperCase()}.`);
  const {userId} = viewer.user;
  const made = await makeToken(context.pool, {userId, name, scopes, days, actor: actorIn(context)});
  switch (made.kind) {
    case 'name_taken':
      return refused(`You have a token called "${name}" already. Choose another name.`);
    case 'too_many':
      return refused(`You have ${MAX_TOKENS} tokens in force already. Revoke one first.`);
    case 'made': {
      const one = {userId, withEnded: true, apiTokenId: made.id, limit: 1};
      const [token = null] = await ownedTokens(context.pool, one);
      return {...done('The token is made. It is shown only now.'), secret: made.secret, token};
    }
  }
}

/** Tokens of scripts, and one's own sessions. */
export function addTokens(): void {
  builder.queryField('tokens', t =>
    t.field({
      type: [TokenType],
      authScopes: {mentor: true},
      description: `Your tokens, the newest first; for administrators those of all. At most ${MAX_LISTED}.`,
      args: {
        withEnded: t.arg.boolean({
          defaultValue: false,
          description: 'Also those that were revoked or have expired.',
        }),
      },
      resolve: async (_root, {withEnded}, context) => {
        const viewer = signedInOf(context);
        const userId = isAdmin(viewer) ? null : viewer.user.userId;
        return ownedTokens(context.pool, {userId, withEnded: withEnded ?? false, limit: MAX_LISTED});
      },
    }),
  );

  builder.queryField('sessions', t =>
    t.field({
      type: [SessionType],
      authScopes: {mentor: true},
      description: 'Your open sessions, the latest seen first.',
      resolve: async (_root, _args, context) => {
        const {user, sessionHash} = signedInOf(context);
        return openSessions(context.pool, {userId: user.userId, currentHash: sessionHash});
      },
    }),
  );

  builder.mutationField('createToken', t =>
    t.field({
      type: CreatedType,
      authScopes: {mentor: true},
      description: 'Makes a token of yours for a script. Audited, without its secret.',
      args: {
        name: t.arg.string({required: true, description: 'What it is for.', validate: NAME}),
        scope: t.arg({
          type: ScopeEnum,
          description: 'What it may do, with all that this includes; default: all that you may.',
        }),
        expiresInDays: t.arg.int({defaultValue: DEFAULT_TOKEN_DAYS, validate: DAYS}),
      },
      resolve: async (_root, {name, scope, expiresInDays}, context) =>
        create(context, {
          // Half a character pair is stored in a text, and not in the JSON of the audit.
          name: name.trim().toWellFormed(),
          scope: scope ?? null,
          days: expiresInDays ?? DEFAULT_TOKEN_DAYS,
        }),
    }),
  );

  builder.mutationField('revokeToken', t =>
    t.field({
      type: OutcomeType,
      authScopes: {mentor: true},
      description:
        "Ends a token, at once: one of yours; for administrators anybody's. Audited; safe to repeat.",
      args: {id: t.arg.int({required: true, validate: countUpTo(2 ** 31 - 1)})},
      resolve: async (_root, {id}, context) => {
        const viewer = signedInOf(context);
        const ofUserId = isAdmin(viewer) ? null : viewer.user.userId;
        switch (await endToken(context.pool, {id, ofUserId, actor: actorIn(context)})) {
          case 'ended':
            return done('The token is revoked.');
          case 'unchanged':
            return done('It is revoked already.');
          case 'unknown':
            return notDone(`There is no token ${id}${ofUserId === null ? '' : ' of yours'}.`);
        }
      },
    }),
  );
}
