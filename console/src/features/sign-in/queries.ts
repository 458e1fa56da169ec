import {ApiError} from '../../lib/api-error.ts';
import {graphql} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import type {Me} from '../../lib/viewer.ts';

const SignInDocument = graphql(`
  mutation SignIn($login: String!, $password: String!) {
    signIn(login: $login, password: $password) {
      success
      message
      me {
        id
        username
        displayName
        email
        role
        scopes
      }
    }
  }
`);

/**
 * Begins a session.
 *
 * @throws ApiError that says why not
 */
export async function signIn(given: {login: string; password: string}): Promise<{me: Me}> {
  const {success, message, me} = (await request(SignInDocument, given)).signIn;
  if (!success || me === null) throw new ApiError('REFUSED', message);
  return {me};
}
