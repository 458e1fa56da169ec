import {Anchor, Group} from '@mantine/core';
import {IconExternalLink} from '@tabler/icons-react';
import {RunState} from '../../components/run-state.tsx';
import {runKind} from '../../components/run-words.ts';
import {Time} from '../../components/time.tsx';
import type {RunDetails} from './queries.ts';

/** What began a run, when, with which model, and whether what is shown is live. */
export function RunHeader({run, isLive}: {run: RunDetails['run']; isLive: boolean}) {
  const {state, kind, openedAt, endedAt, model, temporalUrl} = run;
  return (
    <Group gap="sm" mt={4} style={{rowGap: 4}}>
      <RunState state={state} />
      <span>
        {runKind(kind)} · started <Time value={openedAt} />
        {endedAt !== null && (
          <>
            {' '}
            · ended <Time value={endedAt} />
          </>
        )}{' '}
        · {model}
      </span>
      {temporalUrl !== null && (
        <Anchor href={temporalUrl} target="_blank" rel="noopener noreferrer" size="sm">
          Workflow in Temporal{' '}
          <IconExternalLink size={13} aria-label="(opens in a new tab)" style={{verticalAlign: -2}} />
        </Anchor>
      )}
      {endedAt === null && (
        <span role="status">{isLive ? 'Live' : 'Not live: looked up every few seconds'}</span>
      )}
    </Group>
  );
}
