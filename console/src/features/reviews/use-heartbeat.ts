import {useEffect, useState} from 'react';
import {beat, type ReviewItem} from './queries.ts';

const BEAT_MS = 60_000;

/** How a claim stands: `unsure` while the server does not answer, `lost` where it said that it is not ours. */
export type Hold = {state: 'held' | 'unsure' | 'lost'; leasedUntil: string};

/**
 * Holds a claim while the page is there: a sign of life each minute, and whenever the tab is looked at again or is back
 * on the network. What is lost stays lost.
 *
 * @param claim another object is another claim, even of the same lesson; null: nothing is held
 */
export function useHeartbeat(claim: ReviewItem | null): Hold | null {
  const [known, setKnown] = useState<{of: ReviewItem; hold: Hold} | null>(null);

  useEffect(() => {
    if (claim === null) return;
    let isOver = false;
    let leasedUntil = claim.leasedUntil;
    const tell = (state: Hold['state']): void => setKnown({of: claim, hold: {state, leasedUntil}});
    const look = async (): Promise<void> => {
      if (isOver) return;
      const answer = await beat(claim.lessonId).catch(() => null);
      if (isOver) return;
      isOver = answer?.held === false;
      leasedUntil = answer?.leasedUntil ?? leasedUntil;
      tell(answer === null ? 'unsure' : answer.held ? 'held' : 'lost');
    };
    const timer = setInterval(() => void look(), BEAT_MS);
    const onVisible = (): void => {
      if (document.visibilityState === 'visible') void look();
    };
    const onOnline = (): void => void look();
    document.addEventListener('visibilitychange', onVisible);
    window.addEventListener('online', onOnline);
    return () => {
      isOver = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
      window.removeEventListener('online', onOnline);
    };
  }, [claim]);

  if (claim === null) return null;
  return known?.of === claim ? known.hold : {state: 'held', leasedUntil: claim.leasedUntil};
}
