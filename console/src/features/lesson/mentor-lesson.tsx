import {useQuery} from '@tanstack/react-query';
import {ErrorNote} from '../../components/error-note.tsx';
import {LessonContent} from '../../components/lesson-content.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {LessonSkeleton} from './lesson-skeleton.tsx';
import {styleLabel} from './place.tsx';
import {plainLessonQuery} from './queries.ts';
import {NoLesson} from './view.tsx';

/** The lesson alone: who reviews blind is not told what others said of it. */
export function MentorLesson({lessonId}: {lessonId: string}) {
  const {data, error, refetch} = useQuery(plainLessonQuery(lessonId));
  if (error && !data) return <ErrorNote title="The lesson cannot be shown" error={error} onRetry={refetch} />;
  if (data === undefined) return <LessonSkeleton />;
  if (data === null) return <NoLesson lessonId={lessonId} />;
  const {title, content, roadmapStepTitle, lessonNumber, learningStyle, difficultyLevel, estimatedDuration} =
    data;
  return (
    <>
      <PageHeader title={title}>
        {roadmapStepTitle} · lesson {lessonNumber} · {styleLabel(learningStyle)} · {difficultyLevel} ·{' '}
        {estimatedDuration} min
      </PageHeader>
      <LessonContent content={content} style={learningStyle} headingLevel={2} />
    </>
  );
}
