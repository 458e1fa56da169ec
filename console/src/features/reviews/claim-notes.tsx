import {Alert, Button, Group, Text} from '@mantine/core';
import {messageOf} from '../../lib/api-error.ts';
import type {Desk} from './use-desk.ts';

/** How the claim stands where that is not as it should be, and what became of a verdict that was not stored. */
export function ClaimNotes({
  desk,
  isLost,
  onSubmitAnyway,
}: {
  desk: Desk;
  isLost: boolean;
  onSubmitAnyway: () => void;
}) {
  const trouble = desk.refusal ?? (desk.error ? messageOf(desk.error) : null);
  return (
    <div role="alert">
      {isLost && (
        <Alert color="red" variant="light" mb="md" title="This lesson is not yours any more">
          <Text size="sm" mb="xs">
            Somebody else took it while this page was away, or it was given back or judged in another tab.
            What you typed is kept here.
          </Text>
          <Group gap="xs">
            <Button size="xs" onClick={() => desk.claim()} disabled={desk.isBusy}>
              Claim the next lesson
            </Button>
            <Button size="xs" variant="default" onClick={onSubmitAnyway} disabled={desk.isBusy}>
              Submit your verdict all the same
            </Button>
          </Group>
        </Alert>
      )}
      {desk.hold?.state === 'unsure' && (
        <Alert color="yellow" variant="light" mb="md" title="The server does not answer">
          <Text size="sm">
            The lesson is held for you until {clock(desk.hold.leasedUntil)}. This page keeps trying; what you
            type is kept here.
          </Text>
        </Alert>
      )}
      {trouble !== null && (
        <Alert color="red" variant="light" mb="md" title="The verdict was not stored">
          <Text size="sm">{trouble}</Text>
        </Alert>
      )}
      {desk.isReopened && (
        <Alert color="blue" variant="light" mb="md" title="You took your verdict on this lesson back">
          <Group gap="xs" justify="space-between">
            <Text size="sm">Give another one, or leave it: then it has none of yours.</Text>
            <Button size="xs" variant="default" onClick={desk.leave} disabled={desk.isBusy}>
              Leave it without a verdict
            </Button>
          </Group>
        </Alert>
      )}
    </div>
  );
}

const clock = (value: string): string =>
  new Date(value).toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'});
