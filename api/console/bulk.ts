import {MAX_INSTRUCTION_CHARS} from '../../domain/feedback/index.ts';
import {inTransaction} from '../../sql/client.ts';
import {
  actOnLessons,
  BULK_ACTS,
  type BulkAct,
  type BulkCommand,
  bulkCommands,
  type BulkItem,
  type LessonFilter,
} from '../../sql/queries/bulk.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {countUpTo, textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {LessonFilterInput, lessonFilterOf} from './bulk-filter.ts';
import {drift, type Expected, matching} from './bulk-match.ts';
import {unlessRefused} from './commands.ts';
import {REFUSALS} from './lesson-acts.ts';
import {done, notDone, type Outcome} from './outcome.ts';

const ActEnum = builder.enumType('BulkAct', {values: BULK_ACTS});

const ItemType = builder.objectRef<BulkItem>('BulkItem').implement({
  description: 'What became of one lesson.',
  fields: t => ({
    lessonId: t.expose('lessonId', {type: 'LessonId'}),
    cellId: t.exposeInt('cellId'),
    isDone: t.boolean({resolve: ({outcome}) => outcome === 'done'}),
    message: t.string({
      description: 'Why nothing was changed; empty where it was.',
      resolve: ({outcome}) => (outcome === 'done' ? '' : REFUSALS[outcome]),
    }),
  }),
});

const CommandType = builder.objectRef<BulkCommand>('BulkCommand').implement({
  description: 'An act on many lessons, which can be undone for ten minutes.',
  fields: t => ({
    bulkCommandId: t.exposeInt('bulkCommandId'),
    act: t.expose('act', {type: ActEnum}),
    reason: t.exposeString('reason', {nullable: true}),
    actor: t.exposeString('actor'),
    actorRole: t.exposeString('actorRole'),
    doneAt: t.expose('doneAt', {type: 'DateTime'}),
    doneCount: t.int({resolve: ({items}) => items.filter(({outcome}) => outcome === 'done').length}),
    undoneAt: t.expose('undoneAt', {type: 'DateTime', nullable: true}),
    undoneBy: t.exposeString('undoneBy', {nullable: true}),
    items: t.expose('items', {type: [ItemType]}),
  }),
});

/** `matchingCount`: how many match now. */
type Bulk = Outcome & {matchingCount: number; command: BulkCommand | null};

const BulkType = builder.objectRef<Bulk>('BulkActPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    matchingCount: t.exposeInt('matchingCount', {description: 'How many match now.'}),
    command: t.expose('command', {type: CommandType, nullable: true}),
  }),
});

type BulkRegenerated = Outcome & {matchingCount: number};

const BulkRegeneratedType = builder.objectRef<BulkRegenerated>('BulkRegeneratePayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    matchingCount: t.exposeInt('matchingCount', {description: 'How many match now.'}),
  }),
});

async function actOnAll(
  context: ApiContext,
  {act, filter, reason, ...expected}: Expected & {act: BulkAct; filter: LessonFilter; reason: string | null},
): Promise<Bulk> {
  const actor = actorIn(context);
  return inTransaction(context.pool, async db => {
    const lessons = await matching(db, filter);
    const refusal = drift(lessons, expected);
    if (refusal !== null) return {...notDone(refusal), matchingCount: lessons.length, command: null};
    const lessonIds = lessons.map(({lessonId}) => lessonId);
    const command = await actOnLessons(db, {act, lessonIds, filter, actor, reason});
    const doneCount = command.items.filter(({outcome}) => outcome === 'done').length;
    const rest = lessons.length - doneCount;
    return {
      ...done(`${doneCount} of ${lessons.length} changed${rest === 0 ? '' : `; ${rest} left as they were`}.`),
      matchingCount: lessons.length,
      command,
    };
  });
}

async function regenerateAll(
  context: ApiContext,
  {filter, instructions, ...expected}: Expected & {filter: LessonFilter; instructions: string},
): Promise<BulkRegenerated> {
  const {regenerateLessons} = context;
  if (regenerateLessons === null)
    return {...notDone('No lesson can be made at the moment.'), matchingCount: 0};
  // What is not live is not what learners have: the cell's live lesson is made anew.
  const lessons = await matching(context.pool, {...filter, states: ['live']});
  const refusal = drift(lessons, expected);
  if (refusal !== null) return {...notDone(refusal), matchingCount: lessons.length};
  // A cell has two where both of its keys are filled.
  const byCell = new Map(lessons.map(({cellId, lessonId}) => [cellId, {cellId, lessonId}]));
  const targets = [...byCell.values()];
  const ask = async (): Promise<Outcome> => {
    const asked =
      targets.length === 0 ? [] : await regenerateLessons({targets, instructions, actor: actorIn(context)});
    const newCount = asked.filter(({isNew}) => isNew).length;
    return done(`${newCount} asked for; ${asked.length - newCount} under way already.`);
  };
  return {...(await unlessRefused(ask(), notDone)), matchingCount: lessons.length};
}

const EXPECTED_COUNT = 'How many lessons the person saw; where it is another number now, nothing is done.';

/** What administrators do to all lessons that match a filter. */
export function addBulk(): void {
  builder.queryField('bulkCommands', t =>
    t.field({
      type: [CommandType],
      authScopes: {admin: true},
      description: 'The newest acts on many lessons.',
      args: {first: t.arg.int({defaultValue: 10, validate: countUpTo(50)})},
      resolve: async (_root, {first}, {pool}) => bulkCommands(pool, {limit: first ?? 10}),
    }),
  );

  builder.mutationField('bulkAct', t =>
    t.field({
      type: BulkType,
      authScopes: {admin: true},
      description:
        'Promotes, retires or restores all versions that match, in one transaction. Refused where they are not what was expected. Can be undone for ten minutes. Audited.',
      args: {
        act: t.arg({type: ActEnum, required: true}),
        filter: t.arg({type: LessonFilterInput, required: true}),
        expectedCount: t.arg.int({required: true, description: EXPECTED_COUNT}),
        expectedDigest: t.arg.string({validate: textUpTo(100)}),
        reason: t.arg.string({validate: textUpTo(1_000)}),
      },
      resolve: async (_root, {filter, reason, ...given}, context) =>
        actOnAll(context, {...given, filter: lessonFilterOf(filter), reason: reason?.trim() || null}),
    }),
  );

  builder.mutationField('bulkRegenerate', t =>
    t.field({
      type: BulkRegeneratedType,
      authScopes: {admin: true},
      description:
        'Has a new version made of all live lessons that match, in one run. It costs money and cannot be undone: what is live stays until the new one is better by the serving rule.',
      args: {
        filter: t.arg({type: LessonFilterInput, required: true}),
        expectedCount: t.arg.int({required: true, description: EXPECTED_COUNT}),
        expectedDigest: t.arg.string({validate: textUpTo(100)}),
        instructions: t.arg.string({validate: textUpTo(MAX_INSTRUCTION_CHARS)}),
      },
      resolve: async (_root, {filter, instructions, ...given}, context) =>
        regenerateAll(context, {
          ...given,
          filter: lessonFilterOf(filter),
          instructions: instructions?.trim() ?? '',
        }),
    }),
  );
}
