import classes from './limit-bar.module.css';
import type {Limit} from './queries.ts';
import {shareOf} from './words.ts';

/** How much of a limit is used. The figures stand beside it. */
export function LimitBar({limit, isUsd}: {limit: Limit; isUsd: boolean}) {
  const share = shareOf(limit, isUsd);
  if (share === null) return null;
  return (
    <div className={classes['bar']} aria-hidden>
      <div className={classes['used']} style={{width: `${share.used}%`}} />
      <div className={classes['reserved']} style={{width: `${share.reserved}%`}} />
      {share.kept > 0 && <div className={classes['kept']} style={{width: `${share.kept}%`}} />}
    </div>
  );
}
