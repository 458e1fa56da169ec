import {Drawer, Skeleton} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {DraftView} from './draft-view.tsx';
import {draftQuery, type WholeDraft} from './queries.ts';

/** One draft whole, beside the list. */
export function DraftDrawer({
  draftId,
  onClose,
  onRetry,
}: {
  draftId: number | undefined;
  onClose: () => void;
  onRetry: (draft: WholeDraft) => void;
}) {
  return (
    <Drawer
      opened={draftId !== undefined}
      onClose={onClose}
      position="right"
      size="xl"
      title={draftId === undefined ? '' : `Draft ${draftId}`}
    >
      {draftId !== undefined && <Loaded key={draftId} draftId={draftId} onRetry={onRetry} />}
    </Drawer>
  );
}

function Loaded({draftId, onRetry}: {draftId: number; onRetry: (draft: WholeDraft) => void}) {
  const draft = useQuery(draftQuery(draftId));
  if (draft.isPending) return <Skeleton h={400} />;
  if (draft.isLoadingError)
    return <ErrorNote title="The draft could not be loaded" error={draft.error} onRetry={draft.refetch} />;
  if (draft.data === null) return <EmptyState title="There is no such draft" />;
  return <DraftView draft={draft.data} onRetry={() => draft.data && onRetry(draft.data)} />;
}
