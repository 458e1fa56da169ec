import {useMutation, useQueryClient} from '@tanstack/react-query';
import type {TadaDocumentNode} from 'gql.tada';
import {notifyError, notifyOutcome} from './notify.ts';
import {request} from './request.ts';

type Acted = {act: {success: boolean; message: string}};

/**
 * A mutation whose field is named `act`: what became of it is said, and what it changed is asked for again.
 *
 * @param changed the first parts of the keys of what it changed
 * @param refused what is said of one that was not done; null where the form says it
 */
export function useAct<Result extends Acted, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  {changed, refused}: {changed: readonly string[]; refused: string | null},
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (variables: Variables) => (await request(document, variables)).act,
    onSuccess: async outcome => {
      if (refused !== null || outcome.success) notifyOutcome(refused ?? '', outcome);
      await Promise.all(changed.map(key => queryClient.invalidateQueries({queryKey: [key]})));
    },
    ...(refused !== null && {onError: notifyError(refused)}),
  });
}
