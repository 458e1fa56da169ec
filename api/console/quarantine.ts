import type {Actor} from '../../domain/actor.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import {inTransaction, type Pool} from '../../sql/client.ts';
import {auditCells} from '../../sql/queries/audit.ts';
import {
  type DraftSummary,
  putBack,
  type QuarantineFilter,
  quarantinedDrafts,
  storedDrafts,
  type StoredDraft,
} from '../../sql/queries/quarantine.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {countUpTo, textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {MAX_SELECTED_CELLS, selectedCells} from './cell-filter.ts';
import type {Release} from './commands.ts';
import {FindingType} from './drafts.ts';
import {StyleEnum} from './enums.ts';
import {done, notDone, type Outcome} from './outcome.ts';

const FIRST = 50;
const MAX_LISTED = 200;
const MAX_FILTER_KEYS = 100;
const ID = countUpTo(2 ** 31 - 1);

const QuarantineFilterInput = builder.inputType('QuarantineFilter', {
  description: 'Which drafts in quarantine; what is left out does not narrow.',
  fields: t => ({
    roadmapKeys: t.stringList({validate: textUpTo(255).array().max(MAX_FILTER_KEYS, 'must be at most 100.')}),
    styles: t.field({type: [StyleEnum]}),
    runId: t.int({description: 'Only those that this run made.', validate: ID}),
  }),
});

/** The filter without what was left out, or sent as null. */
function filterOf(input: typeof QuarantineFilterInput.$inferInput | null | undefined): QuarantineFilter {
  const {roadmapKeys, styles, runId} = input ?? {};
  return {
    ...(roadmapKeys && {roadmapKeys}),
    ...(styles && {styles}),
    ...(runId != null && {runId}),
  };
}

/** With its texts where one draft is asked for. */
type Quarantined = DraftSummary & Partial<Pick<StoredDraft, 'prompt' | 'answerText'>>;

const QuarantinedType = builder.objectRef<Quarantined>('QuarantinedDraft').implement({
  description: 'A draft that failed the checks, and how its cell is now.',
  fields: t => ({
    draftId: t.exposeInt('draftId'),
    cellId: t.exposeInt('cellId'),
    stepTitle: t.exposeString('stepTitle'),
    lessonNumber: t.exposeInt('lessonNumber'),
    style: t.expose('style', {type: StyleEnum}),
    cellIs: t.exposeString('cellIs', {description: 'unserved, busy (being made now), served or archived.'}),
    status: t.exposeString('status'),
    runId: t.exposeInt('runId', {nullable: true}),
    model: t.exposeString('model'),
    promptVersion: t.exposeString('promptVersion'),
    finishReason: t.exposeString('finishReason'),
    asking: t.exposeString('asking', {description: 'What the call was for: a first draft or a repair.'}),
    callNumber: t.exposeInt('callNumber'),
    promptTokens: t.exposeInt('promptTokens'),
    cachedTokens: t.exposeInt('cachedTokens'),
    outputTokens: t.exposeInt('outputTokens'),
    thoughtTokens: t.exposeInt('thoughtTokens'),
    paidUsd: t.exposeFloat('paidUsd', {description: 'For all calls of its run for the cell.'}),
    findings: t.expose('findings', {type: [FindingType]}),
    createdAt: t.expose('createdAt', {type: 'DateTime'}),
    prompt: t.string({
      nullable: true,
      description: 'Of one draft only.',
      resolve: ({prompt}) => prompt ?? null,
    }),
    answerText: t.string({
      nullable: true,
      description: 'As the model wrote it; of one draft only.',
      resolve: ({answerText}) => answerText ?? null,
    }),
  }),
});

type Quarantine = {drafts: DraftSummary[]};

const QuarantineType = builder.objectRef<Quarantine>('Quarantine').implement({
  fields: t => ({
    count: t.int({resolve: ({drafts}) => drafts.length}),
    cellCount: t.int({
      description: 'What `retryQuarantined` expects: a cell may have several drafts.',
      resolve: ({drafts}) => cellsOf(drafts).length,
    }),
    drafts: t.field({
      type: [QuarantinedType],
      description: 'The newest first.',
      args: {first: t.arg.int({defaultValue: FIRST, validate: countUpTo(MAX_LISTED)})},
      resolve: ({drafts}, {first}) => drafts.slice(0, first ?? FIRST),
    }),
  }),
});

type Retried = Outcome & {matchingCount: number; busyCellIds: number[]};

const RetriedType = builder.objectRef<Retried>('RetryQuarantinedPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    matchingCount: t.exposeInt('matchingCount', {description: 'How many cells match now.'}),
    busyCellIds: t.exposeIntList('busyCellIds', {
      description: 'Left in quarantine: a run is making them now.',
    }),
  }),
});

const cellsOf = (drafts: readonly DraftSummary[]): number[] => [...new Set(drafts.map(({cellId}) => cellId))];

