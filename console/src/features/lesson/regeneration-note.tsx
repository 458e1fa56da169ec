import {Alert, Anchor, Text} from '@mantine/core';
import {Link} from '@tanstack/react-router';
import type {ReactNode} from 'react';
import {ActorName} from '../../components/actor-name.tsx';
import {Time} from '../../components/time.tsx';
import {useNow} from '../../lib/use-now.ts';
import {LessonLink, RunLink} from './links.tsx';
import type {Regeneration} from './queries.ts';
import {has, type Version} from './versions.ts';

/** How long it is told how the last regeneration ended; the list of all of them stays. */
const TOLD_MS = 60 * 60_000;
const LOOK_MS = 60_000;

type NoteProps = {regenerations: readonly Regeneration[]; versions: readonly Version[]; shown: Version};

/** A new version that is being made, or how the last one ended. */
export function RegenerationNote({regenerations, versions, shown}: NoteProps) {
  const nowMs = useNow(LOOK_MS);
  const [latest] = regenerations;
  if (latest === undefined) return null;
  const {endedAt} = latest;
  if (endedAt !== null && nowMs - new Date(endedAt).getTime() > TOLD_MS) return null;
  return (
    <Alert
      variant="light"
      color={isFault(latest) ? 'red' : 'blue'}
      role="status"
      py="xs"
      title={endedAt === null ? 'A new version is being made' : undefined}
    >
      <Text size="sm" component="div">
        {endedAt === null ? (
          <UnderWay regeneration={latest} />
        ) : (
          <Ended regeneration={latest} versions={versions} shown={shown} />
        )}
      </Text>
    </Alert>
  );
}

const isFault = ({outcome}: Regeneration): boolean => outcome === 'quarantined' || outcome === 'failed';

function UnderWay({regeneration}: {regeneration: Regeneration}) {
  const {requestedBy, requestedAt, runId, instructions} = regeneration;
  return (
    <>
      Asked for <Time value={requestedAt} /> by <ActorName id={requestedBy} />
      {runId === null ? '; no run has taken it yet' : null}
      {runId !== null && (
        <>
          , in <RunLink runId={runId} />
        </>
      )}
      {instructions !== '' && `: "${instructions}"`}
    </>
  );
}

type EndedProps = {regeneration: Regeneration; versions: readonly Version[]; shown: Version};

function Ended({regeneration, versions, shown}: EndedProps): ReactNode {
  const {outcome, message, lessonIds} = regeneration;
  const made = versions.find(version => lessonIds.some(id => has(version, id)));
  if (made !== undefined) return <Made made={made} versions={versions} shown={shown} />;
  switch (outcome) {
    case 'quarantined':
      return (
        <>
          The draft of the new version failed the checks: it is in{' '}
          <Anchor inherit underline="always" renderRoot={props => <Link {...props} to="/quarantine" />}>
            quarantine
          </Anchor>
          . Learners keep what is live.
        </>
      );
    case 'failed':
      return <>No new version could be made{message ? `: ${message}` : '.'} Try again later.</>;
    case 'not_reached':
      return <>The run ended before the new version's turn came. Ask for it again.</>;
    case 'handed_to_mentor':
      return <>Preheat tried twice already: a mentor decides.</>;
    default:
      return <>No new version was made{message ? `: ${message}` : '.'}</>;
  }
}

function Made({made, versions, shown}: {made: Version; versions: readonly Version[]; shown: Version}) {
  const live = versions.find(({state}) => state === 'live');
  const other = made.number === shown.number ? versions.find(({name}) => name === made.parent) : shown;
  return (
    <>
      {made.name} was made <Time value={made.row.generatedAt} />.{' '}
      {made.state === 'live'
        ? 'It is live.'
        : live
          ? `It waits beside ${live.name} as a challenger.`
          : 'It is parked.'}{' '}
      {other && (
        <LessonLink lessonId={made.row.lessonId} tab="compare" against={other.row.lessonId}>
          Compare {made.name} with {other.name}
        </LessonLink>
      )}
    </>
  );
}
