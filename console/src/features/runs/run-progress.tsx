import {Group, SimpleGrid, Stack, Text} from '@mantine/core';
import {Figure} from '../../components/figure.tsx';
import {count, duration, plural} from '../../lib/format.ts';
import type {Run} from './queries.ts';
import {RunBar, RunBarKey} from './run-bar.tsx';
import {percentDone, sharesOf} from './shares.ts';
import {tookMs} from './words.ts';

/** How far a run is: the bar, the pace and when it will have ended. */
export function RunProgress({run}: {run: Run}) {
  const {wantedCount, pendingCount, lessonsPerMinute, inFlightCount, endedAt} = run;
  const shares = sharesOf(run);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text fw={650}>
          {count(wantedCount - pendingCount)} of {count(wantedCount)} cells decided
        </Text>
        <Text fw={650}>{percentDone(run)} %</Text>
      </Group>
      <RunBar shares={shares} label="All cells" />
      <RunBarKey shares={shares} />
      <SimpleGrid cols={{base: 2, sm: 4}} spacing="sm">
        <Figure label="Lessons a minute" value={count(lessonsPerMinute)} note={paceNote(run)} />
        <Figure label="Calls in flight" value={count(inFlightCount)} />
        <Figure label={endedAt === null ? 'Under way for' : 'Took'} value={duration(tookMs(run))} />
        <Figure label="Left" value={etaOf(run)} note={etaNote(run)} />
      </SimpleGrid>
    </Stack>
  );
}

const paceNote = ({endedAt}: Run): string => (endedAt === null ? 'in the last minute' : 'in its last minute');

function etaOf({etaMs, endedAt, pendingCount}: Run): string {
  if (endedAt !== null) return pendingCount === 0 ? 'nothing' : plural(pendingCount, 'cell');
  return etaMs === null ? 'not known' : duration(etaMs);
}

function etaNote({etaMs, endedAt, state, pendingCount}: Run): string {
  if (endedAt !== null) return pendingCount === 0 ? 'all cells were tried' : 'to be made by another run';
  if (etaMs === null) return state === 'running' ? 'no lesson is made yet' : 'while it stands still';
  const at = new Date(Date.now() + etaMs);
  return `done about ${at.toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'})}, at this pace`;
}
