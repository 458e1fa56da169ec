import {Alert, Text} from '@mantine/core';
import {IconHourglass} from '@tabler/icons-react';
import {Time} from '../../components/time.tsx';
import {dateTime} from '../../lib/format.ts';
import type {Run} from './queries.ts';

const TITLES: Record<string, string> = {
  waiting: 'It waits',
  paused: 'It is paused',
  running: 'Why it is not faster',
};

/** Why a run is slow or stands still now, and what ends that; nothing at full speed and after its end. */
export function SlowNote({run}: {run: Run}) {
  const {state, slowReason, causeText, causeMessage, waitingUntil} = run;
  const title = TITLES[state];
  if (title === undefined || (state === 'running' && slowReason === null)) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      title={title}
      icon={<IconHourglass size={18} aria-hidden />}
      styles={{title: {color: 'var(--mantine-color-text)'}, message: {color: 'var(--mantine-color-text)'}}}
    >
      {state === 'running' ? (
        <Text size="sm">{slowReason}</Text>
      ) : (
        <>
          {waitingUntil !== null && (
            <Text size="sm" component="div">
              Until {dateTime(waitingUntil)} (<Time value={waitingUntil} />
              ).
            </Text>
          )}
          {causeText !== null && <Text size="sm">{causeText}</Text>}
          {causeMessage !== null && (
            <Text size="xs" mt={2}>
              {causeMessage}
            </Text>
          )}
        </>
      )}
    </Alert>
  );
}
