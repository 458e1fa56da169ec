import {Alert, Button, CopyButton, Group, Stack, Text, TextInput} from '@mantine/core';
import {IconCheck, IconCopy} from '@tabler/icons-react';

/** The secret of a token that was just made: shown once, to be copied. */
export const Secret = ({secret, onClose}: {secret: string; onClose: () => void}) => (
  <Stack>
    <Alert color="yellow" variant="light" title="Copy it now: it is not shown again">
      Whoever has it may do what it allows, in your name. Keep it as you keep a password: not in a repository,
      not in a chat.
    </Alert>
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput
        label="The token"
        value={secret}
        readOnly
        style={{flex: 1}}
        styles={{input: {fontFamily: 'var(--mantine-font-family-monospace)'}}}
        onFocus={event => event.currentTarget.select()}
      />
      <CopyButton value={secret} timeout={4_000}>
        {({copied, copy}) => (
          <Button
            variant="default"
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            onClick={copy}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </Group>
    <Text size="sm">
      Send it as <code>authorization: Bearer …</code>.
    </Text>
    <Group justify="flex-end">
      <Button onClick={onClose}>I have it</Button>
    </Group>
  </Stack>
);
