import {Skeleton, Stack, Text, Title, type TitleOrder} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import type {ReactNode} from 'react';
import {Code} from '../../components/code.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {Fold} from '../../components/fold.tsx';
import {Time} from '../../components/time.tsx';
import {count, usd} from '../../lib/format.ts';
import classes from './lesson.module.css';
import {LessonLink, RunLink} from './links.tsx';
import {type ConsoleLesson, type Draft, draftsQuery} from './queries.ts';
import {RegenerationList} from './regeneration-list.tsx';
import type {Version} from './versions.ts';

type OriginProps = {
  data: ConsoleLesson;
  version: Version;
  versions: readonly Version[];
  headingLevel: TitleOrder;
};

/** Where a version comes from: who wrote it, from what, for how much, and in answer to what. */
export function OriginTab({data, version, versions, headingLevel}: OriginProps) {
  const {data: drafts, error, refetch} = useQuery(draftsQuery(version.row.lessonId));
  if (error && !drafts)
    return <ErrorNote title="The origin cannot be shown" error={error} onRetry={refetch} />;
  if (drafts === undefined) return <Skeleton h={240} />;
  const draft = drafts?.drafts.find(({draftId}) => draftId === version.row.draftId);
  const prompt = drafts?.lesson.generationPrompt ?? '';
  return (
    <Stack>
      <dl className={classes['facts']}>
        {factsOf({data, version, versions, draft}).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </dl>
      {prompt !== '' && (
        <Fold summary="The prompt that made it">
          <Code code={prompt} language="text" label="Prompt" />
        </Fold>
      )}
      <Title order={headingLevel} size="h2">
        Regenerations of this cell
      </Title>
      <RegenerationList regenerations={data.regenerations} versions={versions} />
    </Stack>
  );
}

const Fact = ({name, children}: {name: string; children: ReactNode}) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

type Given = Omit<OriginProps, 'headingLevel'> & {draft: Draft | undefined};

function factsOf({data: {lesson}, version, versions, draft}: Given): [string, ReactNode][] {
  const {row, parent, lessonIds} = version;
  const parentVersion = versions.find(({name}) => name === parent);
  const facts: [string, ReactNode][] = [
    [
      'Written by',
      row.origin === 'adopted'
        ? `${lesson.creatorDisplayName}, through the application`
        : lesson.creatorDisplayName,
    ],
    ['Made', <Time key="made" value={row.generatedAt} />],
    ['Model', row.model ?? lesson.aiModelVersion],
  ];
  if (row.promptVersion !== null) facts.push(['Prompt version', row.promptVersion]);
  if (row.runId !== null) facts.push(['Made in', <RunLink key="run" runId={row.runId} />]);
  if (parentVersion !== undefined)
    facts.push([
      'Made anew from',
      <LessonLink key="parent" lessonId={parentVersion.row.lessonId}>
        {parentVersion.name}
      </LessonLink>,
    ]);
  if (draft !== undefined)
    facts.push([
      'Tokens',
      `${count(draft.promptTokens)} in (${count(draft.cachedTokens)} cached), ${count(draft.outputTokens)} out, ${count(draft.thoughtTokens)} of thought`,
    ]);
  if (row.costUsd !== null) facts.push(['Cost', `${usd(row.costUsd)}, with drafts that did not pass`]);
  facts.push(
    ['Sources', lesson.sourceSummary],
    [
      'Views',
      <Text key="views" inherit component="span">
        {count(lesson.viewCount)}
      </Text>,
    ],
    [lessonIds.length > 1 ? 'Lessons' : 'Lesson', lessonIds.join(', ')],
  );
  return facts;
}
