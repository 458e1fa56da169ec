import {createRouter} from '@tanstack/react-router';
import {queryClient} from '../lib/query-client.ts';
import {routeTree} from './routes.tsx';

/** Pages by address; what a page is asked to show stands in the address, too. */
export const router = createRouter({
  routeTree,
  context: {queryClient},
  // What no page asked for does not get past the readers of addresses.
  search: {strict: true},
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
