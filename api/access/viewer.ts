import type {Actor} from '../../domain/actor.ts';
import {scopesOf} from '../../domain/roles.ts';
import {SCOPES, type Scope} from '../../domain/scopes.ts';
import type {User} from '../../sql/queries/users.ts';

/** How somebody proved who they are. */
type Proof = 'session' | 'jwt' | 'token';

/** Who asks. */
export type Viewer =
  | {kind: 'anonymous'; scopes: readonly Scope[]}
  | {kind: 'user'; user: User; scopes: readonly Scope[]; proof: Proof; sessionHash: Buffer | null};

export type SignedIn = Extract<Viewer, {kind: 'user'}>;

export const ANONYMOUS: Viewer = {kind: 'anonymous', scopes: []};

/**
 * The application's bearer tokens lie in its pages' storage, where a script can take them: whatever the role, they
 * allow what the application itself offers, and never the console.
 */
const JWT_SCOPES: readonly Scope[] = ['learner', 'mentor'];

/** A viewer with no more than the account's role gives, and of that what the proof is for. */
export function viewerOf(
  user: User,
  proof: {kind: 'session'; sessionHash: Buffer} | {kind: 'jwt'} | {kind: 'token'; scopes: readonly Scope[]},
): SignedIn {
  const own = scopesOf(user);
  const allowed = {session: SCOPES, jwt: JWT_SCOPES, token: proof.kind === 'token' ? proof.scopes : []}[
    proof.kind
  ];
  return {
    kind: 'user',
    user,
    scopes: own.filter(scope => allowed.includes(scope)),
    proof: proof.kind,
    sessionHash: proof.kind === 'session' ? proof.sessionHash : null,
  };
}

/** Who did it, for the audit log. */
export const actorOf = ({user}: SignedIn): Actor => ({id: user.userId, role: user.role ?? 'learner'});

/** What people call somebody. */
export const displayNameOf = ({
  firstName,
  lastName,
  username,
}: Pick<User, 'firstName' | 'lastName' | 'username'>): string =>
  `${firstName} ${lastName}`.trim() || username;
