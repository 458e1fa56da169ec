import {Alert, Button, Group, NumberInput, SimpleGrid, Stack, Text, TextInput} from '@mantine/core';
import {useState} from 'react';
import {messageOf} from '../../lib/api-error.ts';
import {count, percent, usd} from '../../lib/format.ts';
import {changesOf, draftOf, faultOf, type Field, FIELDS} from './changes.ts';
import {type Limits, useSetLimits} from './queries.ts';

const UNITS = {
  count: {thousandSeparator: true, allowDecimal: false},
  usd: {prefix: '$', decimalScale: 4},
  percent: {suffix: ' %', decimalScale: 1},
} as const;

/** Changes limits while runs are under way: empty fields hold to the environment. */
export function LimitsForm({limits, onClose}: {limits: Limits; onClose: () => void}) {
  // As they were when the form was opened: the page goes on looking, and a field must not change under one's hands.
  const [opened] = useState(limits);
  const [draft, setDraft] = useState(() => draftOf(limits));
  const [reason, setReason] = useState('');
  const set = useSetLimits();
  const input = changesOf(draft, opened);
  const changeCount = Object.keys(input).length;
  const hasFault = FIELDS.some(field => faultOf(field, draft[field.name]) !== null);
  const refusal = set.error ? messageOf(set.error) : set.data?.success === false ? set.data.message : null;
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        set.mutate({input, reason: reason.trim() || null}, {onSuccess: ({success}) => success && onClose()});
      }}
    >
      <Stack>
        <Text size="sm">
          They count at once, for all workers and for runs under way. An empty field holds to what the
          environment says.
        </Text>
        <SimpleGrid cols={{base: 1, xs: 2}}>
          {FIELDS.map(field => (
            <NumberInput
              key={field.name}
              label={field.label}
              description={`Environment: ${environmentOf(field, opened)}`}
              placeholder="As the environment says"
              min={0}
              allowNegative={false}
              value={draft[field.name]}
              onChange={value => setDraft({...draft, [field.name]: value})}
              error={faultOf(field, draft[field.name])}
              {...UNITS[field.unit]}
            />
          ))}
        </SimpleGrid>
        <TextInput
          label="Why"
          description="For the audit log; may be left empty."
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          maxLength={500}
        />
        {refusal !== null && (
          <Alert color="red" role="alert" title="The limits were not set">
            {refusal}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={set.isPending} disabled={changeCount === 0 || hasFault}>
            {changeCount < 2 ? 'Set the limit' : `Set ${changeCount} limits`}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function environmentOf({of, unit}: Field, limits: Limits): string {
  const {configured} = limits[of];
  if (configured === null) return 'no limit';
  if (unit === 'percent') return percent(configured);
  return unit === 'usd' ? usd(configured) : count(configured);
}
