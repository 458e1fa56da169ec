import {useEffect} from 'react';
import type {Run} from './queries.ts';
import {percentDone} from './shares.ts';

/** While a run is under way the window's title tells how far it is, for those who look at another tab. */
export function useRunTitle(runId: number, run: Run | undefined): void {
  const title = run ? `${markOf(run)}Run ${runId} · Preheat` : undefined;
  useEffect(() => {
    if (title !== undefined) document.title = title;
  }, [title]);
}

function markOf(run: Run): string {
  if (run.endedAt !== null) return '';
  const percent = `${percentDone(run)} %`;
  return run.state === 'running' ? `${percent} · ` : `${percent} · ${run.state} · `;
}
