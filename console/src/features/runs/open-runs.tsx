import {Group, Paper, Skeleton, Stack, Text, Title} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {AnchorLink} from '../../components/links.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {RunState} from '../../components/run-state.tsx';
import {runKind} from '../../components/run-words.ts';
import {Time} from '../../components/time.tsx';
import {plural} from '../../lib/format.ts';
import {openRunsQuery, type Run} from './queries.ts';
import {RunBar, RunBarKey} from './run-bar.tsx';
import {percentDone, sharesOf} from './shares.ts';
import {SlowNote} from './slow-note.tsx';
import {etaText, spentText} from './words.ts';

/** Runs under way, asked for again every few seconds. */
export function OpenRuns() {
  const {data: runs, error, refetch} = useQuery(openRunsQuery);
  return (
    <section aria-labelledby="open-runs">
      <Title order={2} id="open-runs" mb="xs">
        Under way
      </Title>
      {error && <ErrorNote title="The runs could not be loaded" error={error} onRetry={refetch} />}
      {!runs && !error && <Skeleton h={132} />}
      {runs?.length === 0 && (
        <Text c="var(--preheat-soft)">Nothing is under way. A run that starts shows itself here.</Text>
      )}
      <Stack gap="sm">
        {runs?.map(run => (
          <OpenRun key={run.runId} run={run} />
        ))}
      </Stack>
    </section>
  );
}

function OpenRun({run}: {run: Run}) {
  const {runId, state, kind, openedAt, lessonsPerMinute} = run;
  const shares = sharesOf(run);
  const facts = [
    state === 'running' ? `${plural(lessonsPerMinute, 'lesson')} a minute` : null,
    etaText(run),
    spentText(run),
  ].filter(fact => fact !== null);
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between">
          <Group gap="sm">
            <Title order={3} size="h4">
              <AnchorLink to="/runs/$runId" params={{runId: String(runId)}} inherit>
                Run {runId}
              </AnchorLink>
            </Title>
            <RunState state={state} />
            <Text size="sm" c="var(--preheat-soft)" component="span">
              {runKind(kind)} · <Time value={openedAt} />
            </Text>
          </Group>
          <Text fw={650}>{percentDone(run)} %</Text>
        </Group>
        <RunBar shares={shares} label={`Run ${runId}`} />
        <RunBarKey shares={shares} />
        <Text size="sm">{facts.join(' · ')}</Text>
        <SlowNote run={run} />
      </Stack>
    </Paper>
  );
}
