import {Paper, Text, UnstyledButton} from '@mantine/core';
import type {ReactNode} from 'react';

type FigureProps = {
  label: ReactNode;
  value: ReactNode;
  note?: ReactNode;
  onClick?: () => void;
  isPressed?: boolean;
};

/** A thicker line: what is pressed is not told by its colour alone. */
const PRESSED = {
  borderColor: 'var(--mantine-primary-color-filled)',
  boxShadow: 'inset 0 0 0 1.5px var(--mantine-primary-color-filled)',
};

/** A figure with what it counts; where it can be clicked, it filters what stands below. */
export function Figure({label, value, note, onClick, isPressed}: FigureProps) {
  const body = (
    <>
      <Text size="xs" c="var(--preheat-soft)">
        {label}
      </Text>
      <Text size="xl" fw={650} lh={1.25}>
        {value}
      </Text>
      {note !== undefined && (
        <Text size="xs" c="var(--preheat-soft)">
          {note}
        </Text>
      )}
    </>
  );
  return (
    <Paper withBorder px="sm" py={6} {...(isPressed && {style: PRESSED})}>
      {onClick ? (
        <UnstyledButton onClick={onClick} aria-pressed={isPressed ?? false} w="100%">
          {body}
        </UnstyledButton>
      ) : (
        body
      )}
    </Paper>
  );
}
