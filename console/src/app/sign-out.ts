import {useMutation, useQueryClient} from '@tanstack/react-query';
import {graphql} from '../lib/graphql.ts';
import {ME_KEY} from '../lib/query-client.ts';
import {request} from '../lib/request.ts';
import {notifyError} from '../lib/notify.ts';

const SignOutDocument = graphql(`
  mutation SignOut {
    signOut {
      success
      message
    }
  }
`);

/** Ends the session and forgets all that was shown in it; the shell then leads to the sign-in page. */
export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => request(SignOutDocument, {}),
    onSuccess: () => {
      queryClient.setQueryData(ME_KEY, null);
      queryClient.removeQueries({predicate: ({queryKey}) => queryKey[0] !== ME_KEY[0]});
    },
    onError: notifyError('You are still signed in'),
  });
}
