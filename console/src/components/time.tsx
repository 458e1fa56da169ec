import {Tooltip} from '@mantine/core';
import {ago, dateTime} from '../lib/format.ts';
import {useTold} from '../lib/use-told.ts';

/** A moment as people say it; in full, in the viewer's zone, on hover and focus. */
export function Time({value}: {value: string}) {
  return (
    <Tooltip label={dateTime(value)}>
      <time dateTime={value} tabIndex={0}>
        <Ago value={value} />
      </time>
    </Tooltip>
  );
}

/** How long ago a moment was or in how long it comes, where it stands in full elsewhere. */
export function Ago({value}: {value: string}) {
  return useTold(() => ago(value));
}
