import {Button, Group, Paper, Title} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {useNavigate} from '@tanstack/react-router';
import {QuoteText, useQuote} from '../../components/quote.tsx';
import {StartRunDialog} from '../../components/start-run-dialog.tsx';
import {plural} from '../../lib/format.ts';
import {useCan} from '../../lib/viewer.ts';

/** What it would cost to fill the cells of a roadmap that have no good lesson, and for administrators the way to do it. */
export function FillRoadmap({roadmapKey}: {roadmapKey: string}) {
  const canStart = useCan('ADMIN');
  const navigate = useNavigate();
  const [isOpen, dialog] = useDisclosure();
  const filter = {roadmapKeys: [roadmapKey]};
  const state = useQuote(filter);
  const cellCount = state.quote?.cellCount ?? 0;
  return (
    <Paper withBorder p="sm" component="section" aria-label="What is left to fill">
      <Group justify="space-between">
        <div>
          <Title order={2}>What is left to fill</Title>
          <QuoteText {...state} />
        </div>
        {canStart && cellCount > 0 && (
          <>
            <Button variant="default" onClick={dialog.open}>
              Fill {plural(cellCount, 'cell')}
            </Button>
            <StartRunDialog
              filter={filter}
              opened={isOpen}
              onClose={dialog.close}
              onStarted={runId => void navigate({to: '/runs/$runId', params: {runId: String(runId)}})}
            />
          </>
        )}
      </Group>
    </Paper>
  );
}
