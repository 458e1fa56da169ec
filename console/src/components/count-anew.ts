import {useMutation, useQueryClient} from '@tanstack/react-query';
import {graphql} from '../lib/graphql.ts';
import {notifyDone, notifyError} from '../lib/notify.ts';
import {request} from '../lib/request.ts';

const CountAnewDocument = graphql(`
  mutation CountAnew {
    refreshCoverage {
      asOf
    }
  }
`);

/** What shows counts begins with one of these keys. */
const COUNTED = ['coverage', 'brief', 'roadmaps', 'quote'];

/**
 * Has the cells counted anew. The API does so once a minute at most.
 *
 * @param countedAt of the last count, where it is known: whether there was another one can be said then
 */
export function useCountAnew(countedAt?: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => (await request(CountAnewDocument, {})).refreshCoverage,
    onSuccess: async ({asOf}) => {
      notifyDone(
        asOf === countedAt
          ? 'The coverage was counted less than a minute ago. It stays as it is.'
          : 'The coverage is counted.',
      );
      await Promise.all(COUNTED.map(key => queryClient.invalidateQueries({queryKey: [key]})));
    },
    onError: notifyError('The coverage was not counted'),
  });
}
