import {Button, Group, Modal, Stack, Text} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {notifyError, notifyOutcome} from '../lib/notify.ts';
import {type ApiToken, revokeToken, TOKENS_KEY} from './token-queries.ts';

/** Ends a token, after a question. */
export function RevokeToken({token: {id, name, isOwn, owner}}: {token: ApiToken}) {
  const [isAsking, asking] = useDisclosure();
  const queryClient = useQueryClient();
  const revoking = useMutation({
    mutationFn: async () => revokeToken(id),
    onSuccess: async outcome => {
      if (notifyOutcome('The token is still in force', outcome)) asking.close();
      await Promise.all(
        [TOKENS_KEY, ['team']].map(async queryKey => queryClient.invalidateQueries({queryKey})),
      );
    },
    onError: notifyError('The token is still in force'),
  });
  return (
    <>
      <Button size="xs" variant="default" aria-label={`Revoke ${name}`} onClick={asking.open}>
        Revoke
      </Button>
      <Modal opened={isAsking} onClose={asking.close} title={`Revoke ${name}?`}>
        <Stack>
          <Text size="sm">
            {isOwn ? 'Scripts' : `Scripts of ${owner ?? 'that account'}`} that use it are refused at once. It
            cannot be taken back: make a new token instead.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={asking.close}>
              Cancel
            </Button>
            <Button color="red" loading={revoking.isPending} onClick={() => revoking.mutate()}>
              Revoke the token
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
