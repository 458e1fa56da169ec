import {Button, Group, Modal, Skeleton, Stack, Text, TextInput, VisuallyHidden} from '@mantine/core';
import {useDebouncedValue} from '@mantine/hooks';
import {IconSearch} from '@tabler/icons-react';
import {useQuery} from '@tanstack/react-query';
import {useState} from 'react';
import {ErrorNote} from '../../components/error-note.tsx';
import {plural} from '../../lib/format.ts';
import {learnersQuery, type TeamMember} from './queries.ts';
import {RoleDialog} from './role-dialog.tsx';
import {roleLabel} from './roles.ts';

const TYPING_MS = 300;

/** Looks for a learner's account that is to have a role. */
export function AddMember({isOpen, onClose}: {isOpen: boolean; onClose: () => void}) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<TeamMember | null>(null);
  const close = () => {
    setText('');
    setChosen(null);
    onClose();
  };
  if (chosen !== null) return <RoleDialog member={chosen} isOpen={isOpen} onClose={close} />;
  return (
    <Modal opened={isOpen} onClose={close} title="Give somebody a role">
      <Stack>
        <TextInput
          label="Whose account"
          description="A part of the email address or the name. The account must exist in the learning application."
          leftSection={<IconSearch size={16} aria-hidden />}
          data-autofocus
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Found text={text} onChoose={setChosen} />
      </Stack>
    </Modal>
  );
}

function Found({text, onChoose}: {text: string; onChoose: (member: TeamMember) => void}) {
  const [settled] = useDebouncedValue(text.trim(), TYPING_MS);
  const {data, isLoading, isLoadingError, error, refetch} = useQuery(learnersQuery(settled));
  if (settled === '') return null;
  if (isLoading) return <Skeleton h={120} />;
  if (isLoadingError)
    return <ErrorNote title="Accounts could not be found" error={error} onRetry={refetch} />;
  const found = data ?? [];
  return (
    <>
      <VisuallyHidden aria-live="polite">{plural(found.length, 'account')} found.</VisuallyHidden>
      {found.length === 0 && (
        <Text size="sm">No learner’s account has “{settled}” in its address or name.</Text>
      )}
      {found.map(member => (
        <Group key={member.id} justify="space-between" wrap="nowrap">
          <div style={{minWidth: 0, overflowWrap: 'anywhere'}}>
            <Text size="sm" fw={600}>
              {member.displayName}
            </Text>
            <Text size="xs" c="var(--preheat-soft)">
              {member.email} · {roleLabel(member.role).toLowerCase()}
            </Text>
          </div>
          {member.roleFault === null ? (
            <Button
              size="xs"
              variant="default"
              aria-label={`Choose a role for ${member.displayName}`}
              onClick={() => onChoose(member)}
            >
              Choose a role
            </Button>
          ) : (
            <Text size="xs" maw={200}>
              {member.roleFault}
            </Text>
          )}
        </Group>
      ))}
    </>
  );
}
