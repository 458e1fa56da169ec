import {Button, Group, Modal, Radio, Select, Stack, TextInput} from '@mantine/core';
import {useForm} from '@mantine/form';
import {useDisclosure} from '@mantine/hooks';
import {IconKey} from '@tabler/icons-react';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {createToken, TOKENS_KEY} from '../../components/token-queries.ts';
import {SCOPE_TEXTS} from '../../components/token-table.tsx';
import {notifyError, notifyRefused} from '../../lib/notify.ts';
import {type Scope, useMe} from '../../lib/viewer.ts';
import {Secret} from './secret.tsx';

const DAYS = [7, 30, 90, 180, 366];

/** Makes a token; its secret is shown once. */
export function CreateToken() {
  const [isOpen, dialog] = useDisclosure();
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    dialog.close();
    setSecret(null);
  };
  return (
    <>
      <Group>
        <Button variant="default" leftSection={<IconKey size={16} aria-hidden />} onClick={dialog.open}>
          Make a token
        </Button>
      </Group>
      <Modal
        opened={isOpen}
        onClose={close}
        title={secret === null ? 'Make a token' : 'Your new token'}
        // It is shown only now: a slip of the mouse must not lose it.
        closeOnClickOutside={secret === null}
        closeOnEscape={secret === null}
        withCloseButton={secret === null}
      >
        {secret === null ? (
          <TokenForm onMade={setSecret} onCancel={close} />
        ) : (
          <Secret secret={secret} onClose={close} />
        )}
      </Modal>
    </>
  );
}

function TokenForm({onMade, onCancel}: {onMade: (secret: string) => void; onCancel: () => void}) {
  const {scopes} = useMe();
  const queryClient = useQueryClient();
  const form = useForm({
    // The least that a script may need, so that more is given only on purpose.
    initialValues: {name: '', scope: scopes[0] ?? ('LEARNER' satisfies Scope), days: '90'},
    validate: {name: name => (name.trim() === '' ? 'Say what it is for.' : null)},
  });
  const making = useMutation({
    mutationFn: createToken,
    onSuccess: async ({success, message, secret}) => {
      if (!success || secret === null) return notifyRefused('No token was made', message);
      onMade(secret);
      await queryClient.invalidateQueries({queryKey: TOKENS_KEY});
    },
    onError: notifyError('No token was made'),
  });
  return (
    <form
      onSubmit={form.onSubmit(({name, scope, days}) =>
        making.mutate({name: name.trim(), scope, expiresInDays: Number(days)}),
      )}
    >
      <Stack>
        <TextInput
          label="What it is for"
          placeholder="Nightly report"
          maxLength={100}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Radio.Group label="What it may do" {...form.getInputProps('scope')}>
          <Stack gap={6} mt={6}>
            {scopes.map(scope => (
              <Radio key={scope} value={scope} label={SCOPE_TEXTS[scope]} />
            ))}
          </Stack>
        </Radio.Group>
        <Select
          label="It ends by itself after"
          data={DAYS.map(days => ({value: String(days), label: `${days} days`}))}
          allowDeselect={false}
          {...form.getInputProps('days')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={making.isPending}>
            Make the token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
