import {Group, SegmentedControl, TextInput} from '@mantine/core';
import {IconFileImport, IconSearch} from '@tabler/icons-react';
import {useNavigate, useSearch} from '@tanstack/react-router';
import {ButtonLink} from '../../components/links.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {SavedViews} from '../../components/saved-views.tsx';
import {useCan} from '../../lib/viewer.ts';
import {ImportPage} from './import-page.tsx';
import {RoadmapList} from './roadmap-list.tsx';
import {roadmapsSearch, type RoadmapsSearch} from './search.ts';
import {useTyped} from '../../lib/use-typed.ts';

/** All roadmaps, with how far each is covered; administrators import others. */
export function RoadmapsPage() {
  const search = useSearch({from: '/shell/roadmaps'});
  const navigate = useNavigate({from: '/roadmaps'});
  const canImport = useCan('ADMIN');
  const show = (changes: RoadmapsSearch, replace = false) =>
    void navigate({search: before => ({...before, ...changes}), replace});
  const typed = useTyped(search.text ?? '', text => show({text: text || undefined} as RoadmapsSearch, true));

  if (search.import && canImport) return <ImportPage />;
  return (
    <>
      <PageHeader
        title="Roadmaps"
        actions={
          <>
            <SavedViews
              page="roadmaps"
              filter={search}
              onPick={filter => void navigate({search: roadmapsSearch(filter)})}
            />
            {canImport && (
              <ButtonLink
                to="/roadmaps"
                search={{import: true}}
                leftSection={<IconFileImport size={16} aria-hidden />}
              >
                Import roadmaps
              </ButtonLink>
            )}
          </>
        }
      >
        Which lessons should exist: each step wants its lessons in each of its styles.
      </PageHeader>
      <Group mb="sm" gap="sm">
        <TextInput
          aria-label="Search roadmaps"
          placeholder="Title or key"
          leftSection={<IconSearch size={16} aria-hidden />}
          w={{base: '100%', xs: 260}}
          {...typed}
        />
        <SegmentedControl
          aria-label="Which roadmaps"
          value={search.archived ?? 'no'}
          onChange={value => show({archived: value === 'no' ? undefined : value} as RoadmapsSearch)}
          data={[
            {value: 'no', label: 'In use'},
            {value: 'only', label: 'Archived'},
            {value: 'too', label: 'All'},
          ]}
        />
      </Group>
      <RoadmapList search={search} />
    </>
  );
}
