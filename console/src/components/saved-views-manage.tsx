import {Button, Group, Modal, Stack, Text} from '@mantine/core';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {notifyError, notifyOutcome} from '../lib/notify.ts';
import {ActorName} from './actor-name.tsx';
import {
  deleteView,
  type Filter,
  isSameFilter,
  type SavedView,
  saveView,
  savedViewsQuery,
  withoutPanel,
} from './saved-views-queries.ts';
import {Time} from './time.tsx';

/** The views of a page, each to be replaced by the filters that are set, or deleted. */
export function ManageViews({
  page,
  filter,
  views,
  isOpen,
  onClose,
}: {
  page: string;
  filter: Filter;
  views: readonly SavedView[];
  isOpen: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Views of the team" size="lg">
      <Stack gap={0}>
        {views.length === 0 && <Text size="sm">There is none any more.</Text>}
        {views.map(view => (
          <ViewRow key={view.savedViewId} page={page} filter={filter} view={view} />
        ))}
      </Stack>
    </Modal>
  );
}

function ViewRow({page, filter, view}: {page: string; filter: Filter; view: SavedView}) {
  const [isAsking, setIsAsking] = useState(false);
  const queryClient = useQueryClient();
  const onSuccess = async (outcome: {success: boolean; message: string}) => {
    notifyOutcome('The view is as it was', outcome);
    await queryClient.invalidateQueries({queryKey: savedViewsQuery(page).queryKey});
  };
  const onError = notifyError('The view is as it was');
  const replacing = useMutation({
    mutationFn: async () => saveView({page, name: view.name, filter: withoutPanel(filter)}),
    onSuccess,
    onError,
  });
  const deleting = useMutation({mutationFn: async () => deleteView(view.savedViewId), onSuccess, onError});
  const isSame = isSameFilter(view.filter, filter);

  return (
    <Group justify="space-between" py="xs" style={{borderBottom: '1px solid var(--preheat-line)'}}>
      <div style={{minWidth: 0, flex: '1 1 200px'}}>
        <Text fw={600} style={{overflowWrap: 'anywhere'}}>
          {view.name}
        </Text>
        <Text size="xs" c="var(--preheat-soft)" component="div">
          <ActorName id={view.savedBy} />, <Time value={view.savedAt} />
        </Text>
      </div>
      {isAsking ? (
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => setIsAsking(false)}>
            Keep it
          </Button>
          <Button
            size="xs"
            color="red"
            autoFocus
            loading={deleting.isPending}
            onClick={() => deleting.mutate()}
          >
            Delete “{view.name}” for everybody
          </Button>
        </Group>
      ) : (
        <Group gap="xs">
          {!isSame && (
            <Button
              size="xs"
              variant="default"
              loading={replacing.isPending}
              aria-label={`Replace ${view.name} by the filters that are set`}
              onClick={() => replacing.mutate()}
            >
              Replace
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            aria-label={`Delete ${view.name}`}
            onClick={() => setIsAsking(true)}
          >
            Delete
          </Button>
        </Group>
      )}
    </Group>
  );
}
