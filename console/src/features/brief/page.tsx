import {Group, Skeleton, Stack, Text, Title} from '@mantine/core';
import {IconCheck} from '@tabler/icons-react';
import {useQuery} from '@tanstack/react-query';
import {AnchorLink} from '../../components/links.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {dateTime} from '../../lib/format.ts';
import {useTold} from '../../lib/use-told.ts';
import {useCan} from '../../lib/viewer.ts';
import {NeedList} from './need-list.tsx';
import {NightErrors} from './night-errors.tsx';
import {type Brief, briefQuery} from './queries.ts';
import {isHealthy, nextText, storyOf} from './words.ts';
import {WorstLessons} from './worst-lessons.tsx';

/** What the night did and what needs a person, as a note to read with the first coffee. */
export function BriefPage() {
  const {data: brief, error, refetch} = useQuery(briefQuery);
  return (
    <>
      <PageHeader title="Morning brief">{brief && `As of ${dateTime(brief.asOf)}.`}</PageHeader>
      {error && !brief && <ErrorNote title="The brief could not be loaded" error={error} onRetry={refetch} />}
      {!brief && !error && <Skeleton h={360} maw={760} />}
      {brief && <Note brief={brief} />}
    </>
  );
}

function Note({brief}: {brief: Brief}) {
  const {run, needsYou, errorGroups, worstLessons, spentVerdict} = brief;
  return (
    <Stack gap="xl" maw={820}>
      {isHealthy(brief) && (
        <Group gap={8} role="status" wrap="nowrap">
          <IconCheck size={22} aria-hidden style={{color: 'var(--preheat-served)', flex: 'none'}} />
          <Text fw={650} size="lg">
            All is well: the night did its work, and nothing needs you.
          </Text>
        </Group>
      )}
      {needsYou.length > 0 && <NeedList needs={needsYou} runId={run?.runId ?? null} />}
      {run === null ? (
        <NoRun />
      ) : (
        <section aria-labelledby="night">
          <Title order={2} id="night" mb={4}>
            {run.kind === 'nightly' ? 'The night' : 'The last run'}
          </Title>
          <Text>
            {storyOf(run, spentVerdict).join(' ')}{' '}
            <AnchorLink to="/runs/$runId" params={{runId: String(run.runId)}} underline="always">
              Look at run {run.runId}
            </AnchorLink>
          </Text>
        </section>
      )}
      {run !== null && errorGroups.length > 0 && <NightErrors runId={run.runId} groups={errorGroups} />}
      {worstLessons.length > 0 && <WorstLessons lessons={worstLessons} />}
      <NextRun nextRun={brief.nextRun} />
    </Stack>
  );
}

function NoRun() {
  const isAdmin = useCan('ADMIN');
  return (
    <EmptyState
      title="There was no run yet"
      action={
        isAdmin && (
          <AnchorLink to="/runs" search={{start: true}}>
            Start a run
          </AnchorLink>
        )
      }
    >
      After the first one, this page tells each morning what it made and what needs you.
    </EmptyState>
  );
}

function NextRun({nextRun}: {nextRun: Brief['nextRun']}) {
  const told = useTold(() => nextText(nextRun));
  return (
    <section aria-labelledby="next">
      <Title order={2} id="next" mb={4}>
        Next
      </Title>
      <Text>
        {told}{' '}
        <AnchorLink to="/schedule" underline="always">
          Look at the schedule
        </AnchorLink>
      </Text>
    </section>
  );
}