async function retry(
  pool: Pool,
  {
    filter,
    cellIds,
    expectedCount,
    emulated,
    actor,
  }: {
    filter: QuarantineFilter;
    cellIds: readonly number[] | null;
    expectedCount: number;
    emulated: boolean;
    actor: Actor;
  },
): Promise<Retried> {
  return inTransaction(pool, async db => {
    const all = cellsOf(await quarantinedDrafts(db, {emulated, filter}));
    const named = cellIds && new Set(cellIds);
    const matching = named === null ? all : all.filter(cellId => named.has(cellId));
    const matchingCount = matching.length;
    if (matchingCount !== expectedCount) {
      const message = `Other cells match than were seen: ${matchingCount} now, not ${expectedCount}. Look at them again.`;
      return {...notDone(message), matchingCount, busyCellIds: []};
    }
    const cells = await putBack(db, {cellIds: matching, emulated});
    const busyCellIds = cells.filter(({cellIs}) => cellIs === 'busy').map(({cellId}) => cellId);
    const out = cells.map(({cellId}) => cellId).filter(cellId => !busyCellIds.includes(cellId));
    await auditCells(db, {action: 'retry_quarantined', cellIds: out, actor});
    return {
      ...done(`${out.length} out of quarantine: the next run makes those anew that nothing serves.`),
      matchingCount,
      busyCellIds,
    };
  });
}

type Released = Outcome & {lessonId: LessonId | null};

const ReleasedType = builder.objectRef<Released>('ReleaseQuarantinedPayload').implement({
  description: 'What became of a draft. Nothing has changed where `success` is false.',
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    lessonId: t.expose('lessonId', {
      type: 'LessonId',
      nullable: true,
      description: 'The lesson that the draft is now.',
    }),
  }),
});

async function release(
  context: ApiContext,
  {draftId, reason}: {draftId: number; reason: string},
): Promise<Released> {
  const nothing = (message: string): Released => ({...notDone(message), lessonId: null});
  if (reason === '') return nothing('Say why it is published in spite of its findings.');
  if (context.commands === null) return nothing('This server releases no drafts.');
  const released: Release = await context.commands.releaseDraft({draftId, reason, actor: actorIn(context)});
  return released.kind === 'released'
    ? {...done('The draft is published.'), lessonId: released.lessonId}
    : nothing(released.message);
}

/** Drafts that failed the checks. */
export function addQuarantine(): void {
  builder.queryField('quarantine', t =>
    t.field({
      type: QuarantineType,
      authScopes: {moderator: true},
      description: 'The drafts in quarantine, of the model that is used now.',
      args: {filter: t.arg({type: QuarantineFilterInput})},
      resolve: async (_root, {filter}, {pool, serving}) => ({
        drafts: await quarantinedDrafts(pool, {emulated: serving.emulated, filter: filterOf(filter)}),
      }),
    }),
  );

  builder.queryField('quarantinedDraft', t =>
    t.field({
      type: QuarantinedType,
      nullable: true,
      authScopes: {moderator: true},
      description: 'One draft whole, whatever became of it; null where there is none.',
      args: {id: t.arg.int({required: true, validate: ID})},
      resolve: async (_root, {id}, {pool, serving}) => {
        const [draft] = await storedDrafts(pool, {kind: 'draft', id}, {emulated: serving.emulated});
        return draft ?? null;
      },
    }),
  );

  builder.mutationField('retryQuarantined', t =>
    t.field({
      type: RetriedType,
      authScopes: {admin: true},
      description:
        'Takes cells out of quarantine, so that the next run makes them anew. Refused where others match than were seen. Audited.',
      args: {
        filter: t.arg({type: QuarantineFilterInput}),
        cellIds: t.arg.intList({
          description: `A selection, at most ${MAX_SELECTED_CELLS}, each counted once; left out, all that match.`,
          validate: selectedCells,
        }),
        expectedCount: t.arg.int({required: true, description: 'How many cells the person saw.'}),
      },
      resolve: async (_root, {filter, cellIds, expectedCount}, context) =>
        retry(context.pool, {
          filter: filterOf(filter),
          cellIds: cellIds ?? null,
          expectedCount,
          emulated: context.serving.emulated,
          actor: actorIn(context),
        }),
    }),
  );

  builder.mutationField('releaseQuarantined', t =>
    t.field({
      type: ReleasedType,
      authScopes: {moderator: true},
      description:
        'Publishes a draft as it is, in spite of its findings: who does answers for it. Refused where it makes no lesson of its style, where its cell is being made, served or archived, and where it is not in quarantine any more. Audited.',
      args: {
        draftId: t.arg.int({required: true, validate: ID}),
        reason: t.arg.string({required: true, validate: textUpTo(500)}),
      },
      resolve: async (_root, {draftId, reason}, context) =>
        release(context, {draftId, reason: reason.trim()}),
    }),
  );
}
