import type {Actor} from '../../domain/actor.ts';
import {inTransaction, type Pool} from '../../sql/client.ts';
import {auditCells} from '../../sql/queries/audit.ts';
import {
  type DraftSummary,
  putBack,
  quarantinedDrafts,
  storedDrafts,
  type StoredDraft,
} from '../../sql/queries/quarantine.ts';
import {builder} from '../graphql/builder.ts';
import {countUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {FindingType} from './drafts.ts';
import {StyleEnum} from './enums.ts';
import {done, notDone, type Outcome} from './outcome.ts';
import {VoteFilter as PartInput, voteFilterOf as partOf} from './votes.ts';

const FIRST = 50;
const MAX_LISTED = 200;

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

type Part = ReturnType<typeof partOf>;

async function retry(
  pool: Pool,
  {
    filter,
    cellIds,
    expectedCount,
    emulated,
    actor,
  }: {
    filter: Part;
    cellIds: readonly number[] | null;
    expectedCount: number;
    emulated: boolean;
    actor: Actor;
  },
): Promise<Retried> {
  return inTransaction(pool, async db => {
    const all = cellsOf(await quarantinedDrafts(db, {emulated, filter}));
    const matching = cellIds === null ? all : all.filter(cellId => cellIds.includes(cellId));
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

/** Drafts that failed the checks. */
export function addQuarantine(): void {
  builder.queryField('quarantine', t =>
    t.field({
      type: QuarantineType,
      authScopes: {moderator: true},
      description: 'The drafts in quarantine, of the model that is used now.',
      args: {filter: t.arg({type: PartInput})},
      resolve: async (_root, {filter}, {pool, serving}) => ({
        drafts: await quarantinedDrafts(pool, {emulated: serving.emulated, filter: partOf(filter)}),
      }),
    }),
  );

  builder.queryField('quarantinedDraft', t =>
    t.field({
      type: QuarantinedType,
      nullable: true,
      authScopes: {moderator: true},
      description: 'One draft whole, whatever became of it; null where there is none.',
      args: {id: t.arg.int({required: true, validate: countUpTo(2 ** 31 - 1)})},
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
        filter: t.arg({type: PartInput}),
        cellIds: t.arg.intList({description: 'A selection; left out, all that match.'}),
        expectedCount: t.arg.int({required: true, description: 'How many cells the person saw.'}),
      },
      resolve: async (_root, {filter, cellIds, expectedCount}, context) =>
        retry(context.pool, {
          filter: partOf(filter),
          cellIds: cellIds ?? null,
          expectedCount,
          emulated: context.serving.emulated,
          actor: actorIn(context),
        }),
    }),
  );
}
