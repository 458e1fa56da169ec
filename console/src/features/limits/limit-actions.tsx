import {Button, Group, Modal, Stack, Text} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {LimitsForm} from './limits-form.tsx';
import {type Limits, useResetLimits} from './queries.ts';

/** What an administrator can change. */
export function LimitActions({limits}: {limits: Limits}) {
  const [isChanging, changing] = useDisclosure();
  const [isResetting, resetting] = useDisclosure();
  const reset = useResetLimits();
  return (
    <>
      <Button onClick={changing.open}>Change the limits</Button>
      <Button variant="default" onClick={resetting.open}>
        Back to the environment
      </Button>
      <Modal opened={isChanging} onClose={changing.close} title="Change the limits" size="lg">
        <LimitsForm limits={limits} onClose={changing.close} />
      </Modal>
      <Modal opened={isResetting} onClose={resetting.close} title="Back to the environment">
        <form
          onSubmit={event => {
            event.preventDefault();
            reset.mutate({reason: null}, {onSuccess: ({success}) => success && resetting.close()});
          }}
        >
          <Stack>
            <Text size="sm">
              All that was set by hand and learnt from refusals of {limits.model} is forgotten, the dollars a
              day too, and a wait in force ends. What the environment says holds at once, for runs under way
              as well.
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={resetting.close}>
                Leave it
              </Button>
              <Button type="submit" loading={reset.isPending}>
                Go back to the environment
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
