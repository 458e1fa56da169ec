import {Skeleton, Stack} from '@mantine/core';

/** In the place of a list while it is loaded. */
export const RowsSkeleton = ({label, rowCount}: {label: string; rowCount: number}) => (
  <Stack gap="xs" role="status" aria-label={label}>
    {Array.from({length: rowCount}, (_, index) => (
      <Skeleton key={index} h={40} />
    ))}
  </Stack>
);
