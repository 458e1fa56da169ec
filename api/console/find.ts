import {readSearch} from '../../domain/find.ts';
import {findLessons, findRoadmaps, findRuns, findSteps, type Hit} from '../../sql/queries/find.ts';
import {builder} from '../graphql/builder.ts';
import {countUpTo, textUpTo} from '../graphql/inputs.ts';
import {StyleEnum} from './enums.ts';

const FIRST = 10;
const MAX_HITS = 50;

const HitKindEnum = builder.enumType('HitKind', {values: ['roadmap', 'step', 'lesson', 'run'] as const});

const HitType = builder.objectRef<Hit>('Hit').implement({
  description: 'Something that was found, with what a link to it needs.',
  fields: t => ({
    kind: t.expose('kind', {type: HitKindEnum}),
    title: t.exposeString('title'),
    belongsTo: t.exposeString('belongsTo', {
      description: 'What it is part of, or how it stands, in words.',
    }),
    roadmapKey: t.exposeString('roadmapKey', {nullable: true, description: 'Of roadmaps and steps.'}),
    stepTitle: t.exposeString('stepTitle', {nullable: true, description: 'Of steps and lessons.'}),
    lessonNumber: t.exposeInt('lessonNumber', {nullable: true}),
    style: t.expose('style', {type: StyleEnum, nullable: true}),
    cellId: t.exposeInt('cellId', {nullable: true}),
    lessonId: t.expose('lessonId', {type: 'LessonId', nullable: true}),
    runId: t.exposeInt('runId', {nullable: true}),
  }),
});

/** Finding by words or by number. */
export function addFind(): void {
  builder.queryField('find', t =>
    t.field({
      type: [HitType],
      authScopes: {mentor: true},
      description:
        'What somebody looks for: up to `first` roadmaps, then steps, lessons and (for moderators) runs, each kind with the nearest first. All words must be there, by their beginnings; lessons are found by their step (`loops 2 video`) or their id, runs by their number (`run 12`).',
      args: {
        text: t.arg.string({required: true, validate: textUpTo(255)}),
        first: t.arg.int({defaultValue: FIRST, validate: countUpTo(MAX_HITS), description: 'Of each kind.'}),
      },
      resolve: async (_root, {text, first}, {pool, viewer}) => {
        const search = readSearch(text);
        const given = {search, limit: first ?? FIRST};
        if (search.words.length === 0) return [];
        const kinds = await Promise.all([
          findRoadmaps(pool, given),
          findSteps(pool, given),
          findLessons(pool, given),
          viewer.scopes.includes('moderator') ? findRuns(pool, given) : [],
        ]);
        return kinds.flat();
      },
    }),
  );
}
