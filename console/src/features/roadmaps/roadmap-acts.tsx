import {Button} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {IconArchive, IconArchiveOff, IconDownload, IconEdit, IconGridDots} from '@tabler/icons-react';
import {ButtonLink} from '../../components/links.tsx';
import {download} from '../../lib/download.ts';
import {useCan} from '../../lib/viewer.ts';
import {ArchiveDialog} from './archive-dialog.tsx';
import type {RoadmapDetails} from './queries.ts';

/** What can be done with a roadmap: changing and archiving only by administrators, and only one of our own. */
export function RoadmapActs({details: {roadmap, ownCellCount, text}}: {details: RoadmapDetails}) {
  const canChange = useCan('ADMIN') && roadmap.source === 'file';
  const [isOpen, dialog] = useDisclosure();
  const {key, isArchived} = roadmap;
  return (
    <>
      {!isArchived && (
        <ButtonLink
          variant="default"
          to="/"
          search={{roadmapKeys: [key]}}
          leftSection={<IconGridDots size={16} aria-hidden />}
        >
          Coverage
        </ButtonLink>
      )}
      {text !== null && (
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => download(`${key}.yaml`, text, 'application/yaml;charset=utf-8')}
        >
          Download
        </Button>
      )}
      {canChange && !isArchived && (
        <ButtonLink
          variant="default"
          to="."
          search={{edit: true}}
          leftSection={<IconEdit size={16} aria-hidden />}
        >
          Change
        </ButtonLink>
      )}
      {canChange && (
        <>
          <Button
            variant="default"
            leftSection={
              isArchived ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />
            }
            onClick={dialog.open}
          >
            {isArchived ? 'Bring back' : 'Archive'}
          </Button>
          <ArchiveDialog
            roadmap={roadmap}
            ownCellCount={ownCellCount}
            isOpen={isOpen}
            onClose={dialog.close}
          />
        </>
      )}
    </>
  );
}
