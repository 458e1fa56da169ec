import {Button, Group, Modal, Stack, Text, Textarea} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {useState} from 'react';
import {plural, usd} from '../../lib/format.ts';
import {useRegenerate} from './mutations.ts';
import {feedbackQuery} from './queries.ts';
import type {Version} from './versions.ts';

const MAX_INSTRUCTION_CHARACTERS = 4_000;

/** Has a new version made of a lesson, with what people said of it and with instructions. */
export function RegenerateDialog({version, onClose}: {version: Version; onClose: () => void}) {
  const {name, row} = version;
  const {data: feedback} = useQuery(feedbackQuery(row.lessonId));
  const [instructions, setInstructions] = useState('');
  const regenerating = useRegenerate(onClose);
  return (
    <Modal opened onClose={onClose} title={`Regenerate ${name}`} size="lg">
      <form
        onSubmit={event => {
          event.preventDefault();
          regenerating.mutate({lessonId: row.lessonId, instructions: instructions.trim()});
        }}
      >
        <Stack>
          <Text>
            A new version is made before all other work.
            {row.costUsd !== null && ` This one cost ${usd(row.costUsd)}; expect about as much.`} Learners
            keep what is live: the new version waits beside it until it is better by its votes or a mentor
            verifies it. What a mentor verified stays live until a person decides.
          </Text>
          <Textarea
            label="Instructions"
            description="What the new version should do better; it may be left out."
            placeholder="Use shorter exercises. Explain why before how."
            autosize
            minRows={4}
            maxRows={12}
            maxLength={MAX_INSTRUCTION_CHARACTERS}
            value={instructions}
            onChange={event => setInstructions(event.currentTarget.value)}
            data-autofocus
          />
          <Text size="sm" c="var(--preheat-soft)">
            {feedback ? carried(feedback) : 'The prompt also carries what mentors and learners said of it.'}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={regenerating.isPending}>
              Regenerate {name}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type Feedback = {reviewed: {reviews: unknown[]}; votes: {voteType: string; comment: string}[]};

function carried({reviewed, votes}: Feedback): string {
  const comments = votes.filter(({voteType, comment}) => voteType === 'downvote' && comment !== '');
  const said = [
    plural(reviewed.reviews.length, "mentor's word", "mentors' words"),
    plural(comments.length, 'comment'),
  ];
  return `The prompt also carries ${said.join(' and ')} against it.`;
}
