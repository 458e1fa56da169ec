import {Button, SegmentedControl, Stack} from '@mantine/core';
import {IconPlayerPlay} from '@tabler/icons-react';
import {useNavigate, useSearch} from '@tanstack/react-router';
import {PageHeader} from '../../components/page-header.tsx';
import {StartRunDialog} from '../../components/start-run-dialog.tsx';
import {useCan} from '../../lib/viewer.ts';
import {EndedRuns} from './ended-runs.tsx';
import {OpenRuns} from './open-runs.tsx';
import {SHOWN} from './search.ts';
import {useEndedAnew} from './use-ended-anew.ts';

const FILTERS = [
  {value: 'all', label: 'All'},
  {value: 'open', label: 'Under way'},
  {value: 'ended', label: 'Ended'},
];

/** Runs: those under way first, as they go on, then those that have ended. */
export function RunsPage() {
  const {show, start} = useSearch({from: '/shell/runs'});
  const navigate = useNavigate({from: '/runs'});
  const isAdmin = useCan('ADMIN');
  useEndedAnew();
  const open = () => void navigate({search: previous => ({...previous, start: true}), replace: true});
  const close = () => void navigate({search: ({start: _, ...rest}) => rest, replace: true});
  const filter = (value: string) => {
    const shown = SHOWN.find(one => one === value);
    void navigate({search: ({show: _, ...rest}) => (shown ? {...rest, show: shown} : rest), replace: true});
  };
  const startButton = isAdmin && (
    <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={open}>
      Start a run
    </Button>
  );

  return (
    <>
      <PageHeader title="Runs" actions={startButton}>
        A run makes the lessons of cells that lack a good one.
      </PageHeader>
      <Stack gap="lg" align="stretch">
        <SegmentedControl
          data={FILTERS}
          value={show ?? 'all'}
          onChange={filter}
          aria-label="Which runs"
          style={{alignSelf: 'flex-start'}}
        />
        {show !== 'ended' && <OpenRuns />}
        {show !== 'open' && <EndedRuns startButton={startButton} />}
      </Stack>
      {isAdmin && (
        <StartRunDialog
          opened={start === true}
          onClose={close}
          onStarted={runId => void navigate({to: '/runs/$runId', params: {runId: String(runId)}})}
        />
      )}
    </>
  );
}
