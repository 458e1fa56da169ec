import {Drawer, Skeleton} from '@mantine/core';
import {useNavigate, useSearch} from '@tanstack/react-router';
import {lazy, Suspense} from 'react';

const LessonPanel = lazy(async () => ({default: (await import('../features/lesson/panel.tsx')).LessonPanel}));

/** The lesson that the address names, beside the page from which it was opened. */
export function LessonDrawer() {
  const {lesson} = useSearch({from: '/shell'});
  const navigate = useNavigate();
  const close = () => void navigate({to: '.', search: ({lesson: _, ...rest}) => rest, resetScroll: false});
  return (
    <Drawer opened={lesson !== undefined} onClose={close} position="right" size="xl" title="Lesson">
      {lesson !== undefined && (
        <Suspense fallback={<Skeleton h={400} />}>
          <LessonPanel key={lesson} lessonId={lesson} />
        </Suspense>
      )}
    </Drawer>
  );
}
