import {Anchor, Group, Stack, Text, Title} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {Link} from '@tanstack/react-router';
import {useMemo, useState} from 'react';
import {ErrorNote} from '../../components/error-note.tsx';
import {Actions} from './actions.tsx';
import {LessonSkeleton} from './lesson-skeleton.tsx';
import {InPanelProvider} from './links.tsx';
import {Neighbours} from './neighbours.tsx';
import {Place} from './place.tsx';
import {lessonQuery} from './queries.ts';
import type {LessonSearch} from './search.ts';
import {has, versionsOf} from './versions.ts';
import {LessonView, NoLesson} from './view.tsx';

/** The tab that was looked at last: who walks down a list looks at the same of each lesson. */
let lastSearch: LessonSearch = {};

/** A lesson in the panel at the side of a page. */
export function LessonPanel({lessonId}: {lessonId: string}) {
  const [search, setSearch] = useState<LessonSearch>(() => (lastSearch.tab ? {tab: lastSearch.tab} : {}));
  const {data, error, refetch} = useQuery(lessonQuery(lessonId));
  const versions = useMemo(() => (data ? versionsOf(data.versions, data.regenerations) : []), [data]);
  if (error && !data) return <ErrorNote title="The lesson cannot be shown" error={error} onRetry={refetch} />;
  if (data === undefined) return <LessonSkeleton />;
  if (data === null) return <NoLesson lessonId={lessonId} />;
  const shown = versions.find(version => has(version, lessonId)) ?? null;
  const onSearch = (next: LessonSearch) => {
    lastSearch = next;
    setSearch(next);
  };
  return (
    <InPanelProvider value>
      <Stack gap="sm">
        <div>
          <Group justify="space-between" align="flex-start" wrap="nowrap">
            <Title order={3}>{data.lesson.title}</Title>
            {shown && <Neighbours versions={versions} shown={shown} />}
          </Group>
          <Text size="sm" c="var(--preheat-soft)" component="div">
            <Place lesson={data.lesson} cellId={data.cellId} />
          </Text>
          <Anchor
            size="sm"
            renderRoot={props => (
              <Link {...props} to="/lessons/$lessonId" params={{lessonId}} search={search} />
            )}
          >
            Open as a page
          </Anchor>
        </div>
        {shown && <Actions version={shown} versions={versions} />}
        <LessonView
          data={data}
          versions={versions}
          shown={shown}
          search={search}
          onSearch={onSearch}
          headingLevel={4}
        />
      </Stack>
    </InPanelProvider>
  );
}
