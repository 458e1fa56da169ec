import {Chip, Group, Input, Kbd, Radio, Stack, Text} from '@mantine/core';
import {useId} from 'react';
import {type Reason, REASONS, type Status, STATUS_TEXTS, STATUSES} from './verdict.ts';

type StatusProps = {
  value: Status | null;
  onChange: (status: Status) => void;
  fault: string | undefined;
  isCompact: boolean;
};

const statusOf = (value: string): Status => STATUSES.find(status => status === value) ?? 'verified';

/** Which verdict, with what each does. */
export function StatusChoice({value, onChange, fault, isCompact}: StatusProps) {
  if (isCompact)
    return (
      <div role="radiogroup" aria-label="Verdict">
        <Chip.Group value={value ?? ''} onChange={chosen => onChange(statusOf(chosen))}>
          <Group gap={6} wrap="nowrap">
            {STATUSES.map(status => (
              <Chip
                key={status}
                value={status}
                name="status"
                size="sm"
                aria-label={STATUS_TEXTS[status].label}
              >
                {STATUS_TEXTS[status].short}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <Fault text={fault} />
      </div>
    );
  return (
    <Radio.Group
      name="status"
      label={
        <Text span size="sm" fw={650}>
          Verdict
        </Text>
      }
      value={value ?? ''}
      onChange={chosen => onChange(statusOf(chosen))}
      error={fault}
    >
      <Stack gap={8} mt={6}>
        {STATUSES.map(status => {
          const {label, key, effect} = STATUS_TEXTS[status];
          return (
            <Radio
              key={status}
              value={status}
              label={
                <>
                  {label}{' '}
                  <Kbd size="xs" aria-hidden>
                    {key.toUpperCase()}
                  </Kbd>
                </>
              }
              description={effect}
              aria-keyshortcuts={key.toUpperCase()}
            />
          );
        })}
      </Stack>
    </Radio.Group>
  );
}

/** What is wrong, by a click or a digit. */
export function ReasonChoice({
  value,
  onChange,
  fault,
}: {
  value: Reason[];
  onChange: (reasons: Reason[]) => void;
  fault: string | undefined;
}) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <Input.Label id={id} labelElement="div" fw={650}>
        What is wrong
      </Input.Label>
      <Chip.Group
        multiple
        value={value}
        onChange={chosen =>
          onChange(REASONS.map(({value: known}) => known).filter(known => chosen.includes(known)))
        }
      >
        <Group gap={6} mt={4}>
          {REASONS.map(({value: reason, label}, index) => (
            <Chip key={reason} value={reason} name="reasons" size="xs" aria-keyshortcuts={String(index + 1)}>
              {label}{' '}
              <Text span size="xs" c="var(--preheat-soft)" aria-hidden>
                {index + 1}
              </Text>
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Fault text={fault} />
    </div>
  );
}

const Fault = ({text}: {text: string | undefined}) =>
  text === undefined ? null : (
    <Input.Error mt={6} role="alert">
      {text}
    </Input.Error>
  );
