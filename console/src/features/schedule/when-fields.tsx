import {Checkbox, Group, SegmentedControl, Stack, TextInput} from '@mantine/core';
import {useState} from 'react';
import {parseCron} from './cron.ts';
import {ALL_DAYS, cronOfPlain, DAY_LABELS, type PlainTime, plainOfCron} from './plain-time.ts';

const USUAL: PlainTime = {time: '02:30', days: [...ALL_DAYS]};

const MODES = [
  {value: 'plain', label: 'Time and days'},
  {value: 'cron', label: 'Cron'},
];

/**
 * When a schedule starts: a time of day on some days, or a cron expression for those who want one.
 *
 * @param cron null where the fields say no time
 */
export function WhenFields({cron, onChange}: {cron: string | null; onChange: (cron: string | null) => void}) {
  const [plain, setPlain] = useState<PlainTime | null>(cron === null ? USUAL : plainOfCron(cron));
  const [text, setText] = useState(cron ?? '');
  const mode = plain === null ? 'cron' : 'plain';
  const changePlain = (next: PlainTime) => {
    setPlain(next);
    onChange(cronOfPlain(next));
  };
  const changeText = (next: string) => {
    setText(next);
    onChange(next.trim() === '' ? null : next.trim());
  };
  const changeMode = (next: string) => {
    if (next === 'plain') return changePlain(plainOfCron(text) ?? USUAL);
    const known = plain && cronOfPlain(plain);
    setPlain(null);
    changeText(known ?? text);
  };
  return (
    <Stack gap="xs">
      <SegmentedControl
        data={MODES}
        value={mode}
        onChange={changeMode}
        aria-label="How to say when"
        style={{alignSelf: 'flex-start'}}
      />
      {plain ? (
        <PlainFields value={plain} onChange={changePlain} />
      ) : (
        <CronField value={text} onChange={changeText} />
      )}
    </Stack>
  );
}

function PlainFields({
  value: {time, days},
  onChange,
}: {
  value: PlainTime;
  onChange: (value: PlainTime) => void;
}) {
  return (
    <>
      <TextInput
        type="time"
        label="It starts at"
        value={time}
        onChange={event => onChange({time: event.currentTarget.value, days})}
        error={time === '' && 'Choose a time.'}
        maw={160}
      />
      <Checkbox.Group
        label="On"
        value={days.map(String)}
        onChange={next => onChange({time, days: next.map(Number)})}
        error={days.length === 0 && 'Choose at least one day.'}
      >
        <Group mt={4} gap="sm">
          {ALL_DAYS.map(day => (
            <Checkbox key={day} value={String(day)} label={DAY_LABELS[day]} />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  );
}

function CronField({value, onChange}: {value: string; onChange: (value: string) => void}) {
  const parsed = parseCron(value);
  return (
    <TextInput
      label="Cron expression"
      description="Minute, hour, day of the month, month, day of the week; all must fit."
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
      error={parsed.kind === 'fault' && parsed.message}
      spellCheck={false}
      autoComplete="off"
      styles={{input: {fontFamily: 'var(--mantine-font-family-monospace)'}}}
      maw={420}
    />
  );
}
