import {Button, Chip, Group, MultiSelect, Stack, Text} from '@mantine/core';
import {IconX} from '@tabler/icons-react';
import {useQuery} from '@tanstack/react-query';
import {STYLE_LABELS, STYLES} from '../../components/cell-state.ts';
import {roadmapTitlesQuery} from '../../components/roadmap-titles.ts';
import {count} from '../../lib/format.ts';
import {checkCounts, checkLabel} from './checks.ts';
import {type ListedDraft, MAX_LISTED} from './queries.ts';
import type {Narrowing, QuarantineSearch} from './search.ts';

/** What narrows the list; all of it stands in the address. */
export function Filters({
  search,
  drafts,
  isCut,
  narrow,
}: {
  search: QuarantineSearch;
  drafts: readonly ListedDraft[];
  isCut: boolean;
  narrow: (changes: Narrowing) => void;
}) {
  const roadmaps = useQuery(roadmapTitlesQuery);
  const counts = checkCounts(drafts);
  // What an address names is shown, too, where no draft has it any more.
  const gone = (search.checks ?? []).filter(check => !counts.some(known => known.check === check));
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <MultiSelect
          label="Roadmaps"
          placeholder={search.roadmapKeys ? '' : 'All'}
          data={(roadmaps.data ?? []).map(({roadmapKey, title}) => ({value: roadmapKey, label: title}))}
          value={search.roadmapKeys ?? []}
          onChange={roadmapKeys => narrow({roadmapKeys: orNothing(roadmapKeys)})}
          searchable
          clearable
          w={{base: '100%', xs: 280}}
        />
        <MultiSelect
          label="Styles"
          placeholder={search.styles ? '' : 'All'}
          data={STYLES.map(style => ({value: style, label: STYLE_LABELS[style]}))}
          value={search.styles ?? []}
          onChange={styles => narrow({styles: orNothing(STYLES.filter(style => styles.includes(style)))})}
          clearable
          w={{base: '100%', xs: 220}}
        />
        {search.runId !== undefined && (
          <Button
            variant="default"
            rightSection={<IconX size={14} aria-hidden />}
            aria-label={`Show other runs than run ${search.runId}, too`}
            onClick={() => narrow({runId: undefined})}
          >
            Only of run {search.runId}
          </Button>
        )}
      </Group>
      {(counts.length > 0 || gone.length > 0) && (
        <div role="group" aria-label="Checks">
          <Chip.Group
            multiple
            value={search.checks ?? []}
            onChange={checks => narrow({checks: orNothing(checks)})}
          >
            <Group gap={6}>
              {[...counts, ...gone.map(check => ({check, draftCount: 0}))].map(({check, draftCount}) => (
                <Chip key={check} value={check} size="xs">
                  {checkLabel(check)} {count(draftCount)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </div>
      )}
      {isCut && (
        <Text size="sm" c="var(--preheat-soft)">
          Only the newest {MAX_LISTED} drafts are listed and counted by check. Narrow by roadmap, style or run
          to see others.
        </Text>
      )}
    </Stack>
  );
}

const orNothing = <T,>(values: T[]): T[] | undefined => (values.length > 0 ? values : undefined);
