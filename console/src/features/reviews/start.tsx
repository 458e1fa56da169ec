import {Button, Kbd, Skeleton, Stack} from '@mantine/core';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {lessons} from './progress-line.tsx';
import type {Desk} from './use-desk.ts';

/** What a mentor sees who has no lesson before them. */
export function Start({desk}: {desk: Desk}) {
  const {progress, nothing, isClaiming} = desk;
  if (progress.isPending || (isClaiming && nothing === null && progress.data?.heldLessonId !== null))
    return <LessonSkeleton />;
  if (progress.isLoadingError)
    return (
      <ErrorNote title="The queue could not be loaded" error={progress.error} onRetry={progress.refetch} />
    );
  if (nothing !== null) return <Nothing desk={desk} />;
  if (progress.data.waitingCount === 0)
    return (
      <EmptyState title="No lesson waits for a review" action={<ClaimButton desk={desk} isQuiet />}>
        New lessons come with the next run, usually at night.
      </EmptyState>
    );
  return (
    <EmptyState title="Ready when you are" action={<ClaimButton desk={desk} />}>
      You get the lesson whose review spares learners most. It is yours alone while you look at it, and for
      ten minutes after you leave.
    </EmptyState>
  );
}

function Nothing({desk}: {desk: Desk}) {
  const {skippedCount = 0, message = ''} = desk.nothing ?? {};
  return (
    <EmptyState
      title={message.replace(/\.$/, '')}
      action={
        skippedCount > 0 ? (
          <Button onClick={() => desk.claim(true)} loading={desk.isClaiming}>
            Look at what you skipped ({skippedCount})
          </Button>
        ) : (
          <ClaimButton desk={desk} isQuiet />
        )
      }
    >
      {skippedCount > 0
        ? `You skipped ${lessons(skippedCount)} in the last two weeks. Others may still hold some.`
        : 'What is left is held by others, or had your verdict. New lessons come with the next run.'}
    </EmptyState>
  );
}

const ClaimButton = ({desk, isQuiet = false}: {desk: Desk; isQuiet?: boolean}) => (
  <Button
    variant={isQuiet ? 'default' : 'filled'}
    loading={desk.isClaiming}
    onClick={() => desk.claim()}
    aria-keyshortcuts="C"
    rightSection={
      <Kbd size="xs" aria-hidden>
        C
      </Kbd>
    }
  >
    {isQuiet ? 'Look again' : 'Claim the next lesson'}
  </Button>
);

const LessonSkeleton = () => (
  <Stack aria-hidden>
    <Skeleton h={28} w="50%" />
    <Skeleton h={16} w="30%" />
    <Skeleton h={320} />
  </Stack>
);
