import {Button, Group, MultiSelect, TextInput} from '@mantine/core';
import {useNavigate} from '@tanstack/react-router';
import {useTyped} from '../../lib/use-typed.ts';
import {ACTION_GROUPS} from './actions.ts';
import {type AuditSearch, isNarrowed} from './search.ts';

const ACTIONS = ACTION_GROUPS.map(({group, actions}) => ({
  group,
  items: Object.entries(actions).map(([value, label]) => ({value, label})),
}));
const KNOWN = new Set(ACTIONS.flatMap(({items}) => items.map(({value}) => value)));

/** What the list is narrowed to; all of it stands in the address. */
export function AuditFilters({search}: {search: AuditSearch}) {
  const navigate = useNavigate({from: '/audit'});
  const set = (changes: {[Key in keyof AuditSearch]: AuditSearch[Key] | undefined}) =>
    void navigate({
      search: before =>
        Object.fromEntries(
          Object.entries({...before, ...changes}).filter(([, value]) => value !== undefined),
        ) as AuditSearch,
      replace: true,
    });
  const actor = useTyped(search.actor ?? '', text => set({actor: text || undefined}));
  const lesson = useTyped(search.ofLesson ?? '', text => set({ofLesson: text || undefined}));
  const cell = useTyped(numberText(search.cell), text => set({cell: numberOf(text)}));
  const run = useTyped(numberText(search.run), text => set({run: numberOf(text)}));

  return (
    <Group align="flex-end" gap="sm" mb="md" role="search" aria-label="Filters of the log">
      <MultiSelect
        label="Did what"
        placeholder={search.actions === undefined ? 'Anything' : ''}
        data={ACTIONS}
        value={(search.actions ?? []).filter(action => KNOWN.has(action))}
        onChange={actions => set({actions: actions.length > 0 ? actions : undefined})}
        searchable
        clearable
        w={{base: '100%', xs: 260}}
        maxDropdownHeight={320}
        clearButtonProps={{'aria-label': 'Clear the kinds of acts'}}
      />
      <TextInput label="Who (id)" w={110} {...actor} />
      <TextInput label="Lesson" w={80} inputMode="numeric" {...lesson} />
      <TextInput label="Cell" w={80} inputMode="numeric" {...cell} />
      <TextInput label="Run" w={80} inputMode="numeric" {...run} />
      <Day label="From" value={search.since} onChange={since => set({since})} />
      <Day label="To" value={search.until} onChange={until => set({until})} />
      {isNarrowed(search) && (
        <Button variant="default" onClick={() => void navigate({search: {}})}>
          Clear the filters
        </Button>
      )}
    </Group>
  );
}

/** A day, by the browser's own field: by keyboard, and as people write days where they are. */
const Day = ({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}) => (
  <TextInput
    type="date"
    label={label}
    w={140}
    value={value ?? ''}
    onChange={event => onChange(event.currentTarget.value || undefined)}
  />
);

const numberText = (value: number | undefined): string => (value === undefined ? '' : String(value));

const numberOf = (text: string): number | undefined =>
  /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
