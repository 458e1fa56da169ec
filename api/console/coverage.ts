import {
  countCoverage,
  type CoverageDay as Day,
  coverageDays,
  type RoadmapCoverage as Roadmap,
  type StoredCoverage,
  storedCoverage,
} from '../../sql/queries/coverage.ts';
import {type CoverageMoment, coverageMoments} from '../../sql/queries/coverage-past.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {visit} from '../graphql/graphql.ts';
import {countUpTo, textUpTo} from '../graphql/inputs.ts';
import {countsByStyle, countsOf, type CoverageCounts as Counts} from './coverage-counts.ts';
import {StyleEnum} from './enums.ts';

/** Nobody needs the counts of a million cells more often. */
const MIN_AGE_MS = 60_000;

const MAX_DAYS = 366;

const MAX_NIGHTS = 200;

const CoverageCounts = builder.objectRef<Counts>('CoverageCounts').implement({
  description:
    'Cells by state: each has exactly one. What is said of lessons counts among served and stale cells.',
  fields: t => ({
    cellCount: t.exposeInt('cellCount'),
    served: t.exposeInt('served'),
    stale: t.exposeInt('stale', {description: 'Served, by lessons that should be made anew.'}),
    missing: t.exposeInt('missing'),
    placeholder: t.exposeInt('placeholder'),
    rejected: t.exposeInt('rejected'),
    quarantined: t.exposeInt('quarantined'),
    unreviewed: t.exposeInt('unreviewed', {description: 'No mentor has said a word of the lesson.'}),
    verified: t.exposeInt('verified', {description: 'A mentor verified the lesson.'}),
    weak: t.exposeInt('weak', {
      description: 'Learners voted the lesson down: even the upper bound of its approval is bad.',
    }),
    share: t.exposeFloat('share', {
      description: 'The share (0 to 1) of cells that are served, stale ones too; 1 where there is none.',
    }),
    weightedShare: t.exposeFloat('weightedShare', {
      description: 'The same, each cell weighed with how much learners ask for it.',
    }),
  }),
});

const StyleCoverage = builder.objectRef<ReturnType<typeof countsByStyle>[number]>('StyleCoverage').implement({
  fields: t => ({
    style: t.expose('style', {type: StyleEnum}),
    counts: t.expose('counts', {type: CoverageCounts}),
  }),
});

const RoadmapCoverage = builder.objectRef<Roadmap>('RoadmapCoverage').implement({
  description: 'A roadmap. Cells that several roadmaps share count in each.',
  fields: t => ({
    roadmapKey: t.exposeString('roadmapKey'),
    title: t.exposeString('title'),
    total: t.field({type: CoverageCounts, resolve: ({rows}) => countsOf(rows)}),
    byStyle: t.field({type: [StyleCoverage], resolve: ({rows}) => countsByStyle(rows)}),
  }),
});

const CoverageDay = builder.objectRef<Day>('CoverageDay').implement({
  description: 'The last count of a day.',
  fields: t => ({
    day: t.exposeString('day', {description: 'As 2026-01-31, in UTC.'}),
    cellCount: t.exposeInt('cellCount'),
    servedCount: t.exposeInt('servedCount', {description: 'Served, stale ones too.'}),
  }),
});

const Coverage = builder.objectRef<StoredCoverage>('Coverage').implement({
  description:
    'What is served and what is not. Counted at the end of each run, and when somebody asks for it.',
  fields: t => ({
    asOf: t.field({
      type: 'DateTime',
      description: 'When it was counted.',
      resolve: ({countedAt}) => countedAt,
    }),
    total: t.field({
      type: CoverageCounts,
      description: 'Each cell once.',
      resolve: ({rows}) => countsOf(rows),
    }),
    byStyle: t.field({type: [StyleCoverage], resolve: ({rows}) => countsByStyle(rows)}),
    roadmaps: t.field({
      type: [RoadmapCoverage],
      description: 'By title, those with cells.',
      resolve: ({roadmaps}) => roadmaps,
    }),
    days: t.field({
      type: [CoverageDay],
      description: 'The last days, the oldest first; days without a count are left out.',
      args: {
        roadmapKey: t.arg.string({description: 'Default: all cells.', validate: textUpTo(255)}),
        dayCount: t.arg.int({defaultValue: 30, validate: countUpTo(MAX_DAYS)}),
      },
      resolve: async (_coverage, {roadmapKey, dayCount}, {pool}) =>
        coverageDays(pool, {roadmapKey: roadmapKey ?? undefined, dayCount: dayCount ?? 30}),
    }),
  }),
});

const CoverageNight = builder.objectRef<CoverageMoment>('CoverageNight').implement({
  description: 'The last count of a day, of UTC, that can be looked back at.',
  fields: t => ({
    countedAt: t.expose('countedAt', {type: 'DateTime', description: 'What asOf and comparedWith take.'}),
    cellCount: t.exposeInt('cellCount'),
    servedCount: t.exposeInt('servedCount', {description: 'Served, stale ones too.'}),
    share: t.float({
      description: 'The share (0 to 1) that was served; 1 where there was no cell.',
      resolve: ({cellCount, servedCount}) => (cellCount === 0 ? 1 : servedCount / cellCount),
    }),
    weightedShare: t.exposeFloat('weightedShare', {
      description: 'The same, each cell weighed with how much learners asked for it.',
    }),
  }),
});

type Node = Parameters<typeof visit>[0];

/** Whether a field of this name is asked for somewhere in these parts of a document. */
const asksFor = (name: string, nodes: readonly Node[]): boolean =>
  nodes.some(node => {
    let isFound = false;
    visit(node, {Field: field => void (isFound ||= field.name.value === name)});
    return isFound;
  });

/**
 * Counts where it was never counted, or where the counts are older than a minute.
 *
 * @throws Error where what was counted is not there
 */
export async function countedCoverage({pool, serving}: ApiContext): Promise<StoredCoverage> {
  await countCoverage(pool, {...serving, maxAgeMs: MIN_AGE_MS});
  const coverage = await storedCoverage(pool);
  if (coverage === null) throw new Error('The coverage that was counted is not there.');
  return coverage;
}

/** What is served, and counting it anew. */
export function addCoverage(): void {
  builder.queryField('coverage', t =>
    t.field({
      type: Coverage,
      authScopes: {mentor: true},
      description: 'What is served and what is not, as it was counted last.',
      resolve: async (_root, _args, context, {fieldNodes, fragments}) => {
        const withRoadmaps = asksFor('roadmaps', [...fieldNodes, ...Object.values(fragments)]);
        const stored = await storedCoverage(context.pool, {withRoadmaps});
        return stored ?? (await countedCoverage(context));
      },
    }),
  );

  builder.queryField('coverageNights', t =>
    t.field({
      type: [CoverageNight],
      authScopes: {mentor: true},
      description:
        'The days that can be looked back at, the newest first: those of the last 90 on which something was counted, each with its last count. asOf and comparedWith take any other moment too: of the last two days all counts are kept.',
      args: {
        first: t.arg.int({
          defaultValue: MAX_NIGHTS,
          description: 'So many days.',
          validate: countUpTo(MAX_NIGHTS),
        }),
      },
      resolve: async (_root, {first}, {pool}) => coverageMoments(pool, {limit: first ?? MAX_NIGHTS}),
    }),
  );

  builder.mutationField('refreshCoverage', t =>
    t.field({
      type: Coverage,
      authScopes: {mentor: true},
      description: 'Counts the cells anew, unless they were counted within the last minute.',
      resolve: async (_root, _args, context) => countedCoverage(context),
    }),
  );
}
