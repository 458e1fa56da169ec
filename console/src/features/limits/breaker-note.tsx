import {Alert, Text} from '@mantine/core';
import {IconHourglass} from '@tabler/icons-react';
import {Time} from '../../components/time.tsx';
import {dateTime, plural} from '../../lib/format.ts';
import type {Limits} from './queries.ts';

/** What keeps calls of the model back, after the provider refused or failed. */
export function BreakerNote({breaker}: {breaker: NonNullable<Limits['breaker']>}) {
  const {isOpen, causeText, message, until, rampLimit} = breaker;
  return (
    <Alert
      color="yellow"
      variant="light"
      role="status"
      icon={<IconHourglass size={18} aria-hidden />}
      title={isOpen ? `Nothing is sent before ${dateTime(until)}` : 'Work is taken up again, step by step'}
      styles={{title: {color: 'var(--mantine-color-text)'}, message: {color: 'var(--mantine-color-text)'}}}
    >
      <Text size="sm" component="div">
        {isOpen ? (
          <>
            Goes on by itself <Time value={until} />. {causeText}
          </>
        ) : (
          rampLimit !== null && `At most ${plural(rampLimit, 'call')} at once, more with each that succeeds.`
        )}
      </Text>
      {message !== '' && (
        <Text size="xs" mt={2}>
          {message}
        </Text>
      )}
    </Alert>
  );
}
