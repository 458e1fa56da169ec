import {OF_APPLICATION} from '../../domain/roadmaps/archive.ts';
import {type ArchiveOutcome, archiveRoadmap, restoreRoadmap} from '../../sql/queries/roadmap-archive.ts';
import {roadmapByKey, type RoadmapSummary} from '../../sql/queries/roadmap-pages.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {done, notDone, type Outcome} from './outcome.ts';
import {RoadmapType} from './roadmaps.ts';

const MAX_REASON_CHARACTERS = 1_000;

type Acted = Outcome & {cellCount: number; roadmap: RoadmapSummary | null};

const ActedType = builder.objectRef<Acted>('RoadmapActPayload').implement({
  description: 'What became of an act. Nothing has changed where `success` is false.',
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    cellCount: t.exposeInt('cellCount', {
      description: 'How many cells were archived, or are wanted again.',
    }),
    roadmap: t.expose('roadmap', {
      type: RoadmapType,
      nullable: true,
      description: 'As it is now; null where there is none.',
    }),
  }),
});

async function acted(
  {pool}: ApiContext,
  {key, outcome, words}: {key: string; outcome: ArchiveOutcome; words: {done: string; unchanged: string}},
): Promise<Acted> {
  const told = {cellCount: 0, roadmap: await roadmapByKey(pool, key)};
  switch (outcome.kind) {
    case 'done':
      return {...told, ...done(`${words.done}: ${outcome.cellCount}.`), cellCount: outcome.cellCount};
    case 'unchanged':
      return {...told, ...done(words.unchanged)};
    case 'unknown':
      return {...told, ...notDone(`There is no roadmap "${key}".`)};
    case 'of_application':
      return {...told, ...notDone(OF_APPLICATION)};
  }
}

/** Archiving roadmaps, and taking them back. */
export function addRoadmapActs(): void {
  builder.mutationField('archiveRoadmap', t =>
    t.field({
      type: ActedType,
      authScopes: {admin: true},
      description:
        'Archives a roadmap: nothing is made for it any more, and cells that no other roadmap wants are archived. Lessons stay, and the reader serves them. Audited; safe to repeat.',
      args: {
        key: t.arg.string({required: true, validate: textUpTo(255)}),
        reason: t.arg.string({validate: textUpTo(MAX_REASON_CHARACTERS)}),
      },
      resolve: async (_root, {key, reason}, context) => {
        const given = {key, reason: reason?.trim() || null, actor: actorIn(context)};
        const words = {
          done: 'The roadmap is archived. Cells that were archived with it',
          unchanged: 'It is archived already.',
        };
        return acted(context, {key, outcome: await archiveRoadmap(context.pool, given), words});
      },
    }),
  );

  builder.mutationField('restoreRoadmap', t =>
    t.field({
      type: ActedType,
      authScopes: {admin: true},
      description: 'Takes a roadmap out of the archive, as it was. Audited; safe to repeat.',
      args: {key: t.arg.string({required: true, validate: textUpTo(255)})},
      resolve: async (_root, {key}, context) => {
        const outcome = await restoreRoadmap(context.pool, {key, actor: actorIn(context)});
        const words = {
          done: 'The roadmap is back. Cells that are wanted again',
          unchanged: 'It is not archived.',
        };
        return acted(context, {key, outcome, words});
      },
    }),
  );
}
