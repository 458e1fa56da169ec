import {Group, MultiSelect} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {STYLE_LABELS, STYLES} from '../../components/cell-state.ts';
import {roadmapTitlesQuery} from '../../components/roadmap-titles.ts';
import type {VotesSearch} from './search.ts';

type Part = Pick<VotesSearch, 'roadmapKeys' | 'styles'>;
type PartFiltersProps = {
  search: Part;
  onChange: (changes: {[K in keyof Part]: Part[K] | undefined}) => void;
};

/** Narrows a list to roadmaps and styles. */
export function PartFilters({search: {roadmapKeys = [], styles = []}, onChange}: PartFiltersProps) {
  const {data: roadmaps = []} = useQuery(roadmapTitlesQuery);
  const known = roadmaps.map(({roadmapKey, title}) => ({value: roadmapKey, label: title}));
  // One that an address names stays, whether or not it is there still.
  const unknown = roadmapKeys.filter(key => !known.some(({value}) => value === key));
  return (
    <Group align="flex-end" gap="sm">
      <MultiSelect
        label="Roadmaps"
        placeholder={roadmapKeys.length === 0 ? 'All' : ''}
        data={[...known, ...unknown.map(key => ({value: key, label: key}))]}
        value={roadmapKeys}
        onChange={keys => onChange({roadmapKeys: keys.length > 0 ? keys : undefined})}
        searchable
        clearable
        clearButtonProps={{'aria-label': 'All roadmaps'}}
        nothingFoundMessage="No roadmap is called so."
        w={{base: '100%', xs: 280}}
      />
      <MultiSelect
        label="Styles"
        placeholder={styles.length === 0 ? 'All' : ''}
        data={STYLES.map(style => ({value: style, label: STYLE_LABELS[style]}))}
        value={styles}
        onChange={chosen => onChange({styles: chosen.length > 0 ? chosen : undefined})}
        clearable
        clearButtonProps={{'aria-label': 'All styles'}}
        w={{base: '100%', xs: 220}}
      />
    </Group>
  );
}
