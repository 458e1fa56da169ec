import {Alert, Button, Group, Modal, Select, Stack} from '@mantine/core';
import {useState} from 'react';
import {CapField} from '../../components/cap-field.tsx';
import {DialogFoot} from '../../components/dialog-foot.tsx';
import {QuoteLine} from '../../components/quote.tsx';
import {RunFilterFields} from '../../components/run-filter-fields.tsx';
import {capFault, choiceOf, dollarsOf, filterOf, USUAL_CHOICE} from '../../components/run-filter.ts';
import {messageOf} from '../../lib/api-error.ts';
import {viewerZone} from '../../lib/format.ts';
import {optional} from '../../lib/search.ts';
import {parseCron} from './cron.ts';
import {nextTimes} from './next-times.ts';
import {NextRuns} from './next-runs.tsx';
import {type Schedule, useSetSchedule} from './queries.ts';
import {WhenFields} from './when-fields.tsx';
import {knownZones} from './zones.ts';

type DialogProps = {schedule: Schedule | null; opened: boolean; onClose: () => void};

/** Plans the nights, or changes the plan. */
export function ScheduleDialog({schedule, opened, onClose}: DialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={schedule === null ? 'Plan the nights' : 'Change the nights'}
      size="lg"
    >
      <ScheduleForm schedule={schedule} onClose={onClose} />
    </Modal>
  );
}

const USUAL_CRON = '30 2 * * *';
const SHOWN_RUNS = 5;
const ZONES = knownZones();

function ScheduleForm({schedule, onClose}: Omit<DialogProps, 'opened'>) {
  const [cron, setCron] = useState<string | null>(schedule?.cron ?? USUAL_CRON);
  const [timeZone, setTimeZone] = useState(schedule?.timeZone ?? viewerZone());
  const [choice, setChoice] = useState(schedule === null ? USUAL_CHOICE : choiceOf(schedule.filter));
  const [cap, setCap] = useState<number | string>(schedule?.maxUsd ?? '');
  const set = useSetSchedule();
  const parsed = cron === null ? null : parseCron(cron);
  const fields = parsed?.kind === 'fields' ? parsed.fields : null;
  const times = fields
    ? nextTimes(fields, {timeZone, afterMs: Date.now(), count: SHOWN_RUNS}).map(ms =>
        new Date(ms).toISOString(),
      )
    : [];
  const filter = filterOf(choice);
  const maxUsd = dollarsOf(cap);
  const hasFault = capFault(cap) !== null;
  const save = () => {
    if (cron === null || filter === null || hasFault) return;
    set.mutate(
      {input: {cron, timeZone, filter, ...optional({maxUsd: maxUsd ?? undefined})}},
      {onSuccess: ({success}) => success && onClose()},
    );
  };
  const refusal = set.error ? messageOf(set.error) : set.data?.success === false ? set.data.message : null;

  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        save();
      }}
    >
      <Stack gap="md">
        <WhenFields cron={cron} onChange={setCron} />
        <Select
          label="Time zone"
          description="The clocks by which it goes, also when they change."
          data={ZONES.includes(timeZone) ? ZONES : [timeZone, ...ZONES]}
          value={timeZone}
          onChange={zone => setTimeZone(zone ?? timeZone)}
          searchable
          allowDeselect={false}
          nothingFoundMessage="No zone has this in its name. Try a city, as Berlin."
          maxDropdownHeight={240}
        />
        {times.length > 0 ? (
          <NextRuns times={times} timeZone={timeZone} title="It would start" />
        ) : (
          fields && <Alert color="red">It would never start: no date fits.</Alert>
        )}
        <RunFilterFields value={choice} onChange={setChoice} />
        <CapField
          label="A night may spend at most"
          description="In dollars. What is not reached stays for the next night."
          value={cap}
          onChange={setCap}
        />
        {refusal !== null && (
          <Alert color="red" role="alert" title="The schedule was not set">
            {refusal}
          </Alert>
        )}
        <DialogFoot>
          <QuoteLine filter={filter} maxUsd={maxUsd} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button
              type="submit"
              loading={set.isPending}
              disabled={times.length === 0 || filter === null || hasFault}
            >
              {schedule === null ? 'Plan the nights' : 'Save the plan'}
            </Button>
          </Group>
        </DialogFoot>
      </Stack>
    </form>
  );
}
