import type {LessonId} from '../../domain/lesson-id.ts';
import {type BulkUndo, undoBulk, UNDO_MINUTES} from '../../sql/queries/bulk.ts';
import {builder} from '../graphql/builder.ts';
import {countUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {done, notDone, type Outcome} from './outcome.ts';

type Undone = Outcome & {undoneCount: number; leftLessonIds: LessonId[]};

const UndoneType = builder.objectRef<Undone>('UndoBulkPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    undoneCount: t.exposeInt('undoneCount'),
    leftLessonIds: t.expose('leftLessonIds', {
      type: ['LessonId'],
      description: 'Left as they are, because somebody changed their cell since.',
    }),
  }),
});

const REFUSALS: Record<Extract<BulkUndo, {kind: 'refused'}>['reason'], string> = {
  unknown: 'There is no such command.',
  undone: 'It is undone already.',
  too_late: `It is older than ${UNDO_MINUTES} minutes. Act on its lessons again instead.`,
};

function undoneText(undoneCount: number, leftCount: number): string {
  const left = `${leftCount} left as they are, because somebody changed their cell since`;
  return `${undoneCount} taken back${leftCount === 0 ? '' : `; ${left}`}.`;
}

/** Takes acts on many lessons back. */
export function addUndo(): void {
  builder.mutationField('undoBulk', t =>
    t.field({
      type: UndoneType,
      authScopes: {admin: true},
      description:
        'Takes an act on many lessons of the last ten minutes back, whoever did it. What others changed since is left and named. Audited.',
      args: {id: t.arg.int({required: true, validate: countUpTo(2 ** 31 - 1)})},
      resolve: async (_root, {id}, context): Promise<Undone> => {
        const result = await undoBulk(context.pool, {bulkCommandId: id, actor: actorIn(context)});
        if (result.kind === 'refused')
          return {...notDone(REFUSALS[result.reason]), undoneCount: 0, leftLessonIds: []};
        const {undoneCount, leftLessonIds} = result;
        return {...done(undoneText(undoneCount, leftLessonIds.length)), undoneCount, leftLessonIds};
      },
    }),
  );
}
