import {Text} from '@mantine/core';
import {STYLE_LABELS, type Style} from '../../components/cell-state.ts';
import {PanelLink} from '../../components/links.tsx';
import type {LessonId} from '../../lib/graphql.ts';

type Named = {lessonId: LessonId; title: string; stepTitle: string; lessonNumber: number; style: string};

/** A lesson by its title, which opens it in the panel, and the cell that it is for. */
export function LessonCell({lesson: {lessonId, title, stepTitle, lessonNumber, style}}: {lesson: Named}) {
  return (
    <>
      <PanelLink lessonId={lessonId} size="sm" fw={600}>
        {title.trim() || 'Without a title'}
      </PanelLink>
      <Text size="xs" c="var(--preheat-soft)">
        {stepTitle} · lesson {lessonNumber} · {STYLE_LABELS[style as Style] ?? style}
      </Text>
    </>
  );
}
