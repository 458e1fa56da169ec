import {ME_KEY, queryClient} from './query-client.ts';
import type {Me} from './viewer.ts';

/** The tabs of a browser share one session: whoever signs in or out in one does so in all. */
const tabs = new BroadcastChannel('preheat-session');

/** Tells the other tabs whose session it is from now on; null: it has ended. */
export function tellTabs(accountId: Me['id'] | null): void {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel has but one origin
  tabs.postMessage(accountId);
}

/**
 * Hears it from the other tabs. One that shows another account would go on to show what is that person's, and do in
 * the name of the new one what is chosen in it: it begins anew.
 */
export function followTabs(): void {
  tabs.addEventListener('message', ({data: accountId}: MessageEvent<Me['id'] | null>) => {
    const shown = queryClient.getQueryData<Me | null>(ME_KEY);
    if (!shown || shown.id === accountId) return;
    if (accountId === null) forgetSession();
    else location.reload();
  });
}

/** Forgets all that was shown in the session; the shell then leads to the sign-in page. */
export function forgetSession(): void {
  queryClient.setQueryData(ME_KEY, null);
  queryClient.removeQueries({predicate: ({queryKey}) => queryKey[0] !== ME_KEY[0]});
}
