import {Skeleton, Stack} from '@mantine/core';

/** In the shape of what comes. */
export const LessonSkeleton = () => (
  <Stack aria-busy aria-label="The lesson is loading">
    <Skeleton h={28} w="60%" />
    <Skeleton h={16} w="40%" />
    <Skeleton h={36} />
    <Skeleton h={320} />
  </Stack>
);
