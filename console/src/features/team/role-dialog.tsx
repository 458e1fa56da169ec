import {Button, Group, Modal, Radio, Stack, Text} from '@mantine/core';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {notifyError, notifyOutcome} from '../../lib/notify.ts';
import {setRole, type TeamMember} from './queries.ts';
import {ROLE_TEXTS, type Role, ROLES, roleLabel, STAFF_ROLES} from './roles.ts';

/** Gives an account another role, after saying what it may do with it. */
export function RoleDialog({
  member,
  isOpen,
  onClose,
}: {
  member: TeamMember;
  isOpen: boolean;
  onClose: () => void;
}) {
  const known = ROLES.find(role => role === member.role);
  const [chosen, setChosen] = useState<Role | undefined>(known);
  const queryClient = useQueryClient();
  const changing = useMutation({
    mutationFn: setRole,
    onSuccess: async outcome => {
      if (notifyOutcome('The role is as it was', outcome)) onClose();
      await queryClient.invalidateQueries({queryKey: ['team']});
    },
    onError: notifyError('The role is as it was'),
  });
  // Of the roles without a say here, a learner's is the one that takes a role away; others come from the application.
  const roles: Role[] = [...STAFF_ROLES, known !== undefined && !isStaff(known) ? known : 'learner'];

  return (
    <Modal opened={isOpen} onClose={onClose} title={`The role of ${member.displayName}`}>
      <Stack>
        <Text size="sm">
          {member.email} is {roleLabel(member.role).toLowerCase()}. Another role counts at once, for open
          sessions as well.
        </Text>
        <Radio.Group
          label="Role"
          value={chosen ?? ''}
          onChange={value => setChosen(roles.find(role => role === value))}
        >
          <Stack gap="xs" mt={6}>
            {roles.map(role => (
              <Radio
                key={role}
                value={role}
                label={ROLE_TEXTS[role].label}
                description={ROLE_TEXTS[role].may}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {chosen !== undefined && chosen !== member.role && (
            <Button
              loading={changing.isPending}
              onClick={() => changing.mutate({userId: member.id, role: chosen})}
            >
              Make {member.displayName} {ROLE_TEXTS[chosen].label.toLowerCase()}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

const isStaff = (role: Role): boolean => STAFF_ROLES.some(staff => staff === role);
