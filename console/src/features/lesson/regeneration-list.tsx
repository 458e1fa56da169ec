import {Paper, Stack, Text} from '@mantine/core';
import {ActorName} from '../../components/actor-name.tsx';
import {Time} from '../../components/time.tsx';
import {plural} from '../../lib/format.ts';
import classes from './lesson.module.css';
import {LessonLink, RunLink} from './links.tsx';
import type {Regeneration} from './queries.ts';
import {has, type Version} from './versions.ts';
import {triggerWord} from './words.ts';

type ListProps = {regenerations: readonly Regeneration[]; versions: readonly Version[]};

/** Each time that the lesson was made anew: who asked, what it answers, what came of it. */
export function RegenerationList({regenerations, versions}: ListProps) {
  if (regenerations.length === 0)
    return (
      <Text c="var(--preheat-soft)" size="sm">
        It was never made anew.
      </Text>
    );
  return (
    <Stack gap="xs">
      {regenerations.map(regeneration => (
        <Item key={regeneration.regenerationId} regeneration={regeneration} versions={versions} />
      ))}
    </Stack>
  );
}

function Item({regeneration, versions}: {regeneration: Regeneration; versions: readonly Version[]}) {
  const {trigger, requestedBy, requestedAt, instructions, reviewIds, voteIds, runId} = regeneration;
  const answers = [
    ...(reviewIds.length > 0 ? [plural(reviewIds.length, 'review')] : []),
    ...(voteIds.length > 0 ? [plural(voteIds.length, 'comment')] : []),
  ];
  return (
    <Paper withBorder p="sm">
      <Text size="sm" component="div">
        <Time value={requestedAt} /> by <ActorName id={requestedBy} />, because {triggerWord(trigger)}
        {answers.length > 0 && `; its prompt carries ${answers.join(' and ')}`}
        {runId !== null && (
          <>
            ; in <RunLink runId={runId} />
          </>
        )}
      </Text>
      {instructions !== '' && (
        <Text size="sm" className={classes['comment']}>
          “{instructions}”
        </Text>
      )}
      <Text size="sm" component="div">
        <Outcome regeneration={regeneration} versions={versions} />
      </Text>
    </Paper>
  );
}

const OUTCOMES: Record<string, string> = {
  quarantined: 'Its draft is in quarantine',
  failed: 'It failed',
  served: 'The cell was served already',
  archived: 'No roadmap wanted the cell any more',
  not_reached: 'Its run ended first',
  handed_to_mentor: 'Left to a mentor',
};

function Outcome({regeneration, versions}: {regeneration: Regeneration; versions: readonly Version[]}) {
  const {outcome, message, lessonIds, endedAt} = regeneration;
  const made = versions.find(version => lessonIds.some(id => has(version, id)));
  if (outcome === null) return <>Under way</>;
  const when = endedAt !== null && <Time value={endedAt} />;
  if (made !== undefined)
    return (
      <>
        Made <LessonLink lessonId={made.row.lessonId}>{made.name}</LessonLink>
        {outcome === 'live' ? ', which went live' : ', a challenger'} {when}
      </>
    );
  return (
    <>
      {OUTCOMES[outcome] ?? outcome.replaceAll('_', ' ')}
      {message ? `: ${message}` : ''} {when}
    </>
  );
}
