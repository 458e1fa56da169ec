import {MAX_INSTRUCTION_CHARS} from '../../domain/feedback/index.ts';
import type {Regeneration} from '../../domain/regenerations.ts';
import {cellsOfLessons} from '../../sql/queries/regeneration-targets.ts';
import {regenerations} from '../../sql/queries/regenerations.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {unlessRefused} from './commands.ts';
import {type Outcome, notDone} from './outcome.ts';
import {RegenerationType} from './versions.ts';

/** Of one request: a selection by hand. */
const MAX_LESSONS = 100;

type Regenerated = Outcome & {regenerations: Regeneration[]};

const RegeneratedType = builder.objectRef<Regenerated>('RegenerateLessonsPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    regenerations: t.expose('regenerations', {
      type: [RegenerationType],
      description: 'One a cell; where one was under way already, that one.',
    }),
  }),
});

const refused = (message: string): Regenerated => ({...notDone(message), regenerations: []});

async function regenerate(
  context: ApiContext,
  {ids, instructions}: {ids: readonly string[]; instructions: string},
): Promise<Regenerated> {
  if (context.regenerateLessons === null) return refused('No lesson can be made at the moment.');
  if (ids.length === 0) return refused('Name the lessons to make anew.');
  if (ids.length > MAX_LESSONS) return refused(`At most ${MAX_LESSONS} lessons can be named at once.`);
  const named = await cellsOfLessons(context.pool, ids);
  const unknown = named.filter(({isThere}) => !isThere).map(({name}) => name);
  if (unknown.length > 0) return refused(`There is no lesson ${unknown.join(', and no lesson ')}.`);
  const unwanted = named.filter(({cellId}) => cellId === null).map(({name}) => name);
  if (unwanted.length > 0) return refused(`No roadmap wants ${unwanted.join(', ')} any more.`);
  const targets = named.flatMap(({cellId, lessonId}) => (cellId === null ? [] : [{cellId, lessonId}]));
  const asked = await context.regenerateLessons({targets, instructions, actor: actorIn(context)});
  const newCount = asked.filter(({isNew}) => isNew).length;
  const regenerationIds = asked.map(({regenerationId}) => regenerationId);
  return {
    success: true,
    message: `${newCount} asked for; ${asked.length - newCount} under way already.`,
    regenerations: regenerationIds.length === 0 ? [] : await regenerations(context.pool, {regenerationIds}),
  };
}

/** New versions of a selection of lessons. */
export function addRegenerateLessons(): void {
  builder.mutationField('regenerateLessons', t =>
    t.field({
      type: RegeneratedType,
      authScopes: {admin: true},
      description:
        'Has a new version made of each of these lessons, before all other work, with what mentors and learners said of them. All or none. Audited.',
      args: {
        ids: t.arg({type: ['LessonId'], required: true}),
        instructions: t.arg.string({
          description: 'What the new versions should do better.',
          validate: textUpTo(MAX_INSTRUCTION_CHARS),
        }),
      },
      resolve: async (_root, {ids, instructions}, context) =>
        unlessRefused(regenerate(context, {ids, instructions: instructions?.trim() ?? ''}), refused),
    }),
  );
}
