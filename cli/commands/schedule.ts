import type {Client} from '@temporalio/client';
import type {Config} from '../../config.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {Pool} from '../../sql/client.ts';
import {
  deleteNightly,
  pauseNightly,
  readNightly,
  resumeNightly,
  setNightly,
  triggerNightly,
} from '../schedule-control.ts';
import {openDatabase} from '../services.ts';
import {openTemporalClient} from '../temporal.ts';
import {AT_A_TERMINAL} from '../terminal-actor.ts';

type Set = {cron: string; zone: string; maxUsd: number | null; filter: RunFilter};

type Services = {db: Pool; client: Client; actor: typeof AT_A_TERMINAL};

/** `preheat schedule …`: each action, then what the schedule is afterwards. */
export const scheduleCommands = {
  set: (config: Config, {zone, ...wanted}: Set) =>
    withServices(config, async services => {
      await setNightly(services, config, {...wanted, timeZone: zone});
      await show(services);
    }),
  show: (config: Config) => withClient(config, async client => show({client})),
  pause: (config: Config, reason: string) =>
    withServices(config, async services => {
      await pauseNightly(services, reason);
      await show(services);
    }),
  resume: (config: Config, reason: string) =>
    withServices(config, async services => {
      await resumeNightly(services, reason);
      await show(services);
    }),
  trigger: (config: Config) =>
    withServices(config, async services => {
      await triggerNightly(services);
      console.log('Triggered; skipped where a nightly run is under way. `preheat runs` shows it.');
    }),
  delete: (config: Config) =>
    withServices(config, async services => {
      await deleteNightly(services);
      console.log('The nightly schedule is deleted. Runs that are under way go on.');
    }),
};

async function show({client}: Pick<Services, 'client'>): Promise<void> {
  const schedule = await readNightly(client);
  if (schedule === null) {
    throw new Error(
      'There is no nightly schedule yet. `preheat schedule set --cron "30 2 * * *" --zone Europe/Berlin` makes one.',
    );
  }
  const {cron, timeZone, isPaused, note, filter, maxUsd, nextRuns, recentActions} = schedule;
  console.log(
    isPaused ? `The nightly run is paused: ${note ?? 'no reason given'}` : 'The nightly run is on.',
  );
  if (cron !== null) console.log(`Cron: ${cron}`);
  console.log(`Arguments: ${JSON.stringify({kind: 'nightly', filter, maxUsd})}`);
  console.log(`Next runs (${timeZone} · UTC):`);
  for (const time of nextRuns) {
    console.log(`  ${time.toLocaleString('sv-SE', {timeZone})} · ${time.toISOString().slice(0, 16)}Z`);
  }
  const [last] = recentActions;
  if (last) console.log(`Last run started ${last.takenAt.toISOString().slice(0, 19)}Z.`);
}

/** With the database too, where the audit log is. */
async function withServices(config: Config, work: (services: Services) => Promise<void>): Promise<void> {
  const db = await openDatabase(config, 'preheat schedule', 1);
  try {
    await withClient(config, async client => work({db, client, actor: AT_A_TERMINAL}));
  } finally {
    await db.end();
  }
}

async function withClient(config: Config, work: (client: Client) => Promise<void>): Promise<void> {
  const client = await openTemporalClient(config);
  try {
    await work(client);
  } finally {
    await client.connection.close();
  }
}
