import {Checkbox, Group, MultiSelect, NumberInput, Radio, SimpleGrid, Stack, Text} from '@mantine/core';
import {queryOptions, useQuery} from '@tanstack/react-query';
import {count, dateTime} from '../lib/format.ts';
import {graphql, type ResultOf} from '../lib/graphql.ts';
import {request} from '../lib/request.ts';
import {CELL_STATE_TEXTS, STYLE_LABELS, STYLES, type Style} from './cell-state.ts';
import {CellStateMark} from './cell-state-mark.tsx';
import {OFFERED_STATES, type OfferedState, type RunChoice, type RunOrder} from './run-filter.ts';

const CountsDocument = graphql(`
  query FillableCells {
    coverage {
      asOf
      byStyle {
        style
        counts {
          missing
          placeholder
          rejected
          stale
          quarantined
        }
      }
      roadmaps {
        roadmapKey
        title
        byStyle {
          style
          counts {
            missing
            placeholder
            rejected
            stale
            quarantined
          }
        }
      }
    }
  }
`);

type Coverage = ResultOf<typeof CountsDocument>['coverage'];

const countsQuery = queryOptions({
  queryKey: ['coverage', 'fillable'],
  queryFn: async ({signal}) => (await request(CountsDocument, {}, signal)).coverage,
});

/** How many cells of a state are in the roadmaps and styles that are chosen, as they were counted last. */
function countOf(coverage: Coverage, state: OfferedState, {roadmapKeys, styles}: RunChoice): number {
  const parts =
    roadmapKeys.length === 0
      ? [coverage]
      : coverage.roadmaps.filter(({roadmapKey}) => roadmapKeys.includes(roadmapKey));
  return parts
    .flatMap(({byStyle}) => byStyle)
    .filter(({style}) => styles.length === 0 || styles.includes(style))
    .reduce((sum, {counts}) => sum + counts[state], 0);
}

const ORDERS = [
  {value: 'walk', label: 'As the roadmaps list them'},
  {value: 'demand', label: 'What learners ask for most'},
] as const satisfies readonly {value: RunOrder; label: string}[];

/** What a run fills: states with how many cells have each, roadmaps, styles, the order and a limit. */
export function RunFilterFields({value, onChange}: {value: RunChoice; onChange: (value: RunChoice) => void}) {
  const {data: coverage} = useQuery(countsQuery);
  const change = (part: Partial<RunChoice>) => onChange({...value, ...part});
  return (
    <Stack gap="md">
      <Checkbox.Group
        label="Cells that are"
        value={value.states}
        onChange={states => change({states: OFFERED_STATES.filter(state => states.includes(state))})}
        error={value.states.length === 0 && 'Choose at least one.'}
      >
        <SimpleGrid cols={{base: 1, xs: 2}} spacing="xs" mt={4}>
          {OFFERED_STATES.map(state => (
            <Checkbox
              key={state}
              value={state}
              label={
                <Group gap={6} wrap="nowrap">
                  <CellStateMark state={state} isDecorative />
                  {CELL_STATE_TEXTS[state].label}
                  {coverage && ` (${count(countOf(coverage, state, value))})`}
                </Group>
              }
              {...(state === 'quarantined' && {
                description: 'Failed the checks before; likely to fail again.',
              })}
            />
          ))}
        </SimpleGrid>
        {coverage && (
          <Text size="xs" c="var(--preheat-soft)" mt={4}>
            Counted {dateTime(coverage.asOf)}. The quote counts anew.
          </Text>
        )}
      </Checkbox.Group>
      <MultiSelect
        label="Roadmaps"
        placeholder={value.roadmapKeys.length === 0 ? 'All' : ''}
        data={coverage?.roadmaps.map(({roadmapKey, title}) => ({value: roadmapKey, label: title})) ?? []}
        value={value.roadmapKeys}
        onChange={roadmapKeys => change({roadmapKeys})}
        searchable
        clearable
        clearButtonProps={{'aria-label': 'All roadmaps'}}
        nothingFoundMessage="No roadmap has this in its title."
        maxDropdownHeight={240}
      />
      <Checkbox.Group
        label="Styles"
        description="None ticked: all."
        value={value.styles}
        onChange={styles =>
          change({styles: STYLES.filter((style): style is Style => styles.includes(style))})
        }
      >
        <Group mt={4}>
          {STYLES.map(style => (
            <Checkbox key={style} value={style} label={STYLE_LABELS[style]} />
          ))}
        </Group>
      </Checkbox.Group>
      <SimpleGrid cols={{base: 1, xs: 2}}>
        <Radio.Group
          label="Which come first"
          value={value.order}
          onChange={order => change({order: order === 'demand' ? 'demand' : 'walk'})}
        >
          <Stack gap={4} mt={4}>
            {ORDERS.map(({value: order, label}) => (
              <Radio key={order} value={order} label={label} />
            ))}
          </Stack>
        </Radio.Group>
        <NumberInput
          label="At most"
          placeholder="All that fit"
          suffix=" cells"
          min={1}
          max={1_000_000}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator
          value={value.limit ?? ''}
          onChange={limit => change({limit: typeof limit === 'number' && limit > 0 ? limit : null})}
        />
      </SimpleGrid>
    </Stack>
  );
}
