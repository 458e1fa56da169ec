import {Alert, Button, Group, Text} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {ActorName} from '../../components/actor-name.tsx';
import {Time} from '../../components/time.tsx';
import {UNDO_MS} from '../../lib/undo.ts';
import {useNow} from '../../lib/use-now.ts';
import {useCan} from '../../lib/viewer.ts';
import {pastOf} from './acts.ts';
import {type RecentAct, recentActsQuery, useUndo} from './mutations.ts';
import {has, type Version} from './versions.ts';

const LOOK_MS = 10_000;

type UndoNoteProps = {cellId: number; versions: readonly Version[]};

/** The last act on a version of this cell that can still be undone, whoever did it, from whatever browser. */
export function UndoNote({cellId, versions}: UndoNoteProps) {
  const isAdmin = useCan('ADMIN');
  const {data: acts = []} = useQuery({...recentActsQuery, enabled: isAdmin});
  const nowMs = useNow(LOOK_MS);
  const undoing = useUndo();
  const act = acts.find(recent => isOpen(recent, cellId, nowMs));
  if (act === undefined) return null;
  return (
    <Alert variant="light" color="gray" role="status" py="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" component="div">
          {sentence(act, versions)} <Time value={act.doneAt} /> by <ActorName id={act.actor} />
          {act.reason !== null && `: ${act.reason}`}
        </Text>
        <Button
          size="xs"
          variant="default"
          loading={undoing.isPending}
          onClick={() => undoing.mutate(act.bulkCommandId)}
        >
          Undo
        </Button>
      </Group>
    </Alert>
  );
}

const isOpen = ({items, undoneAt, doneAt}: RecentAct, cellId: number, nowMs: number): boolean =>
  undoneAt === null &&
  nowMs - new Date(doneAt).getTime() < UNDO_MS &&
  items.some(item => item.isDone && item.cellId === cellId);

/** An act on many lessons is undone as a whole. */
function sentence({act, doneCount, items}: RecentAct, versions: readonly Version[]): string {
  const version = versions.find(one => items.some(({lessonId}) => has(one, lessonId)));
  const others = doneCount > 1 ? ` and ${doneCount - 1} others` : '';
  return `${version?.name ?? 'A version'}${others} ${doneCount > 1 ? 'were' : 'was'} ${pastOf(act)}`;
}
