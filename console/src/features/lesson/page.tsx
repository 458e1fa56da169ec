import {Stack} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {useNavigate, useParams, useSearch} from '@tanstack/react-router';
import {useMemo} from 'react';
import {ErrorNote} from '../../components/error-note.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {useCan} from '../../lib/viewer.ts';
import {Actions} from './actions.tsx';
import {LessonSkeleton} from './lesson-skeleton.tsx';
import {MentorLesson} from './mentor-lesson.tsx';
import {Neighbours} from './neighbours.tsx';
import {Place} from './place.tsx';
import {lessonQuery} from './queries.ts';
import {has, versionsOf} from './versions.ts';
import {LessonView, NoLesson} from './view.tsx';

/**
 * A lesson with all that is known of it; mentors, who review blind, see the lesson alone. Each lesson has a page of its
 * own: a dialog that asks about one must not go on to the next and act there.
 */
export function LessonPage() {
  const {lessonId} = useParams({from: '/shell/lessons/$lessonId'});
  return useCan('MODERATOR') ? (
    <WholeLesson key={lessonId} lessonId={lessonId} />
  ) : (
    <MentorLesson key={lessonId} lessonId={lessonId} />
  );
}

function WholeLesson({lessonId}: {lessonId: string}) {
  const search = useSearch({from: '/shell/lessons/$lessonId'});
  const navigate = useNavigate();
  const {data, error, refetch} = useQuery(lessonQuery(lessonId));
  const versions = useMemo(() => (data ? versionsOf(data.versions, data.regenerations) : []), [data]);
  if (error && !data) return <ErrorNote title="The lesson cannot be shown" error={error} onRetry={refetch} />;
  if (data === undefined) return <LessonSkeleton />;
  if (data === null) return <NoLesson lessonId={lessonId} />;
  const shown = versions.find(version => has(version, lessonId)) ?? null;
  return (
    <>
      <PageHeader
        title={data.lesson.title}
        actions={shown && <Neighbours versions={versions} shown={shown} />}
      >
        <Place lesson={data.lesson} cellId={data.cellId} />
      </PageHeader>
      <Stack>
        {shown && <Actions version={shown} versions={versions} />}
        <LessonView
          data={data}
          versions={versions}
          shown={shown}
          search={search}
          onSearch={next =>
            void navigate({to: '/lessons/$lessonId', params: {lessonId}, search: next, resetScroll: false})
          }
          headingLevel={2}
        />
      </Stack>
    </>
  );
}
