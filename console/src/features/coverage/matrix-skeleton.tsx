import {Skeleton, Stack} from '@mantine/core';

const ROWS = Array.from({length: 8}, (_, index) => index);

/** In the shape of the matrix. */
export const MatrixSkeleton = () => (
  <Stack gap={4} aria-busy>
    <Skeleton h={28} w={180} />
    <Skeleton h={34} />
    {ROWS.map(row => (
      <Skeleton key={row} h={36} />
    ))}
  </Stack>
);
