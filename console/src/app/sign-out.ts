import {useMutation} from '@tanstack/react-query';
import {graphql} from '../lib/graphql.ts';
import {request} from '../lib/request.ts';
import {notifyError} from '../lib/notify.ts';
import {forgetSession, tellTabs} from '../lib/session-tabs.ts';

const SignOutDocument = graphql(`
  mutation SignOut {
    signOut {
      success
      message
    }
  }
`);

/** Ends the session, in all tabs, and forgets all that was shown in it. */
export function useSignOut() {
  return useMutation({
    mutationFn: async () => request(SignOutDocument, {}),
    onSuccess: () => {
      forgetSession();
      tellTabs(null);
    },
    onError: notifyError('You are still signed in'),
  });
}
