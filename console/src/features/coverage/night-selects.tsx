import {Chip, Group, NativeSelect} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {percent} from '../../lib/format.ts';
import {type Night, nightsQuery} from './queries.ts';
import type {CoverageSearch} from './search.ts';
import type {Change as SearchChange} from './use-coverage-search.ts';
import {CHANGE_TEXTS, CHANGES} from './words.ts';

type NightProps = {search: CoverageSearch; onChange: (change: SearchChange) => void};

/** Which count of the coverage is looked at, and which it is compared with. */
export function NightSelects({search: {asOf, comparedWith, changes}, onChange}: NightProps) {
  const {data: nights = []} = useQuery(nightsQuery);
  return (
    <>
      <NativeSelect
        label="As of"
        w={190}
        value={asOf ?? ''}
        onChange={event => onChange({asOf: event.currentTarget.value || undefined, minAgeDays: undefined})}
      >
        <option value="">Now</option>
        <Options nights={nights} chosen={asOf} />
      </NativeSelect>
      <NativeSelect
        label="Compared with"
        w={190}
        value={comparedWith ?? ''}
        onChange={event => {
          const chosen = event.currentTarget.value || undefined;
          // What is the same is not what somebody compares for.
          onChange({
            comparedWith: chosen,
            changes: chosen === undefined ? undefined : (changes ?? [...CHANGES]),
          });
        }}
      >
        <option value="">Nothing</option>
        <Options nights={nights} chosen={comparedWith} />
      </NativeSelect>
    </>
  );
}

/** Which changes are shown; none chosen: all cells, those that changed among them. */
export function ChangeChips({search: {changes}, onChange}: NightProps) {
  return (
    <Chip.Group
      multiple
      value={changes ?? []}
      onChange={chosen => {
        const wanted = CHANGES.filter(change => chosen.includes(change));
        onChange({changes: wanted.length === 0 ? undefined : wanted});
      }}
    >
      <Group gap={6} role="group" aria-label="Changes">
        {CHANGES.map(change => (
          <Chip key={change} value={change} size="xs" title={CHANGE_TEXTS[change].meaning}>
            {CHANGE_TEXTS[change].label}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

/** Without the year: counts of 90 days are kept. */
const nightTime = (value: string): string =>
  new Date(value).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });

/** A link may name a moment between two counts: the API takes the one before it. */
function Options({nights, chosen}: {nights: readonly Night[]; chosen: string | undefined}) {
  const isKnown = chosen === undefined || nights.some(({countedAt}) => countedAt === chosen);
  return (
    <>
      {!isKnown && <option value={chosen}>{nightTime(chosen)}</option>}
      {nights.map(({countedAt, share}) => (
        <option key={countedAt} value={countedAt}>
          {nightTime(countedAt)} · {percent(share)}
        </option>
      ))}
    </>
  );
}
