import {Stack} from '@mantine/core';
import type {ReactNode} from 'react';
import classes from './dialog-foot.module.css';

/** The foot of a long form in a dialog: the quote and the buttons, always in view. */
export function DialogFoot({children}: {children: ReactNode}) {
  return (
    <Stack gap="sm" className={classes['foot'] ?? ''}>
      {children}
    </Stack>
  );
}
