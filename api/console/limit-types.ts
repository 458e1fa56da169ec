import {LIMIT_SOURCES, type LimitOrigin} from '../../domain/limit-figures.ts';
import type {StoredLimits} from '../../domain/limits.ts';
import {causeText} from '../../domain/outcomes.ts';
import type {ListPrice} from '../../domain/prices.ts';
import type {Calibration} from '../../domain/quotes.ts';
import type {Shutdown} from '../../domain/shutdowns.ts';
import type {UseNow} from '../../sql/queries/limits-use.ts';
import {builder} from '../graphql/builder.ts';

/** What is used of a limit, beside where it comes from. */
export type Limit = LimitOrigin & {
  used: number;
  usedByRuns: number | null;
  reserved: number;
  leftForRuns: number | null;
  keptForPeople: number | null;
  resetsAt: Date | null;
};

const LimitSourceEnum = builder.enumType('LimitSource', {
  description: 'Where a limit in force comes from: the environment, a person, or a refusal of the provider.',
  values: LIMIT_SOURCES,
});

export const LimitType = builder.objectRef<Limit>('Limit').implement({
  description: 'One limit; null is none.',
  fields: t => ({
    configured: t.exposeFloat('configured', {nullable: true, description: 'By the environment.'}),
    set: t.exposeFloat('set', {nullable: true, description: 'By a person; it goes before the environment.'}),
    learnt: t.exposeFloat('learnt', {
      nullable: true,
      description: 'From a refusal of the provider; it holds where it is lower, for a day.',
    }),
    learntAt: t.expose('learntAt', {type: 'DateTime', nullable: true}),
    learntUntil: t.expose('learntUntil', {type: 'DateTime', nullable: true}),
    inForce: t.exposeFloat('inForce', {nullable: true}),
    source: t.expose('source', {type: LimitSourceEnum}),
    used: t.exposeFloat('used', {
      description:
        'In the last minute, of a limit a minute; else today. Requests and tokens of calls in flight are in it, their dollars are not.',
    }),
    usedByRuns: t.exposeFloat('usedByRuns', {
      nullable: true,
      description: 'Of a limit a day: by nightly and manual runs. The rest was for people who wait.',
    }),
    reserved: t.exposeFloat('reserved', {
      description:
        'Set aside for calls in flight, whenever they began. Of dollars beside what is used; of requests and tokens in it, but for calls that began before that minute or day.',
    }),
    keptForPeople: t.exposeFloat('keptForPeople', {
      nullable: true,
      description: 'What runs leave to people who wait.',
    }),
    leftForRuns: t.exposeFloat('leftForRuns', {
      nullable: true,
      description:
        'Of a limit a day: what a run that starts now may still use. Of one a minute: what it may send a minute.',
    }),
    resetsAt: t.expose('resetsAt', {
      type: 'DateTime',
      nullable: true,
      description:
        "The end of the provider's day; of a limit a minute, when its pace has drained (null: nothing is used).",
    }),
  }),
});

/** A block that holds, or whose end is still being made up for. */
export type Breaker = {row: StoredLimits; nowMs: number};

export const BreakerType = builder.objectRef<Breaker>('Breaker').implement({
  description: 'What keeps calls of the model back, after the provider refused or failed.',
  fields: t => ({
    isOpen: t.boolean({
      description: 'Nothing is sent before `until`. Else work is taken up again, step by step.',
      resolve: ({row, nowMs}) => row.blockedUntil !== null && row.blockedUntil.getTime() > nowMs,
    }),
    cause: t.string({resolve: ({row}) => row.blockedCause ?? ''}),
    causeText: t.string({
      description: 'What the cause means and what ends it.',
      resolve: ({row}) => (row.blockedCause === null ? '' : causeText(row.blockedCause)),
    }),
    message: t.string({description: 'What was heard.', resolve: ({row}) => row.blockedMessage ?? ''}),
    until: t.field({type: 'DateTime', resolve: ({row}) => row.blockedUntil ?? new Date(0)}),
    rampLimit: t.int({
      nullable: true,
      description: 'How many calls may be in flight while work is taken up again.',
      resolve: ({row}) => row.rampLimit,
    }),
  }),
});

export const ReservationsType = builder.objectRef<UseNow>('Reservations').implement({
  description: 'What is set aside for calls in flight, until each is settled.',
  fields: t => ({
    count: t.exposeInt('heldCount'),
    interactiveCount: t.exposeInt('heldInteractiveCount', {description: 'Of these, for people who wait.'}),
    inputTokens: t.exposeFloat('heldInputTokens'),
    usd: t.exposeFloat('heldUsd'),
  }),
});

const ModelPriceType = builder.objectRef<ListPrice>('ModelPrice').implement({
  description: 'Dollars for a million tokens.',
  fields: t => ({
    from: t.exposeString('from', {
      nullable: true,
      description: 'The first day (UTC) of this price, as 2026-01-31; null: since ever.',
    }),
    isInForce: t.exposeBoolean('isInForce'),
    inputUsdPerMillion: t.exposeFloat('inputUsdPerMillion'),
    cachedInputUsdPerMillion: t.exposeFloat('cachedInputUsdPerMillion', {
      description: "Found in the provider's cache.",
    }),
    outputUsdPerMillion: t.exposeFloat('outputUsdPerMillion', {description: 'Thinking included.'}),
  }),
});

export type PriceTable = {serviceTier: string; asOf: string | null; source: string; prices: ListPrice[]};

export const PriceTableType = builder.objectRef<PriceTable>('PriceTable').implement({
  description: 'What a model costs.',
  fields: t => ({
    serviceTier: t.exposeString('serviceTier', {
      description: 'standard, or flex, which costs half; the prices are those of it.',
    }),
    asOf: t.exposeString('asOf', {
      nullable: true,
      description: 'The day on which the prices were checked; null where they were configured.',
    }),
    source: t.exposeString('source'),
    prices: t.expose('prices', {
      type: [ModelPriceType],
      description: 'By date. Empty where no price is known: no run can start with the model then.',
    }),
  }),
});

export const ShutdownType = builder.objectRef<Shutdown>('ModelShutdown').implement({
  description: 'That the provider shuts the model down.',
  fields: t => ({
    model: t.exposeString('model'),
    date: t.exposeString('date', {description: 'As 2026-01-31.'}),
    isNear: t.exposeBoolean('isNear', {description: 'Within 60 days, or over.'}),
    warning: t.exposeString('warning', {description: 'What happens and what to do.'}),
  }),
});

export const CalibrationType = builder.objectRef<Calibration>('QuoteCalibration').implement({
  description: 'How often quotes held, of the last runs with the model that made all their cells.',
  fields: t => ({
    runCount: t.exposeInt('runCount', {description: 'At most 50.'}),
    usdWithinCount: t.exposeInt('usdWithinCount', {description: 'Took the dollars that were quoted.'}),
    minutesWithinCount: t.exposeInt('minutesWithinCount', {
      description: 'Took the minutes that were quoted.',
    }),
  }),
});

/** A setting that nothing uses up. */
export const LimitSettingType = builder.objectRef<LimitOrigin>('LimitSetting').implement({
  fields: t => ({
    configured: t.exposeFloat('configured', {nullable: true}),
    set: t.exposeFloat('set', {nullable: true}),
    inForce: t.float({resolve: ({inForce}) => inForce ?? 0}),
    source: t.expose('source', {type: LimitSourceEnum}),
  }),
});
