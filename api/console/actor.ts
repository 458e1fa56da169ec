import type {Actor} from '../../domain/actor.ts';
import {actorOf, type Viewer} from '../access/viewer.ts';
import {apiError} from '../errors.ts';

/** Who acts, for the audit log. The scope of the field has seen to it that somebody is signed in. */
export function actorIn({viewer}: {viewer: Viewer}): Actor {
  if (viewer.kind === 'user') return actorOf(viewer);
  throw apiError('UNAUTHENTICATED', 'Sign in to do this.');
}
