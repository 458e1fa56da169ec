import {Accordion, Badge, Group, SimpleGrid, Stack, Text, Title} from '@mantine/core';
import {Figure} from '../../components/figure.tsx';
import {count, plural} from '../../lib/format.ts';
import {RoadmapChanges} from './import-changes.tsx';
import type {ImportPreview, RoadmapChange} from './import-queries.ts';

const KINDS: Record<RoadmapChange['kind'], string> = {
  new: 'New',
  changed: 'Changed',
  unchanged: 'As it is',
  archived: 'Archived',
};

/** What an import would do, before anything is written. */
export function ImportPreviewView({preview}: {preview: ImportPreview}) {
  const {cells, roadmaps} = preview;
  const changing = roadmaps.filter(({kind}) => kind === 'new' || kind === 'changed');
  const total = preview.newCount + preview.changedCount + preview.unchangedCount + preview.archivedCount;
  return (
    <Stack component="section" aria-label="What the import changes">
      <div>
        <Title order={2}>What the import changes</Title>
        <Text size="sm" c="var(--preheat-soft)">
          {summaryOf(preview)} Nothing is written yet.
        </Text>
      </div>
      <SimpleGrid cols={{base: 2, sm: 4}} spacing="xs">
        <Figure label="New cells" value={count(cells.newCount)} note="the next run fills them" />
        <Figure label="Cells that come back" value={count(cells.backCount)} note="with their lessons" />
        <Figure
          label="Archived cells"
          value={count(cells.archivedCount)}
          note="not filled any more; lessons stay"
        />
        <Figure label="Stale cells" value={count(cells.staleCount)} note="made from other words" />
      </SimpleGrid>
      {changing.length > 0 && (
        <Accordion multiple variant="contained" defaultValue={changing.slice(0, 1).map(({key}) => key)}>
          {changing.map(change => (
            <Accordion.Item key={change.key} value={change.key}>
              <Accordion.Control>
                <ChangeTitle change={change} />
              </Accordion.Control>
              <Accordion.Panel>
                <RoadmapChanges change={change} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
      {roadmaps.length < total && (
        <Text size="sm">
          Of {count(total)} roadmaps, the first {count(roadmaps.length)} are listed.
        </Text>
      )}
      <LeftAlone kind="unchanged" roadmaps={roadmaps} words="As they are already" />
      <LeftAlone
        kind="archived"
        roadmaps={roadmaps}
        words="In the archive, and left there: bring them back first to change them"
      />
    </Stack>
  );
}

function ChangeTitle({change}: {change: RoadmapChange}) {
  return (
    <Group gap="xs">
      <Text fw={600}>{change.title}</Text>
      <Badge variant="default">{KINDS[change.kind]}</Badge>
      <Text size="sm" c="var(--preheat-soft)">
        {stepsOf(change)}
      </Text>
    </Group>
  );
}

function LeftAlone({
  kind,
  roadmaps,
  words,
}: {
  kind: RoadmapChange['kind'];
  roadmaps: readonly RoadmapChange[];
  words: string;
}) {
  const titles = roadmaps.filter(roadmap => roadmap.kind === kind).map(({title}) => title);
  if (titles.length === 0) return null;
  return (
    <Text size="sm" c="var(--preheat-soft)">
      {words}: {titles.join(', ')}.
    </Text>
  );
}

function summaryOf({newCount, changedCount, unchangedCount}: ImportPreview): string {
  const parts = [
    newCount > 0 && `${plural(newCount, 'roadmap')} new`,
    changedCount > 0 && `${plural(changedCount, 'roadmap')} changed`,
    unchangedCount > 0 && `${count(unchangedCount)} as before`,
  ].filter(part => part !== false);
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

/** 3 steps added, 1 removed. */
function stepsOf({addedCount, removedCount, changedCount, movedCount}: RoadmapChange): string {
  const parts = [
    addedCount > 0 && `${count(addedCount)} added`,
    removedCount > 0 && `${count(removedCount)} removed`,
    changedCount > 0 && `${count(changedCount)} changed`,
    movedCount > 0 && `${count(movedCount)} moved`,
  ].filter(part => part !== false);
  return parts.length === 0 ? '' : `Steps: ${parts.join(', ')}`;
}
