import {Alert, Button, Group, Modal, Stack, Text, Textarea} from '@mantine/core';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {STYLE_LABELS} from '../../components/cell-state.ts';
import {messageOf} from '../../lib/api-error.ts';
import {plural} from '../../lib/format.ts';
import {notifyDone} from '../../lib/notify.ts';
import {errorsOf} from './checks.ts';
import {QUARANTINE_KEY, release, type WholeDraft} from './queries.ts';

const MAX_REASON = 500;

/** Says what learners will get, and asks why. */
export function ReleaseDialog({
  draft,
  isOpen,
  onClose,
}: {
  draft: WholeDraft;
  isOpen: boolean;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const releasing = useMutation({
    mutationFn: release,
    onSuccess: ({success, message}) => {
      void queryClient.invalidateQueries({queryKey: QUARANTINE_KEY});
      if (!success) return;
      notifyDone(message);
      onClose();
    },
  });
  const trouble = releasing.error
    ? messageOf(releasing.error)
    : releasing.data?.success === false
      ? releasing.data.message
      : null;
  const {stepTitle, lessonNumber, style, draftId} = draft;
  const errorCount = errorsOf(draft).length;

  const publish = (): void => {
    const given = reason.trim();
    setFault(given === '' ? 'Say why: it is kept in the audit with your name.' : null);
    if (given !== '') releasing.mutate({draftId, reason: given});
  };

  return (
    <Modal opened={isOpen} onClose={onClose} title="Publish in spite of the findings">
      <form
        onSubmit={event => {
          event.preventDefault();
          publish();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            Learners who ask for “{stepTitle}”, lesson {lessonNumber}, {STYLE_LABELS[style].toLowerCase()},
            get this draft as it is from now on, with {plural(errorCount, 'finding')} that{' '}
            {errorCount === 1 ? 'keeps' : 'keep'} other drafts back. You answer for it.
          </Text>
          <Textarea
            label="Why it is good enough"
            data-autofocus
            autosize
            minRows={2}
            maxLength={MAX_REASON}
            value={reason}
            onChange={({currentTarget: {value}}) => setReason(value)}
            error={fault}
          />
          {trouble !== null && (
            <Alert color="red" variant="light" title="It was not published" role="alert">
              {trouble}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it in quarantine
            </Button>
            <Button type="submit" color="red.9" loading={releasing.isPending}>
              Publish it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
