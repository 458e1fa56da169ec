import {roadmapText} from '../../domain/roadmaps/roadmap-text.ts';
import {storedRoadmaps} from '../../sql/queries/roadmap-import.ts';
import {
  ownCellCount,
  roadmapByKey,
  type RoadmapPageStep,
  roadmapsPage,
  roadmapSteps,
  type RoadmapSummary,
} from '../../sql/queries/roadmap-pages.ts';
import {builder} from '../graphql/builder.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {connectionOf, cursorOf, pageSize, placeOf} from './connection.ts';
import {StyleEnum} from './enums.ts';

const FIRST = 50;
const TEXT = textUpTo(255);

const RoadmapSourceEnum = builder.enumType('RoadmapSource', {
  description: 'Where a roadmap is kept: in files that people import, or in the learning application.',
  values: ['file', 'application'] as const,
});

export const RoadmapType = builder.objectRef<RoadmapSummary>('Roadmap').implement({
  description: 'An ordered list of steps.',
  fields: t => ({
    key: t.exposeString('key'),
    title: t.exposeString('title'),
    description: t.exposeString('description'),
    category: t.exposeString('category'),
    source: t.field({
      type: RoadmapSourceEnum,
      description: 'One of the application can only be changed there.',
      resolve: ({isFromApplication}) => (isFromApplication ? 'application' : 'file'),
    }),
    stepCount: t.exposeInt('stepCount'),
    lessonCount: t.exposeInt('lessonCount'),
    cellCount: t.exposeInt('cellCount', {
      description: 'Lessons times styles. Those that other roadmaps share count too.',
    }),
    isArchived: t.boolean({resolve: ({archivedAt}) => archivedAt !== null}),
    archivedAt: t.expose('archivedAt', {type: 'DateTime', nullable: true}),
    archivedBy: t.exposeString('archivedBy', {nullable: true}),
    archiveReason: t.exposeString('archiveReason', {nullable: true}),
    updatedAt: t.expose('updatedAt', {type: 'DateTime'}),
  }),
});

const RoadmapNameType = builder.objectRef<RoadmapPageStep['sharedWith'][number]>('RoadmapName').implement({
  fields: t => ({key: t.exposeString('key'), title: t.exposeString('title')}),
});

const RoadmapStepType = builder.objectRef<RoadmapPageStep>('RoadmapStep').implement({
  description: 'A step of a roadmap, as it is wanted.',
  fields: t => ({
    position: t.exposeInt('position'),
    title: t.exposeString('title'),
    description: t.exposeString('description'),
    difficulty: t.exposeString('difficulty', {description: 'beginner, intermediate or advanced.'}),
    firstLesson: t.exposeInt('firstLesson', {description: '1, but for steps of the application.'}),
    lessonCount: t.exposeInt('lessonCount', {
      description: 'Lessons are numbered from the first one to this.',
    }),
    styles: t.expose('styles', {type: [StyleEnum]}),
    sharedWithCount: t.exposeInt('sharedWithCount', {
      description: 'How many other roadmaps have a step of this title, and with it its lessons.',
    }),
    sharedWith: t.expose('sharedWith', {
      type: [RoadmapNameType],
      description: 'The first 20 of these, by title.',
    }),
  }),
});

const RoadmapDetailsType = builder.objectRef<RoadmapSummary>('RoadmapDetails').implement({
  description: 'A roadmap with its steps and its text.',
  fields: t => ({
    roadmap: t.field({type: RoadmapType, resolve: roadmap => roadmap}),
    steps: t.field({
      type: [RoadmapStepType],
      description: 'In its order.',
      resolve: async ({roadmapId}, _args, {pool}) => roadmapSteps(pool, roadmapId),
    }),
    ownCellCount: t.int({
      description:
        'Cells that no other roadmap wants: what archiving it archives, and restoring it brings back.',
      resolve: async ({roadmapId}, _args, {pool}) => ownCellCount(pool, roadmapId),
    }),
    text: t.string({
      nullable: true,
      description:
        "The roadmap as YAML (docs/roadmap-format.md), to be changed and imported again. Null for the application's own.",
      resolve: async ({key, isFromApplication}, _args, {pool}) => {
        const stored = isFromApplication ? undefined : (await storedRoadmaps(pool, [key])).get(key);
        return stored ? roadmapText(stored.roadmap) : null;
      },
    }),
  }),
});

const RoadmapConnection = connectionOf('Roadmap', RoadmapType);

/** Roadmaps: the list, and one in full. */
export function addRoadmaps(): void {
  builder.queryField('roadmaps', t =>
    t.field({
      type: RoadmapConnection,
      authScopes: {mentor: true},
      description: 'Roadmaps by title.',
      args: {
        text: t.arg.string({description: 'Anywhere in the title or the key.', validate: TEXT}),
        isArchived: t.arg.boolean({defaultValue: false, description: 'Null: both.'}),
        first: t.arg.int({defaultValue: FIRST, validate: pageSize}),
        after: t.arg.string({validate: textUpTo(100)}),
      },
      resolve: async (_root, {text, isArchived, first, after}, {pool}) => {
        const [afterRoadmapId = null] = placeOf(after, 1) ?? [];
        const {roadmaps, hasNextPage} = await roadmapsPage(pool, {
          text: text?.trim() || null,
          isArchived: isArchived ?? null,
          afterRoadmapId,
          limit: first ?? FIRST,
        });
        const last = roadmaps.at(-1);
        return {nodes: roadmaps, endCursor: last ? cursorOf(last.roadmapId) : null, hasNextPage};
      },
    }),
  );

  builder.queryField('roadmap', t =>
    t.field({
      type: RoadmapDetailsType,
      nullable: true,
      authScopes: {mentor: true},
      description: 'One roadmap in full, archived or not; null where there is none.',
      args: {key: t.arg.string({required: true, validate: TEXT})},
      resolve: async (_root, {key}, {pool}) => roadmapByKey(pool, key),
    }),
  );
}
