import {VisuallyHidden} from '@mantine/core';
import type {Run} from './queries.ts';
import {percentDone} from './shares.ts';
import {stateText} from './words.ts';

/** Progress is announced at each quarter: each second would be noise. */
const STEP_PERCENT = 25;

/** Tells those who do not see it when the state of a run changes, and at each quarter of its way. */
export function RunAnnouncer({run}: {run: Run}) {
  const percent = Math.floor(percentDone(run) / STEP_PERCENT) * STEP_PERCENT;
  return (
    <VisuallyHidden role="status">
      {stateText(run)} {run.endedAt === null && percent > 0 && `${percent} percent are done.`}
    </VisuallyHidden>
  );
}
