import type {ReactNode} from 'react';
import classes from './fold.module.css';

/** What is shown only when it is asked for: a hint, a solution, a long list. */
export function Fold({summary, children}: {summary: ReactNode; children: ReactNode}) {
  return (
    <details className={classes['fold']}>
      <summary>{summary}</summary>
      <div className={classes['body']}>{children}</div>
    </details>
  );
}
