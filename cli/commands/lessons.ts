import type {Config} from '../../config.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {Pool} from '../../sql/client.ts';
import {actOnLesson, reconcile, type ServingAct} from '../../sql/queries/serving.ts';
import {liveLessons, versionsOf} from '../../sql/queries/versions.ts';
import {formatCount} from '../format.ts';
import {keyVariants} from '../ready-database.ts';
import {checkFilter} from '../run-filter.ts';
import {openDatabase} from '../services.ts';
import {actText, liveText, reconcileText, versionsText} from '../version-text.ts';

/** Whoever reaches the database from a terminal may do all that an admin may. */
const AT_THE_TERMINAL = {id: 'cli', role: 'admin'};

type Filter = Pick<RunFilter, 'styles' | 'roadmapKeys'>;

/** `preheat lessons list|show|promote|retire|restore|rollback|reconcile`: the versions, and which of them is served. */
export const lessonsCommands = {
  async list(config: Config, {json, filter}: {json: boolean; filter: Filter}): Promise<void> {
    await withDatabase(config, async pool => {
      await checkFilter(pool, filter);
      const lessons = await liveLessons(pool, filter);
      if (json) console.log(JSON.stringify(lessons, null, 2));
      else if (lessons.length === 0)
        console.log('No lesson is served there. `preheat plan` shows what is missing.');
      else {
        for (const lesson of lessons) console.log(liveText(lesson));
        console.log(
          `\n${formatCount(lessons.length)} served. \`preheat lessons show <id>\` shows all versions of one.`,
        );
      }
    });
  },

  async show(config: Config, lessonId: string, {json}: {json: boolean}): Promise<void> {
    await withDatabase(config, async pool => {
      const versions = await versionsOf(pool, {lessonId});
      if (versions.length === 0)
        throw new Error(
          `Preheat knows of no lesson ${lessonId}. \`preheat lessons list\` shows the live ones, \`preheat lessons reconcile\` takes in what others wrote.`,
        );
      console.log(json ? JSON.stringify(versions, null, 2) : versionsText(versions));
    });
  },

  async act(
    config: Config,
    {act, lessonId, reason}: {act: ServingAct; lessonId: string; reason: string | null},
  ): Promise<void> {
    await withDatabase(config, async pool => {
      const result = await actOnLesson(pool, {act, lessonId, actor: AT_THE_TERMINAL, reason});
      console.log(actText(act, lessonId, result));
      if (result.cellId !== null)
        console.log(`\n${versionsText(await versionsOf(pool, {cellId: result.cellId}))}`);
    });
  },

  async reconcile(config: Config): Promise<void> {
    await withDatabase(config, async pool => {
      const variants = await keyVariants(pool, config);
      console.log(reconcileText(await reconcile(pool, {variants})));
    });
  },
};

async function withDatabase<T>(config: Config, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = await openDatabase(config, 'preheat lessons');
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
