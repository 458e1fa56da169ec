import {Group, Paper, Skeleton, Stack, Text, Title, type TitleOrder} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {Tag} from '../../components/tag.tsx';
import {Time} from '../../components/time.tsx';
import {count, plural, usd} from '../../lib/format.ts';
import {DraftText} from './draft-text.tsx';
import {RunLink} from './links.tsx';
import {type Draft, draftsQuery} from './queries.ts';
import type {Version} from './versions.ts';
import {draftWord} from './words.ts';

type ChecksProps = {version: Version; versions: readonly Version[]; style: string; headingLevel: TitleOrder};

/** What the checks found, draft by draft: that of the shown version first, then the cell's others, the newest first. */
export function ChecksTab({version, versions, style, headingLevel}: ChecksProps) {
  const {data, error, refetch} = useQuery(draftsQuery(version.row.lessonId));
  if (error && !data) return <ErrorNote title="The drafts cannot be shown" error={error} onRetry={refetch} />;
  if (data === undefined) return <Skeleton h={240} />;
  const drafts = data?.drafts ?? [];
  if (drafts.length === 0)
    return (
      <EmptyState title="There are no drafts">
        The application wrote this lesson: Preheat has no draft of it, and did not check it.
      </EmptyState>
    );
  const isOwn = ({draftId}: Draft) => draftId === version.row.draftId;
  const inOrder = [...drafts.filter(isOwn), ...drafts.filter(draft => !isOwn(draft))];
  return (
    <Stack>
      {inOrder.map(draft => (
        <DraftCard
          key={draft.draftId}
          draft={draft}
          made={versions.find(({row}) => row.draftId === draft.draftId)}
          style={style}
          headingLevel={headingLevel}
        />
      ))}
    </Stack>
  );
}

type DraftProps = {draft: Draft; made: Version | undefined; style: string; headingLevel: TitleOrder};

function DraftCard({draft, made, style, headingLevel}: DraftProps) {
  const {draftId, status, findings, runId, createdAt} = draft;
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" mb={4}>
        <Title order={headingLevel} size="md">
          {made === undefined ? `Draft ${draftId}` : `Draft ${draftId}, which became ${made.name}`}
        </Title>
        <Tag tone={status === 'quarantined' ? 'bad' : 'plain'}>{draftWord(status)}</Tag>
      </Group>
      <Text size="sm" c="var(--preheat-soft)" component="div">
        <Time value={createdAt} />
        {runId !== null && (
          <>
            {' '}
            in <RunLink runId={runId} />
          </>
        )}
        {draft.asking !== 'first' && ', a repair'} · {cost(draft)}
      </Text>
      <Findings findings={findings} />
      <DraftText draftId={draftId} style={style} />
    </Paper>
  );
}

function cost({model, emulated, promptVersion, finishReason, ...draft}: Draft): string {
  const {promptTokens, cachedTokens, outputTokens, thoughtTokens, costUsd} = draft;
  const cached = cachedTokens > 0 ? ` (${count(cachedTokens)} cached)` : '';
  const thought = thoughtTokens > 0 ? ` and ${count(thoughtTokens)} of thought` : '';
  return [
    emulated ? `${model}, emulated` : model,
    `prompt ${promptVersion}`,
    `${count(promptTokens)} tokens in${cached}, ${count(outputTokens)} out${thought}`,
    usd(costUsd),
    ...(finishReason === 'STOP' ? [] : [`ended by ${finishReason}`]),
  ].join(' · ');
}

function Findings({findings}: Pick<Draft, 'findings'>) {
  if (findings.length === 0) return <Text mt="xs">The checks found nothing.</Text>;
  return (
    <>
      <Text mt="xs" fw={600} size="sm">
        {plural(findings.length, 'finding')}
      </Text>
      <Stack gap={4} mt={4}>
        {findings.map(({check, severity, message}, place) => (
          <Text key={place} size="sm" component="div">
            <Tag tone={severity === 'error' ? 'bad' : 'warning'}>
              {severity}: {check}
            </Tag>{' '}
            {message}
          </Text>
        ))}
      </Stack>
    </>
  );
}
