import {Button, Skeleton, Stack} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {useState} from 'react';
import {Code} from '../../components/code.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {Fold} from '../../components/fold.tsx';
import {LessonContent} from '../../components/lesson-content.tsx';
import {draftTextQuery} from './queries.ts';

/** A draft as the model wrote it, and what it was asked; loaded when somebody wants to see it. */
export function DraftText({draftId, style}: {draftId: number; style: string}) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        mt="sm"
        size="xs"
        variant="default"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(open => !open)}
      >
        {isOpen ? 'Hide' : 'Show'} answer and prompt of draft {draftId}
      </Button>
      {isOpen && <Texts draftId={draftId} style={style} />}
    </>
  );
}

function Texts({draftId, style}: {draftId: number; style: string}) {
  const {data, error, refetch} = useQuery(draftTextQuery(draftId));
  if (error && !data) return <ErrorNote title="The draft cannot be shown" error={error} onRetry={refetch} />;
  if (data === undefined) return <Skeleton h={160} mt="sm" />;
  const answer = data?.answerText ?? '';
  const lesson = parsed(answer);
  return (
    <Stack gap={4} mt="sm">
      {lesson !== null && (
        <Fold summary="The answer as a lesson">
          <LessonContent content={lesson} style={style} headingLevel={5} />
        </Fold>
      )}
      <Fold summary="The answer as it came">
        <Code code={answer} language="json" label="Answer" />
      </Fold>
      <Fold summary="The prompt">
        <Code code={data?.prompt ?? ''} language="text" label="Prompt" />
      </Fold>
    </Stack>
  );
}

/** Null where the answer is no JSON object: a draft that was cut off, or refused. */
function parsed(answer: string): object | null {
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
