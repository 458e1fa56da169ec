import {Tooltip} from '@mantine/core';
import {ago, dateTime} from '../lib/format.ts';

/** A moment as people say it; in full, in the viewer's zone, on hover and focus. */
export function Time({value}: {value: string}) {
  return (
    <Tooltip label={dateTime(value)}>
      <time dateTime={value} tabIndex={0}>
        {ago(value)}
      </time>
    </Tooltip>
  );
}
