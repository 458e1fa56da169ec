import type {Quote} from '../../domain/quotes.ts';
import {causeText} from '../../domain/outcomes.ts';
import type {RoadmapProgress, RunProgress, StyleProgress} from '../../domain/runs.ts';
import {builder} from '../graphql/builder.ts';
import {StyleEnum} from './enums.ts';

const RangeType = builder.objectRef<Quote['usd']>('Range').implement({
  description: 'What is expected, and between what it most likely lies.',
  fields: t => ({
    low: t.exposeFloat('low'),
    expected: t.exposeFloat('expected'),
    high: t.exposeFloat('high'),
  }),
});

export const QuoteType = builder.objectRef<Quote>('Quote').implement({
  description: 'What a run was expected to take before it began, for all of its cells.',
  fields: t => ({
    model: t.exposeString('model'),
    cellCount: t.exposeInt('cellCount'),
    calls: t.expose('calls', {type: RangeType}),
    inputTokens: t.expose('inputTokens', {type: RangeType}),
    outputTokens: t.expose('outputTokens', {type: RangeType}),
    usd: t.expose('usd', {type: RangeType}),
    minutes: t.expose('minutes', {type: RangeType}),
    maxUsd: t.exposeFloat('maxUsd', {nullable: true}),
    basedOnLessons: t.int({
      description: 'How many lessons of before it rests on; 0: on an assumption.',
      resolve: ({basis}) => basis.lessonCount,
    }),
    beyondMaxUsd: t.int({
      description: 'Cells that are expected not to fit under the budget of the run.',
      resolve: ({exceeds}) => exceeds.maxUsd,
    }),
    beyondUsdToday: t.int({resolve: ({exceeds}) => exceeds.usdToday}),
    beyondRequestsToday: t.int({resolve: ({exceeds}) => exceeds.requestsToday}),
  }),
});

export const RunType = builder.objectRef<RunProgress>('Run').implement({
  description: 'A run and how far it is.',
  fields: t => ({
    runId: t.exposeInt('runId'),
    kind: t.exposeString('kind', {description: 'start, manual, nightly or regeneration.'}),
    state: t.exposeString('state', {
      description: 'running, waiting or paused; finished, stopped or lost where it has ended.',
    }),
    model: t.exposeString('model'),
    cause: t.exposeString('cause', {nullable: true, description: 'Why it waits or has stopped.'}),
    causeText: t.string({
      nullable: true,
      description: 'What the cause means and what ends it.',
      resolve: ({cause}) => cause && causeText(cause),
    }),
    causeMessage: t.exposeString('causeMessage', {nullable: true}),
    waitingUntil: t.expose('waitingUntil', {type: 'DateTime', nullable: true}),
    openedAt: t.expose('openedAt', {type: 'DateTime'}),
    endedAt: t.expose('endedAt', {type: 'DateTime', nullable: true}),
    wantedCount: t.exposeInt('wantedCount'),
    pendingCount: t.exposeInt('pendingCount'),
    publishedCount: t.exposeInt('publishedCount'),
    servedCount: t.exposeInt('servedCount', {description: 'Found served when their turn came.'}),
    quarantinedCount: t.exposeInt('quarantinedCount'),
    failedCount: t.exposeInt('failedCount'),
    archivedCount: t.exposeInt('archivedCount'),
    inFlightCount: t.exposeInt('inFlightCount'),
    etaMs: t.exposeFloat('etaMs', {nullable: true}),
    slowReason: t.exposeString('slowReason', {
      nullable: true,
      description: 'Why it is slow or stands still; null at full speed.',
    }),
    lessonsPerMinute: t.exposeFloat('lessonsPerMinute'),
    spentUsd: t.exposeFloat('spentUsd'),
    reservedUsd: t.exposeFloat('reservedUsd'),
    lostUsd: t.exposeFloat('lostUsd', {description: 'Of calls that were never answered; part of spentUsd.'}),
    lostCallCount: t.exposeInt('lostCallCount'),
    maxUsd: t.exposeFloat('maxUsd', {nullable: true}),
    quote: t.expose('quote', {type: QuoteType, nullable: true}),
    temporalUrl: t.string({
      nullable: true,
      description: "Its workflow in Temporal's own console; null where none is known.",
      resolve: ({workflowId}, _args, {commands}) => commands?.temporalUrl(workflowId) ?? null,
    }),
  }),
});

export const StyleProgressType = builder.objectRef<StyleProgress>('StyleProgress').implement({
  fields: t => ({
    style: t.expose('style', {type: StyleEnum}),
    wantedCount: t.exposeInt('wantedCount'),
    doneCount: t.exposeInt('doneCount'),
    quarantinedCount: t.exposeInt('quarantinedCount'),
    failedCount: t.exposeInt('failedCount'),
  }),
});

export const RoadmapProgressType = builder.objectRef<RoadmapProgress>('RoadmapProgress').implement({
  fields: t => ({
    roadmapKey: t.exposeString('roadmapKey'),
    roadmapTitle: t.exposeString('roadmapTitle'),
    wantedCount: t.exposeInt('wantedCount'),
    doneCount: t.exposeInt('doneCount'),
    quarantinedCount: t.exposeInt('quarantinedCount'),
    failedCount: t.exposeInt('failedCount'),
  }),
});
