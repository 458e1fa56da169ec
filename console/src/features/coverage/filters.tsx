import {Button, Chip, Group, NativeSelect, Stack, TextInput} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {IconFilter, IconSearch} from '@tabler/icons-react';
import {STYLE_LABELS, STYLES} from '../../components/cell-state.ts';
import {useTyped} from '../../lib/use-typed.ts';
import {useIsNarrow} from './matrix/use-row-height.ts';
import {ChangeChips, NightSelects} from './night-selects.tsx';
import {RoadmapSelect} from './roadmap-select.tsx';
import type {CoverageSearch} from './search.ts';
import {CLEARED, type Change} from './use-coverage-search.ts';

type FiltersProps = {search: CoverageSearch; onChange: (change: Change, how?: {replace: boolean}) => void};

/** What narrows the matrix, beside the figures. On a phone all but the words are folded away. */
export function Filters({search, onChange}: FiltersProps) {
  const [isOpen, {toggle}] = useDisclosure(false);
  const isNarrow = useIsNarrow();
  const foldedCount = countOf(search);
  const isAny = Object.keys(search).length > 0;
  return (
    <Stack gap="xs" mb="sm" role="search" aria-label="Filters of the matrix">
      <Group gap="xs" align="flex-end">
        <TextFilter text={search.text} onChange={onChange} />
        {isNarrow && (
          <Button
            variant="default"
            leftSection={<IconFilter size={16} aria-hidden />}
            onClick={toggle}
            aria-expanded={isOpen}
          >
            {foldedCount === 0 ? 'Filters' : `Filters (${foldedCount})`}
          </Button>
        )}
        {(isOpen || !isNarrow) && (
          <>
            <RoadmapSelect value={search.roadmapKeys ?? []} onChange={onChange} />
            <AgeSelect search={search} onChange={onChange} />
            <NightSelects search={search} onChange={onChange} />
          </>
        )}
      </Group>
      {(isOpen || !isNarrow || isAny) && (
        <Group gap="md" mih={26}>
          {(isOpen || !isNarrow) && (
            <>
              <StyleChips styles={search.styles ?? []} onChange={onChange} />
              {search.comparedWith !== undefined && <ChangeChips search={search} onChange={onChange} />}
            </>
          )}
          {isAny && (
            <Button variant="default" size="compact-sm" onClick={() => onChange(CLEARED)}>
              Clear the filters
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

/** Of those that are folded away on a phone. */
const countOf = ({roadmapKeys, minAgeDays, styles, asOf, comparedWith}: CoverageSearch): number =>
  [roadmapKeys, minAgeDays, styles, asOf, comparedWith].filter(one => one !== undefined).length;

function TextFilter({text, onChange}: {text: string | undefined; onChange: FiltersProps['onChange']}) {
  const typed = useTyped(text ?? '', next =>
    onChange({text: next === '' ? undefined : next}, {replace: true}),
  );
  return (
    <TextInput
      type="search"
      label="Step"
      placeholder="Words of its title"
      style={{flex: '1 1 180px'}}
      leftSection={<IconSearch size={16} aria-hidden />}
      maxLength={255}
      {...typed}
    />
  );
}

const AGES = [30, 90, 180, 365];

/** As of a night the age is not asked: it is that of the lessons of now. */
function AgeSelect({search: {minAgeDays, asOf}, onChange}: FiltersProps) {
  const ages = minAgeDays === undefined || AGES.includes(minAgeDays) ? AGES : [...AGES, minAgeDays];
  return (
    <NativeSelect
      label="Lesson made"
      w={150}
      value={minAgeDays ?? ''}
      disabled={asOf !== undefined}
      onChange={event => onChange({minAgeDays: Number(event.currentTarget.value) || undefined})}
    >
      <option value="">any time ago</option>
      {ages.map(days => (
        <option key={days} value={days}>
          {days}+ days ago
        </option>
      ))}
    </NativeSelect>
  );
}

function StyleChips({styles, onChange}: {styles: readonly string[]; onChange: FiltersProps['onChange']}) {
  return (
    <Chip.Group
      multiple
      value={[...styles]}
      onChange={chosen => {
        const wanted = STYLES.filter(style => chosen.includes(style));
        onChange({styles: wanted.length === 0 ? undefined : wanted});
      }}
    >
      <Group gap={6} role="group" aria-label="Styles">
        {STYLES.map(style => (
          <Chip key={style} value={style} size="xs">
            {STYLE_LABELS[style]}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
