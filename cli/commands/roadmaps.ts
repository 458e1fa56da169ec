import type {Config} from '../../config.ts';
import {OF_APPLICATION} from '../../domain/roadmaps/archive.ts';
import type {Pool} from '../../sql/client.ts';
import {type ArchiveOutcome, archiveRoadmap, restoreRoadmap} from '../../sql/queries/roadmap-archive.ts';
import {formatCount} from '../format.ts';
import {openDatabase} from '../services.ts';
import {AT_A_TERMINAL} from '../terminal-actor.ts';

/** `preheat roadmaps archive|restore KEY` */
export const roadmapsCommands = {
  archive: (config: Config, key: string, reason: string | null) =>
    act(config, key, {
      how: async pool => archiveRoadmap(pool, {key, reason, actor: AT_A_TERMINAL}),
      done: `Roadmap "${key}" is archived; its lessons stay, and are served. Cells that were archived with it`,
      unchanged: `Roadmap "${key}" is archived already. Nothing has changed.`,
    }),

  restore: (config: Config, key: string) =>
    act(config, key, {
      how: async pool => restoreRoadmap(pool, {key, actor: AT_A_TERMINAL}),
      done: `Roadmap "${key}" is back. Cells that are wanted again`,
      unchanged: `Roadmap "${key}" is not archived. Nothing has changed.`,
    }),
};

type Words = {how: (pool: Pool) => Promise<ArchiveOutcome>; done: string; unchanged: string};

async function act(config: Config, key: string, {how, done, unchanged}: Words): Promise<void> {
  const pool = await openDatabase(config, 'preheat roadmaps');
  try {
    const outcome = await how(pool);
    switch (outcome.kind) {
      case 'done':
        console.log(`${done}: ${formatCount(outcome.cellCount)}.`);
        break;
      case 'unchanged':
        console.log(unchanged);
        break;
      case 'unknown':
        throw new Error(`There is no roadmap "${key}". \`preheat plan --json\` lists the keys.`);
      case 'of_application':
        throw new Error(OF_APPLICATION);
    }
  } finally {
    await pool.end();
  }
}
