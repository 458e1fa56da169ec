import {ROLES, scopesOf} from '../../domain/roles.ts';
import {isKeptByDjango} from '../../sql/queries/users.ts';
import {type TeamMember, teamMember, teamPage} from '../../sql/queries/team.ts';
import {changeRole, KEPT_BY_DJANGO, OWN_ROLE} from '../access/change-role.ts';
import {endSessions} from '../access/end-sessions.ts';
import {ScopeEnum} from '../graphql/access.ts';
import {displayNameOf} from '../access/viewer.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {connectionOf, pageSize} from './connection.ts';
import {idCursorOf, idOfCursor} from './id-cursor.ts';
import {done, notDone, type Outcome} from './outcome.ts';

const FIRST = 50;

/** Ids of the application have ten characters. */
const USER_ID = textUpTo(10);

const RoleEnum = builder.enumType('Role', {
  description: 'The roles of the application. Those before `mentor` are learners to Preheat.',
  values: ROLES,
});

/** `roleFault`: why the one who asks may not change the role. */
type Member = TeamMember & {roleFault: string | null};

const MemberType = builder.objectRef<Member>('TeamMember').implement({
  description: 'An account, for those who look after the team.',
  fields: t => ({
    id: t.exposeString('userId'),
    username: t.exposeString('username'),
    displayName: t.string({resolve: displayNameOf}),
    email: t.exposeString('email'),
    role: t.exposeString('role', {nullable: true}),
    scopes: t.field({
      type: [ScopeEnum],
      description: 'What the role allows.',
      resolve: member => scopesOf(member),
    }),
    isActive: t.exposeBoolean('isInGoodStanding', {
      description: 'False where the account is inactive, blocked, suspended or deleted: it cannot sign in.',
    }),
    lastSeenAt: t.expose('lastSeenAt', {
      type: 'DateTime',
      nullable: true,
      description: 'To the minute. Null where nobody signed in with it.',
    }),
    openSessionCount: t.exposeInt('openSessionCount'),
    tokenCount: t.exposeInt('tokenCount', {description: 'Tokens of scripts that are in force.'}),
    roleFault: t.exposeString('roleFault', {
      nullable: true,
      description: 'Why you cannot change the role; null where you can.',
    }),
  }),
});

const MemberConnection = connectionOf('TeamMember', MemberType);

type RoleSet = Outcome & {member: Member | null};

const RoleSetType = builder.objectRef<RoleSet>('SetRolePayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    member: t.expose('member', {type: MemberType, nullable: true, description: 'As it is now.'}),
  }),
});

type Ended = Outcome & {endedCount: number};

const EndedType = builder.objectRef<Ended>('RevokeSessionsPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    endedCount: t.exposeInt('endedCount'),
  }),
});

/** A token that was stolen must neither make an administrator nor lock the others out. */
const SESSION_ONLY =
  'Roles and sessions are changed by somebody who signed in with a password, not by a token. Sign in to the console to do this.';

const hasSession = ({viewer}: ApiContext): boolean => viewer.kind === 'user' && viewer.proof === 'session';

/** Members as the one who asks may change them. */
async function seenBy(context: ApiContext, members: readonly TeamMember[]): Promise<Member[]> {
  const {id} = actorIn(context);
  const isKept = await isKeptByDjango(context.pool);
  const fault = isKept ? KEPT_BY_DJANGO : hasSession(context) ? null : SESSION_ONLY;
  return members.map(member => ({...member, roleFault: fault ?? (member.userId === id ? OWN_ROLE : null)}));
}

async function setRole(
  context: ApiContext,
  {userId, role}: {userId: string; role: (typeof ROLES)[number]},
): Promise<RoleSet> {
  const outcome = hasSession(context)
    ? await changeRole(context.pool, {userId, role, actor: actorIn(context)})
    : ({kind: 'refused', message: SESSION_ONLY} as const);
  const found = await teamMember(context.pool, userId);
  const [member = null] = found === null ? [] : await seenBy(context, [found]);
  if (outcome.kind === 'refused') return {...notDone(outcome.message), member};
  const {email} = outcome.user;
  const words =
    outcome.kind === 'unchanged'
      ? `${email} is ${role} already.`
      : `${email} is ${role} now. It counts at once, for open sessions as well.`;
  return {...done(words), member};
}

/** Accounts that do more than learn. */
export function addTeam(): void {
  builder.queryField('team', t =>
    t.field({
      type: MemberConnection,
      authScopes: {admin: true},
      description: "Accounts by email address: those whose role is above a learner's.",
      args: {
        text: t.arg.string({
          description: 'Anywhere in the address or one of the names.',
          validate: textUpTo(255),
        }),
        role: t.arg({type: RoleEnum, description: "All accounts with this role, a learner's too."}),
        first: t.arg.int({defaultValue: FIRST, validate: pageSize}),
        after: t.arg.string({validate: textUpTo(100)}),
      },
      resolve: async (_root, {text, role, first, after}, context) => {
        const {members, hasNextPage} = await teamPage(context.pool, {
          role: role ?? null,
          text: text?.trim() || null,
          afterUserId: idOfCursor(after),
          limit: first ?? FIRST,
        });
        const last = members.at(-1);
        const nodes = await seenBy(context, members);
        return {nodes, endCursor: last ? idCursorOf(last.userId) : null, hasNextPage};
      },
    }),
  );

  builder.mutationField('setRole', t =>
    t.field({
      type: RoleSetType,
      authScopes: {admin: true},
      description:
        "Gives an account another role, at once. Neither one's own, nor that of the last administrator; not where the learning application keeps the accounts. Not with a token. Audited; safe to repeat.",
      args: {
        userId: t.arg.string({required: true, validate: USER_ID}),
        role: t.arg({type: RoleEnum, required: true}),
      },
      resolve: async (_root, given, context) => setRole(context, given),
    }),
  );

  builder.mutationField('revokeSessions', t =>
    t.field({
      type: EndedType,
      authScopes: {admin: true},
      description:
        'Ends the sessions of an account; of your own all but the one that asks. Tokens go on. Not with a token. Audited; safe to repeat.',
      args: {userId: t.arg.string({required: true, validate: USER_ID})},
      resolve: async (_root, {userId}, context): Promise<Ended> => {
        if (!hasSession(context)) return {...notDone(SESSION_ONLY), endedCount: 0};
        const {pool, viewer} = context;
        const ownHash = viewer.kind === 'user' ? viewer.sessionHash : null;
        const endedCount = await endSessions(pool, {userId, exceptHash: ownHash, actor: actorIn(context)});
        if (endedCount === null) return {...notDone('There is no such account.'), endedCount: 0};
        return {...done(`Sessions that were ended: ${endedCount}.`), endedCount};
      },
    }),
  );
}
