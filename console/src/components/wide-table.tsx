import {Table} from '@mantine/core';
import type {ReactNode} from 'react';

/** A table that scrolls sideways where it does not fit, also by keyboard alone. */
export function WideTable({
  minWidth,
  maxWidth,
  label,
  children,
}: {
  /** In pixels, as is `maxWidth`. */
  minWidth: number;
  maxWidth?: number;
  /** What it is named to those who do not see it. */
  label: string;
  children: ReactNode;
}) {
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      w="100%"
      scrollAreaProps={{viewportProps: {tabIndex: 0, role: 'group', 'aria-label': label}}}
    >
      <Table {...(maxWidth !== undefined && {maw: maxWidth})}>{children}</Table>
    </Table.ScrollContainer>
  );
}
