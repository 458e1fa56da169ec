import {Alert, Anchor, Button, Group, List, Stack, Tabs, Text, Title} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {IconAlertTriangle, IconX} from '@tabler/icons-react';
import {Link} from '@tanstack/react-router';
import {STYLE_LABELS} from '../../components/cell-state.ts';
import {Code} from '../../components/code.tsx';
import {LessonContent} from '../../components/lesson-content.tsx';
import {Time} from '../../components/time.tsx';
import {usd} from '../../lib/format.ts';
import {useCan} from '../../lib/viewer.ts';
import {answeredContent, readableAnswer} from './answer.ts';
import {CELL_IS, checkLabel} from './checks.ts';
import type {WholeDraft} from './queries.ts';
import {ReleaseDialog} from './release-dialog.tsx';

/** What the model wrote, what is wrong with it, and what can be done. */
export function DraftView({draft, onRetry}: {draft: WholeDraft; onRetry: () => void}) {
  const {stepTitle, lessonNumber, style, status, findings, answerText, prompt, cellIs} = draft;
  const isAdmin = useCan('ADMIN');
  const [isReleasing, releasing] = useDisclosure();
  const content = answeredContent(answerText ?? '');
  const isIn = status === 'quarantined';
  const cell = CELL_IS[cellIs];

  return (
    <Stack gap="md">
      <div>
        <Title order={2}>{stepTitle}</Title>
        <Text size="sm" c="var(--preheat-soft)">
          Lesson {lessonNumber} · {STYLE_LABELS[style]}
          {cell && ` · ${cell.label}: ${cell.meaning.charAt(0).toLowerCase()}${cell.meaning.slice(1)}`}
        </Text>
      </div>
      {!isIn && (
        <Alert color="blue" variant="light" title="It is not in quarantine any more">
          {STATUS_MEANINGS[status] ?? `It is ${status}.`}
        </Alert>
      )}
      <section aria-label="Findings">
        <Title order={3} size="h5" mb={4}>
          Findings
        </Title>
        {findings.length === 0 && <Text size="sm">None were stored.</Text>}
        <List size="sm" spacing={6} listStyleType="none">
          {findings.map(({check, severity, message}) => (
            <List.Item key={`${check} ${message}`} icon={<FindingIcon isError={severity === 'error'} />}>
              <Text span size="sm" fw={650}>
                {checkLabel(check)}
                {severity === 'error' ? '' : ' (a warning)'}:
              </Text>{' '}
              {message}
            </List.Item>
          ))}
        </List>
      </section>
      {isIn && (
        <Group gap="xs">
          {isAdmin && (
            <Button variant="default" onClick={onRetry}>
              Try this cell again
            </Button>
          )}
          <Button variant="default" onClick={releasing.open} disabled={cellIs !== 'unserved'}>
            Publish in spite of the findings
          </Button>
          {cellIs !== 'unserved' && (
            <Text size="sm" c="var(--preheat-soft)">
              It cannot be published: {cell?.meaning ?? cellIs}
            </Text>
          )}
        </Group>
      )}
      <Tabs defaultValue={content === null ? 'answer' : 'lesson'} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="lesson">Lesson</Tabs.Tab>
          <Tabs.Tab value="answer">Answer as written</Tabs.Tab>
          <Tabs.Tab value="prompt">Prompt</Tabs.Tab>
          <Tabs.Tab value="origin">Origin</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="lesson" pt="md">
          {content === null ? (
            <Text>
              The answer makes no lesson: it is not JSON, or was cut off. See the answer as it was written.
            </Text>
          ) : (
            <LessonContent
              content={content}
              style={style}
              {...(typeof content['title'] === 'string' && {title: content['title']})}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="answer" pt="md">
          <Code
            code={readableAnswer(answerText ?? '')}
            language={content === null ? 'text' : 'json'}
            label="Answer of the model"
          />
        </Tabs.Panel>
        <Tabs.Panel value="prompt" pt="md">
          <Code code={prompt ?? ''} language="text" label="Prompt" />
        </Tabs.Panel>
        <Tabs.Panel value="origin" pt="md">
          <Origin draft={draft} />
        </Tabs.Panel>
      </Tabs>
      <ReleaseDialog draft={draft} isOpen={isReleasing} onClose={releasing.close} />
    </Stack>
  );
}

const STATUS_MEANINGS: Record<string, string> = {
  published: 'It was published.',
  superseded: 'It was put away: its cell is tried again, or has been.',
  drafted: 'It is being checked.',
  repairing: 'The model is repairing it.',
};

const FindingIcon = ({isError}: {isError: boolean}) =>
  isError ? (
    <IconX size={16} color="var(--preheat-rejected)" aria-label="Error" />
  ) : (
    <IconAlertTriangle size={16} color="var(--preheat-stale)" aria-label="Warning" />
  );

/** Where the draft comes from, and what it cost. */
function Origin({draft}: {draft: WholeDraft}) {
  const {model, promptVersion, finishReason, paidUsd, runId, createdAt} = draft;
  const facts: [string, React.ReactNode][] = [
    ['Made', <Time key="made" value={createdAt} />],
    ['Model', model],
    ['Prompt version', promptVersion],
    ['Why the model stopped', finishReason],
    ['Paid, with all calls of its run for the cell', usd(paidUsd)],
    [
      'Run',
      runId === null ? (
        'none'
      ) : (
        <Anchor
          key="run"
          size="sm"
          renderRoot={props => <Link {...props} to="/runs/$runId" params={{runId: String(runId)}} />}
        >
          Run {runId}
        </Anchor>
      ),
    ],
  ];
  return (
    <dl style={{margin: 0, display: 'grid', gridTemplateColumns: 'minmax(120px, auto) 1fr', gap: '6px 16px'}}>
      {facts.map(([term, fact]) => (
        <div key={term} style={{display: 'contents'}}>
          <Text component="dt" size="sm" c="var(--preheat-soft)">
            {term}
          </Text>
          <Text component="dd" size="sm" m={0}>
            {fact}
          </Text>
        </div>
      ))}
    </dl>
  );
}
