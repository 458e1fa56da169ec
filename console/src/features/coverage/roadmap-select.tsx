import {MultiSelect} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {useQuery} from '@tanstack/react-query';
import {roadmapTitlesQuery} from '../../components/roadmap-titles.ts';
import type {Change} from './use-coverage-search.ts';

/** More in the list at once are slow to draw, and nobody reads them: typing finds the others. */
const MAX_SHOWN = 100;

/** Which roadmaps; their titles are asked for when somebody wants to choose. */
export function RoadmapSelect({
  value,
  onChange,
}: {
  value: readonly string[];
  onChange: (change: Change) => void;
}) {
  const [isWanted, {open}] = useDisclosure(value.length > 0);
  const {data = []} = useQuery({...roadmapTitlesQuery, enabled: isWanted || value.length > 0});
  const known = new Set(data.map(({roadmapKey}) => roadmapKey));
  const options = [
    ...data.map(({roadmapKey, title}) => ({value: roadmapKey, label: title})),
    // A link may name one that is gone, or none whose title is here yet.
    ...value.filter(key => !known.has(key)).map(key => ({value: key, label: key})),
  ];
  return (
    <MultiSelect
      label="Roadmaps"
      placeholder={value.length === 0 ? 'All' : ''}
      data={options}
      value={[...value]}
      onChange={keys => onChange({roadmapKeys: keys.length === 0 ? undefined : keys})}
      onFocus={open}
      searchable
      clearable
      hidePickedOptions
      limit={MAX_SHOWN}
      maxValues={100}
      nothingFoundMessage="No roadmap fits."
      miw={200}
      style={{flex: '1 1 200px'}}
    />
  );
}
