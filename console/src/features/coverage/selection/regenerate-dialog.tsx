import {Alert, Button, Group, List, Modal, Skeleton, Stack, Text, Textarea} from '@mantine/core';
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {ErrorNote} from '../../../components/error-note.tsx';
import {messageOf} from '../../../lib/api-error.ts';
import {count, plural} from '../../../lib/format.ts';
import {notifyDone} from '../../../lib/notify.ts';
import {bulkRegenerate, lessonsQuery, MAX_LESSONS} from './regenerate-queries.ts';

const MAX_INSTRUCTION_CHARS = 4_000;

/** Has lessons that are served made anew: as many as are seen here, or none. */
export function RegenerateDialog({
  cellIds,
  onClose,
  onDone,
}: {
  /** Whose live lessons. */
  cellIds: readonly number[];
  onClose: () => void;
  onDone: () => void;
}) {
  const [instructions, setInstructions] = useState('');
  const queryClient = useQueryClient();
  const lessons = useQuery(lessonsQuery(cellIds));
  const act = useMutation({
    mutationFn: bulkRegenerate,
    onSuccess: async ({success, message}) => {
      if (success) {
        notifyDone(`New versions: ${message}`);
        onClose();
        onDone();
      }
      // Refused, other lessons match than were seen: these are shown then.
      else await lessons.refetch();
      await queryClient.invalidateQueries({queryKey: ['runs']});
    },
  });
  const refusal = act.error ? messageOf(act.error) : act.data && !act.data.success ? act.data.message : null;
  const found = lessons.data;
  const isTooMany = found !== undefined && found.count > MAX_LESSONS;
  const start = () => {
    if (!found) return;
    const said = instructions.trim();
    act.mutate({
      cellIds,
      expectedCount: found.count,
      expectedDigest: found.digest,
      ...(said !== '' && {instructions: said}),
    });
  };
  return (
    <Modal opened onClose={onClose} title="Regenerate lessons" size="lg">
      <Stack>
        <Text size="sm">
          Each gets a new version, in one run, before all other work. It costs money and cannot be undone. The
          lessons that are live stay until a new one is better; what a mentor verified stays until a mentor
          verifies the new one.
        </Text>
        {refusal !== null && (
          <Alert color="red" role="alert" title="Nothing was regenerated">
            {refusal}
          </Alert>
        )}
        {lessons.error && (
          <ErrorNote
            title="The lessons could not be listed"
            error={lessons.error}
            onRetry={lessons.refetch}
          />
        )}
        {lessons.isPending && <Skeleton h={120} />}
        {found && isTooMany && (
          <Alert color="yellow" title={`More than ${count(MAX_LESSONS)} lessons match`}>
            No more than {count(MAX_LESSONS)} are made anew at once. Narrow the filter, and do it part by
            part.
          </Alert>
        )}
        {found && !isTooMany && <Lessons found={found} />}
        <Textarea
          label="What the new versions should do better"
          description="Stands in the prompt of each. May be left empty: what mentors and learners said of a lesson stands there anyway."
          autosize
          minRows={2}
          maxRows={8}
          maxLength={MAX_INSTRUCTION_CHARS}
          value={instructions}
          onChange={event => setInstructions(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button
            onClick={start}
            loading={act.isPending}
            disabled={!found || isTooMany || found.count === 0 || lessons.isFetching}
          >
            {found && !isTooMany ? `Regenerate ${plural(found.count, 'lesson')}` : 'Regenerate'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

type Found = {
  count: number;
  lessons: readonly {lessonId: string | number; title: string; stepTitle: string}[];
};

function Lessons({found}: {found: Found}) {
  const rest = found.count - found.lessons.length;
  return (
    <div>
      <Text size="sm" fw={600} role="status">
        {plural(found.count, 'lesson')}
      </Text>
      <List size="sm" mah={180} style={{overflowY: 'auto'}} tabIndex={0} aria-label="Lessons">
        {found.lessons.map(({lessonId, title, stepTitle}) => (
          <List.Item key={lessonId}>
            {title} <span style={{color: 'var(--preheat-soft)'}}>· {stepTitle}</span>
          </List.Item>
        ))}
      </List>
      {rest > 0 && <Text size="sm">and {count(rest)} more</Text>}
    </div>
  );
}
