import {Button, Menu, Skeleton, Text} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {IconBookmark, IconCheck, IconDeviceFloppy, IconSettings} from '@tabler/icons-react';
import {useQuery} from '@tanstack/react-query';
import {messageOf} from '../lib/api-error.ts';
import {ago} from '../lib/format.ts';
import {useCan} from '../lib/viewer.ts';
import {ActorName} from './actor-name.tsx';
import {ManageViews} from './saved-views-manage.tsx';
import {type Filter, isSameFilter, type SavedView, savedViewsQuery} from './saved-views-queries.ts';
import {SaveView} from './saved-views-save.tsx';

/**
 * The filters of a page that the team has saved under names, and the way to save those that are set.
 *
 * @param page under which they are kept, as `coverage`
 * @param filter what stands in the address of the page
 * @param onPick goes to the page with these filters; read them as an address is read, for they may be old
 */
export function SavedViews({
  page,
  filter,
  onPick,
}: {
  page: string;
  filter: Filter;
  onPick: (filter: Filter) => void;
}) {
  const views = useQuery(savedViewsQuery(page));
  const canSave = useCan('MODERATOR');
  const [isSaving, saving] = useDisclosure();
  const [isManaging, managing] = useDisclosure();
  const known = views.data ?? [];
  const current = known.find(view => isSameFilter(view.filter, filter));

  return (
    <>
      <Menu position="bottom-end" width={280} withinPortal withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={16} aria-hidden />}>
            {current ? `View: ${current.name}` : 'Views'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{overflowY: 'auto'}}>
          <Menu.Label>Views of the team</Menu.Label>
          {views.isPending && <Skeleton h={28} m={4} />}
          {views.isLoadingError && <Words>{messageOf(views.error)}</Words>}
          {views.isSuccess && known.length === 0 && (
            <Words>
              {canSave
                ? 'None yet. Set filters, then save them here for everybody.'
                : 'None yet. Moderators and administrators can save one.'}
            </Words>
          )}
          {known.map(view => (
            <ViewItem
              key={view.savedViewId}
              view={view}
              isCurrent={view === current}
              onPick={() => onPick(view.filter)}
            />
          ))}
          {canSave && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<IconDeviceFloppy size={16} aria-hidden />}
                onClick={saving.open}
                closeMenuOnClick
              >
                Save these filters…
              </Menu.Item>
              {known.length > 0 && (
                <Menu.Item leftSection={<IconSettings size={16} aria-hidden />} onClick={managing.open}>
                  Replace or delete views…
                </Menu.Item>
              )}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {canSave && (
        <>
          <SaveView page={page} filter={filter} views={known} isOpen={isSaving} onClose={saving.close} />
          <ManageViews
            page={page}
            filter={filter}
            views={known}
            isOpen={isManaging}
            onClose={managing.close}
          />
        </>
      )}
    </>
  );
}

function ViewItem({view, isCurrent, onPick}: {view: SavedView; isCurrent: boolean; onPick: () => void}) {
  return (
    <Menu.Item
      onClick={onPick}
      leftSection={isCurrent ? <IconCheck size={16} aria-label="Shown now" /> : <span style={{width: 16}} />}
    >
      {view.name}
      <Text size="xs" c="var(--preheat-soft)">
        <ActorName id={view.savedBy} />, {ago(view.savedAt)}
      </Text>
    </Menu.Item>
  );
}

const Words = ({children}: {children: string}) => (
  <Text size="sm" c="var(--preheat-soft)" px="sm" py={4}>
    {children}
  </Text>
);
