import {Paper, SimpleGrid, Skeleton, Stack, Text, Title} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {CELL_STATE_TEXTS, CELL_STATES, STYLE_LABELS, STYLES} from '../../components/cell-state.ts';
import {ErrorNote} from '../../components/error-note.tsx';
import {Figure} from '../../components/figure.tsx';
import {AnchorLink} from '../../components/links.tsx';
import {Time} from '../../components/time.tsx';
import {count} from '../../lib/format.ts';
import {useCan} from '../../lib/viewer.ts';
import {FillRoadmap} from './fill-roadmap.tsx';
import {type Roadmap, type RoadmapCoverage, roadmapCoverageQuery} from './queries.ts';
import {Share} from './share.tsx';

/** How much a roadmap wants, and how far that is there, style by style. */
export function RoadmapFigures({roadmap}: {roadmap: Roadmap}) {
  const canQuote = useCan('MODERATOR');
  return (
    <>
      <SimpleGrid cols={3} spacing="xs" maw={520}>
        <Figure label="Steps" value={count(roadmap.stepCount)} />
        <Figure label="Lessons" value={count(roadmap.lessonCount)} />
        <Figure label="Cells" value={count(roadmap.cellCount)} />
      </SimpleGrid>
      {!roadmap.isArchived && <ByStyle roadmapKey={roadmap.key} />}
      {!roadmap.isArchived && canQuote && <FillRoadmap roadmapKey={roadmap.key} />}
    </>
  );
}

function ByStyle({roadmapKey}: {roadmapKey: string}) {
  const {data, isPending, isLoadingError, error, refetch} = useQuery(roadmapCoverageQuery);
  if (isPending) return <Skeleton h={96} />;
  if (isLoadingError)
    return <ErrorNote title="The coverage could not be loaded" error={error} onRetry={refetch} />;
  const coverage = data.byKey.get(roadmapKey);
  return (
    <Stack component="section" gap="xs" aria-label="Coverage by style">
      <div>
        <Title order={2}>Coverage by style</Title>
        <Text size="sm" c="var(--preheat-soft)" component="div">
          {coverage ? (
            <>
              As counted <Time value={data.asOf} />.
            </>
          ) : (
            'It was not counted since this roadmap came. The next run does that, or “Count anew” on the coverage page.'
          )}
        </Text>
      </div>
      {coverage && (
        <SimpleGrid cols={{base: 1, xs: 2, lg: 4}} spacing="xs">
          {STYLES.map(style => {
            const found = coverage.byStyle.find(part => part.style === style);
            return found && <StylePart key={style} roadmapKey={roadmapKey} part={found} />;
          })}
        </SimpleGrid>
      )}
    </Stack>
  );
}

type Part = RoadmapCoverage['byStyle'][number];

function StylePart({roadmapKey, part: {style, counts}}: {roadmapKey: string; part: Part}) {
  const others = CELL_STATES.filter(state => state !== 'served' && counts[state] > 0).map(
    state => `${count(counts[state])} ${CELL_STATE_TEXTS[state].label.toLowerCase()}`,
  );
  return (
    <Paper withBorder px="sm" py={8}>
      <AnchorLink to="/" search={{roadmapKeys: [roadmapKey], styles: [style]}} fw={600} size="sm">
        {STYLE_LABELS[style]}
      </AnchorLink>
      <Share share={counts.share} w="100%" />
      <Text size="xs" c="var(--preheat-soft)">
        {others.length === 0 ? `All ${count(counts.cellCount)} are served.` : others.join(', ')}
      </Text>
    </Paper>
  );
}
