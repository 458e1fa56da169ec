import {useNavigate} from '@tanstack/react-router';
import {StartRunDialog} from '../../../components/start-run-dialog.tsx';
import type {FillFilter} from '../filter.ts';
import {useOutdated} from '../queries.ts';

/** Starts the run that fills some cells, and leads to it. */
export function FillDialog({
  filter,
  onClose,
  onStarted,
}: {
  filter: FillFilter;
  onClose: () => void;
  onStarted?: () => void;
}) {
  const navigate = useNavigate();
  const outdated = useOutdated();
  return (
    <StartRunDialog
      opened
      filter={filter}
      onClose={onClose}
      onStarted={runId => {
        onStarted?.();
        void outdated();
        void navigate({to: '/runs/$runId', params: {runId: String(runId)}});
      }}
    />
  );
}
