import {MutationCache, QueryCache, QueryClient} from '@tanstack/react-query';
import {ApiError, isSignedOut} from './api-error.ts';

/** Where the account that is signed in is kept. */
export const ME_KEY = ['me'] as const;

const forget = (error: unknown): void => {
  if (isSignedOut(error)) queryClient.setQueryData(ME_KEY, null);
};

/** What was asked of the API. An answer that says that nobody is signed in leads to the sign-in page. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({onError: forget}),
  mutationCache: new MutationCache({onError: forget}),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Only what may pass by itself is asked again.
      retry: (failureCount, error) =>
        failureCount < 2 && error instanceof ApiError && ['NETWORK', 'UNAVAILABLE'].includes(error.code),
      refetchOnWindowFocus: true,
    },
  },
});
