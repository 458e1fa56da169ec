import {type ActOutcome, actOnLesson, type ServingAct} from '../../sql/queries/serving.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import {builder} from '../graphql/builder.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import type {Outcome} from './outcome.ts';

/** `lessonId`: the version that was acted on; of a roll back the one that is live now. */
type Acted = Outcome & {lessonId: LessonId | null};

const ActedType = builder.objectRef<Acted>('LessonActPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    lessonId: t.expose('lessonId', {
      type: 'LessonId',
      nullable: true,
      description: 'The version that was acted on; of a roll back the one that is live now.',
    }),
  }),
});

const MAX_REASON_CHARACTERS = 1_000;

const DONE: Record<ServingAct, string> = {
  promote: 'The version is live until another one of its cell is verified.',
  retire: 'The version is retired: learners do not get it any more.',
  restore: 'The version may be served again where the rule names it.',
  roll_back: 'The version before is live again.',
};

/** Why an act did not change anything. */
export const REFUSALS: Record<Exclude<ActOutcome, 'done'>, string> = {
  unchanged: 'It was so already.',
  unknown_lesson: 'There is no such lesson.',
  no_cell: 'No roadmap wants a lesson under its key, so nothing is decided there.',
  rejected: 'A mentor rejected it, and a rejected lesson is never served. Let a mentor review it anew first.',
  placeholder: 'There is no lesson in it, only a placeholder.',
  retired: 'It is retired. Restore it first.',
  not_retired: 'It is not retired.',
  not_live: 'It is not live. Name the live version that should give way.',
  nothing_before: 'No other version that may be served was live before it.',
};

const FIELDS: [name: string, act: ServingAct, description: string][] = [
  ['promoteLesson', 'promote', 'Makes a version live until another version of its cell is verified.'],
  ['retireLesson', 'retire', 'Takes a version out for good.'],
  ['restoreLesson', 'restore', 'Makes a retired version a candidate again.'],
  ['rollBackLesson', 'roll_back', 'Gives the live version up for the one that was live before it.'],
];

/** What administrators do to a version; its twins follow. Each leaves an entry in the audit log. */
export function addLessonActs(): void {
  for (const [name, act, description] of FIELDS) {
    builder.mutationField(name, t =>
      t.field({
        type: ActedType,
        authScopes: {admin: true},
        description: `${description} Its twins under other keys follow. Audited.`,
        args: {
          id: t.arg({type: 'LessonId', required: true}),
          reason: t.arg.string({validate: textUpTo(MAX_REASON_CHARACTERS)}),
        },
        resolve: async (_root, {id, reason}, context): Promise<Acted> => {
          const given = {act, lessonId: id, actor: actorIn(context), reason: reason?.trim() || null};
          const {outcome, lessonId} = await actOnLesson(context.pool, given);
          return outcome === 'done'
            ? {success: true, message: DONE[act], lessonId}
            : {success: false, message: REFUSALS[outcome], lessonId: null};
        },
      }),
    );
  }
}
