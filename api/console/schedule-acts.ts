import {z} from 'zod';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {CommandRefused, type ScheduleCommands} from './commands.ts';
import {done, notDone, type Outcome} from './outcome.ts';
import {RunFilterInput, runFilterOf} from './run-acts.ts';
import {readSchedule, ScheduleViewType} from './schedule.ts';

const USD = z.number().gt(0, 'must be above 0.').max(100_000, 'must be at most 100000.');
const REASON = textUpTo(500);

const ScheduleInput = builder.inputType('ScheduleInput', {
  description: 'What the nightly run is set to; it replaces all that was set before.',
  fields: t => ({
    cron: t.string({
      required: true,
      description: 'Five fields, for example "30 2 * * *".',
      validate: textUpTo(200),
    }),
    timeZone: t.string({
      required: true,
      description: 'An IANA name, for example Europe/Berlin.',
      validate: textUpTo(100),
    }),
    filter: t.field({type: RunFilterInput}),
    maxUsd: t.float({description: 'Dollars a night; default: no cap.', validate: USD}),
  }),
});

type Acted = Outcome & {view: Awaited<ReturnType<typeof readSchedule>>};

const ScheduleActType = builder.objectRef<Acted>('ScheduleActPayload').implement({
  description: 'What became of an act, and the schedule after it.',
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    view: t.expose('view', {type: ScheduleViewType}),
  }),
});

/** Acts, and looks at the schedule again: what is refused, people are told. */
async function act(
  context: ApiContext,
  {message, how}: {message: string; how: (schedule: ScheduleCommands) => Promise<void>},
): Promise<Acted> {
  const outcome = await attempt(context, how, message);
  return {...outcome, view: await readSchedule(context)};
}

async function attempt(
  {commands}: ApiContext,
  how: (schedule: ScheduleCommands) => Promise<void>,
  message: string,
): Promise<Outcome> {
  if (commands === null) return notDone('This server starts and steers no runs.');
  try {
    await how(commands.schedule);
    return done(message);
  } catch (error) {
    if (error instanceof CommandRefused) return notDone(error.message);
    throw error;
  }
}

/** What administrators do with the nightly schedule. */
export function addScheduleActs(): void {
  builder.mutationField('setSchedule', t =>
    t.field({
      type: ScheduleActType,
      authScopes: {admin: true},
      description: 'Sets the nightly run, new or changed; a pause stays. Audited.',
      args: {input: t.arg({type: ScheduleInput, required: true})},
      resolve: async (_root, {input: {cron, timeZone, filter, maxUsd}}, context) =>
        act(context, {
          message: 'The nightly run is set.',
          how: async schedule => {
            // A selection is of the cells of one day.
            if (filter?.cellIds)
              throw new CommandRefused(
                'A nightly run cannot be of single cells. Name roadmaps, styles or states.',
              );
            const wanted = {filter: runFilterOf(filter), maxUsd: maxUsd ?? null};
            // What a text finds changes with every import, and the console's schedule does not show it.
            if (wanted.filter.text)
              throw new CommandRefused(
                'A nightly run cannot be of steps by a text in their title. Name roadmaps, styles or states.',
              );
            await schedule.set({cron: cron.trim(), timeZone: timeZone.trim(), ...wanted}, actorIn(context));
          },
        }),
    }),
  );

  builder.mutationField('pauseSchedule', t =>
    t.field({
      type: ScheduleActType,
      authScopes: {admin: true},
      description: 'No night starts until it is resumed; a run under way goes on. Audited.',
      args: {reason: t.arg.string({required: true, description: 'Shown to people.', validate: REASON})},
      resolve: async (_root, {reason}, context) =>
        act(context, {
          message: 'The nightly run is paused. A run that is under way goes on.',
          how: async schedule => schedule.pause(reason.trim(), actorIn(context)),
        }),
    }),
  );

  builder.mutationField('resumeSchedule', t =>
    t.field({
      type: ScheduleActType,
      authScopes: {admin: true},
      description: 'Lets a paused schedule go on. Audited.',
      args: {reason: t.arg.string({description: 'Shown to people.', validate: REASON})},
      resolve: async (_root, {reason}, context) =>
        act(context, {
          message: 'The nightly run is on again.',
          how: async schedule => schedule.resume(reason?.trim() ?? '', actorIn(context)),
        }),
    }),
  );

  builder.mutationField('triggerSchedule', t =>
    t.field({
      type: ScheduleActType,
      authScopes: {admin: true},
      description: 'Starts the nightly run now; nothing starts where one is under way. Audited.',
      resolve: async (_root, _args, context) =>
        act(context, {
          message: 'The nightly run is asked for. Nothing starts where one is under way.',
          how: async schedule => schedule.trigger(actorIn(context)),
        }),
    }),
  );

  builder.mutationField('deleteSchedule', t =>
    t.field({
      type: ScheduleActType,
      authScopes: {admin: true},
      description: 'Deletes the schedule; a run under way goes on. Audited.',
      resolve: async (_root, _args, context) =>
        act(context, {
          message: 'The nightly schedule is deleted. A run that is under way goes on.',
          how: async schedule => schedule.delete(actorIn(context)),
        }),
    }),
  );
}
