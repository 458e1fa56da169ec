import {z} from 'zod';
import {ALL_MODELS, type LimitSettings} from '../../domain/limits.ts';
import {forgetLearntAs, resetLimitsAs, setLimitsAs} from '../../sql/queries/limit-acts.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {countUpTo, textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {LimitsType, MODEL_NAME, readModelLimits} from './limits.ts';
import {done, notDone, type Outcome} from './outcome.ts';

const REASON = textUpTo(500);
const COUNT = countUpTo(2 ** 31 - 1);
const SHARE = z.number().min(0, 'must be from 0 to below 1.').lt(1, 'must be from 0 to below 1.');
const USD = z.number().gte(0.000_001, 'must be above 0.').max(100_000, 'must be at most 100000.');

const LearntLimitEnum = builder.enumType('LearntLimit', {
  description: 'A limit that a refusal of the provider may name.',
  values: {
    requests_per_minute: {value: 'requestsPerMinute'},
    input_tokens_per_minute: {value: 'inputTokensPerMinute'},
    requests_per_day: {value: 'requestsPerDay'},
  } as const,
});

const LimitsInput = builder.inputType('LimitsInput', {
  description:
    'Limits that go before the environment. Null goes back to it; what is left out stays. A limit that is set takes the place of what was learnt of it.',
  fields: t => ({
    requestsPerMinute: t.int({validate: COUNT.nullable()}),
    inputTokensPerMinute: t.int({validate: COUNT.nullable()}),
    requestsPerDay: t.int({validate: COUNT.nullable()}),
    burstRequests: t.int({description: 'Calls that may begin at once.', validate: COUNT.nullable()}),
    headroomShare: t.float({
      description: 'The share (0 to below 1) that runs leave to people who wait.',
      validate: SHARE.nullable(),
    }),
    maxUsdPerDay: t.float({description: 'Of all models together.', validate: USD.nullable()}),
  }),
});

type Acted = Outcome & {limits: Awaited<ReturnType<typeof readModelLimits>>};

const LimitsActType = builder.objectRef<Acted>('LimitsActPayload').implement({
  description: 'What became of an act, and the limits after it.',
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    limits: t.expose('limits', {type: LimitsType, nullable: true}),
  }),
});

/** Acts on the limits of a model, and reads them again. */
async function act(
  context: ApiContext,
  of: string | null,
  how: (model: string) => Promise<Outcome>,
): Promise<Acted> {
  const {commands} = context;
  if (commands === null) return {...notDone('This server makes no lessons: it has no limits.'), limits: null};
  const model = of ?? commands.model.name;
  const outcome = await how(model);
  return {...outcome, limits: await readModelLimits(context, of)};
}

/** Who acts, and why. */
const actOf = (context: ApiContext, reason: string | null | undefined) => ({
  actor: actorIn(context),
  reason: reason?.trim() || null,
});

/** What is to be set, without what was left out. */
const settingsOf = (input: typeof LimitsInput.$inferInput): Partial<LimitSettings> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

/** What administrators do with the limits. */
export function addLimitActs(): void {
  builder.mutationField('setLimits', t =>
    t.field({
      type: LimitsActType,
      authScopes: {admin: true},
      description: 'Sets limits; they count at once, for all workers and runs under way. Audited.',
      args: {
        model: t.arg.string({description: 'Default: the configured model.', validate: MODEL_NAME}),
        input: t.arg({type: LimitsInput, required: true}),
        reason: t.arg.string({validate: REASON}),
      },
      resolve: async (_root, {model: of, input, reason}, context) =>
        act(context, of ?? null, async model => {
          if (Object.keys(settingsOf(input)).length === 0) return notDone('Name at least one limit to set.');
          await setLimitsAs(context.pool, {model, ...settingsOf(input)}, actOf(context, reason));
          return done('The limits are set. They count at once.');
        }),
    }),
  );

  builder.mutationField('forgetLearntLimit', t =>
    t.field({
      type: LimitsActType,
      authScopes: {admin: true},
      description:
        'Forgets a limit that was learnt from a refusal; the next refusal may teach it again. Audited.',
      args: {
        model: t.arg.string({description: 'Default: the configured model.', validate: MODEL_NAME}),
        limit: t.arg({type: LearntLimitEnum, required: true}),
        reason: t.arg.string({validate: REASON}),
      },
      resolve: async (_root, {model: of, limit, reason}, context) =>
        act(context, of ?? null, async model =>
          (await forgetLearntAs(context.pool, {model, limit}, actOf(context, reason)))
            ? done('The learnt limit is forgotten.')
            : notDone('No such limit was learnt.'),
        ),
    }),
  );

  builder.mutationField('resetLimits', t =>
    t.field({
      type: LimitsActType,
      authScopes: {admin: true},
      description:
        'Back to the environment: forgets what was set and learnt of a model, and a wait in force. Audited.',
      args: {
        model: t.arg.string({
          description: 'Default: the configured model, and the dollars a day.',
          validate: MODEL_NAME,
        }),
        reason: t.arg.string({validate: REASON}),
      },
      resolve: async (_root, {model: of, reason}, context) =>
        act(context, of ?? null, async model => {
          const models = of == null ? [model, ALL_MODELS] : [model];
          await resetLimitsAs(context.pool, models, actOf(context, reason));
          return done('The limits of the environment hold again.');
        }),
    }),
  );
}
