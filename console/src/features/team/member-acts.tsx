import {Button, Group, Modal, Stack, Text} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {plural} from '../../lib/format.ts';
import {notifyError, notifyOutcome} from '../../lib/notify.ts';
import {revokeSessionsOf, type TeamMember} from './queries.ts';
import {RoleDialog} from './role-dialog.tsx';

/** What can be done to an account: another role, and the end of its sessions. */
export function MemberActs({member, isSelf}: {member: TeamMember; isSelf: boolean}) {
  const [isChanging, changing] = useDisclosure();
  const [isEnding, ending] = useDisclosure();
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {member.roleFault === null && (
        <>
          <Button
            size="xs"
            variant="default"
            aria-label={`Change role of ${member.displayName}`}
            onClick={changing.open}
          >
            Change role
          </Button>
          <RoleDialog member={member} isOpen={isChanging} onClose={changing.close} />
        </>
      )}
      {!isSelf && member.openSessionCount > 0 && (
        <>
          <Button
            size="xs"
            variant="default"
            aria-label={`End sessions of ${member.displayName}`}
            onClick={ending.open}
          >
            End sessions
          </Button>
          <EndSessions member={member} isOpen={isEnding} onClose={ending.close} />
        </>
      )}
    </Group>
  );
}

function EndSessions({
  member: {id, displayName, openSessionCount, tokenCount},
  isOpen,
  onClose,
}: {
  member: TeamMember;
  isOpen: boolean;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const ending = useMutation({
    mutationFn: async () => revokeSessionsOf(id),
    onSuccess: async outcome => {
      if (notifyOutcome('The sessions go on', outcome)) onClose();
      await queryClient.invalidateQueries({queryKey: ['team']});
    },
    onError: notifyError('The sessions go on'),
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title={`End the sessions of ${displayName}?`}>
      <Stack>
        <Text size="sm">
          {plural(openSessionCount, 'browser')} must sign in again, at once. What was not saved there is lost.
          {tokenCount > 0 && ' Tokens go on: revoke them below.'}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={ending.isPending} onClick={() => ending.mutate()}>
            End {plural(openSessionCount, 'session')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
