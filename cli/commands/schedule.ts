import {type Client, ScheduleNotFoundError, ScheduleOverlapPolicy} from '@temporalio/client';
import type {Config} from '../../config.ts';
import type {RunFilter} from '../../domain/runs.ts';
import {SCHEDULE_ID, setSchedule, warmUpInput} from '../run-client.ts';
import {checkFilter} from '../run-filter.ts';
import {openDatabase} from '../services.ts';
import {openTemporalClient} from '../temporal.ts';

type Set = {cron: string; zone: string; maxUsd: number | null; filter: RunFilter};

/** `preheat schedule …`: each action, then what the schedule is afterwards. */
export const scheduleCommands = {
  set: (config: Config, {cron, zone, maxUsd, filter}: Set) =>
    withClient(config, async client => {
      checkZone(zone);
      await checkRoadmaps(config, filter);
      await setSchedule(client, {
        cron,
        timeZone: zone,
        input: warmUpInput(config, {kind: 'nightly', filter, maxUsd}),
      });
      await show(client);
    }),
  show: (config: Config) => withClient(config, show),
  pause: (config: Config, reason: string) =>
    withClient(config, async client => {
      await client.schedule.getHandle(SCHEDULE_ID).pause(reason);
      await show(client);
    }),
  resume: (config: Config, reason: string) =>
    withClient(config, async client => {
      await client.schedule.getHandle(SCHEDULE_ID).unpause(reason);
      await show(client);
    }),
  trigger: (config: Config) =>
    withClient(config, async client => {
      // The SDK's default would start a second run beside one that is under way.
      await client.schedule.getHandle(SCHEDULE_ID).trigger(ScheduleOverlapPolicy.SKIP);
      console.log('Triggered; skipped where a nightly run is under way. `preheat runs` shows it.');
    }),
  delete: (config: Config) =>
    withClient(config, async client => {
      await client.schedule.getHandle(SCHEDULE_ID).delete();
      console.log('The nightly schedule is deleted. Runs that are under way go on.');
    }),
};

async function show(client: Client): Promise<void> {
  const {spec, state, info, action} = await client.schedule.getHandle(SCHEDULE_ID).describe();
  const zone = spec.timezone ?? 'UTC';
  console.log(
    state.paused ? `The nightly run is paused: ${state.note ?? 'no reason given'}` : 'The nightly run is on.',
  );
  if (action.type === 'startWorkflow') console.log(`Arguments: ${JSON.stringify(action.args?.[0])}`);
  console.log(`Next runs (${zone} · UTC):`);
  for (const time of info.nextActionTimes.slice(0, 5)) {
    console.log(`  ${time.toLocaleString('sv-SE', {timeZone: zone})} · ${time.toISOString().slice(0, 16)}Z`);
  }
  const last = info.recentActions.at(-1);
  if (last) console.log(`Last run started ${last.takenAt.toISOString().slice(0, 19)}Z.`);
}

async function withClient(config: Config, work: (client: Client) => Promise<void>): Promise<void> {
  const client = await openTemporalClient(config);
  try {
    await work(client);
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) {
      throw new Error(
        'There is no nightly schedule yet. `preheat schedule set --cron "30 2 * * *" --zone Europe/Berlin` makes one.',
        {cause: error},
      );
    }
    if (error instanceof Error && /cron|calendar|spec/i.test(error.message)) {
      throw new Error(
        `Temporal refuses the schedule: ${error.message}. --cron takes five fields, for example "30 2 * * *".`,
        {cause: error},
      );
    }
    throw error;
  } finally {
    await client.connection.close();
  }
}

async function checkRoadmaps(config: Config, filter: RunFilter): Promise<void> {
  if (!filter.roadmapKeys) return;
  const pool = await openDatabase(config, 'preheat schedule', 1);
  try {
    await checkFilter(pool, filter);
  } finally {
    await pool.end();
  }
}

function checkZone(zone: string): void {
  try {
    Intl.DateTimeFormat('en', {timeZone: zone});
  } catch {
    throw new Error(`"${zone}" is no time zone. Give an IANA name, for example Europe/Berlin or UTC.`);
  }
}
