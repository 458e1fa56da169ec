import {
  type ApplicationModule,
  type ApplicationRoadmap,
  roadmapsOfApplication,
} from '../../domain/roadmaps/application.ts';
import type {Db, Pool} from '../client.ts';
import {type ImportOutcome, importRoadmaps} from './roadmaps.ts';

/** What an import from the application did; `removedCount`: roadmaps that it has no more, or that wants nothing now. */
export type ApplicationImport = ImportOutcome & {removedCount: number; problems: string[]};

/** Before the ids of the application's roadmaps: no roadmap of a file can have such a key. */
export const KEY_PREFIX = 'app:';

/**
 * Imports the application's own roadmaps (age "head"): each of its modules is a step, each lesson that a module lists
 * by itself one more. Its tables are only read. The same import again changes nothing; a roadmap that is gone there
 * goes here too, and its cells are archived as by any import.
 */
export async function importFromApplication(pool: Pool): Promise<ApplicationImport> {
  const {roadmaps, problems} = roadmapsOfApplication(await applicationRoadmaps(pool), KEY_PREFIX);
  const gone = await goneKeys(
    pool,
    roadmaps.map(({id}) => id),
  );
  // Without steps first, so that the import looks after the cells and the words of steps that others share.
  const emptied = gone.map(({roadmapKey, ...roadmap}) => ({...roadmap, id: roadmapKey, steps: []}));
  const outcome = await importRoadmaps(pool, [...roadmaps, ...emptied]);
  await removeEmpty(pool);
  return {...outcome, changedCount: outcome.changedCount - gone.length, removedCount: gone.length, problems};
}

/** Whether the application keeps roadmaps in this database. */
export async function hasApplicationRoadmaps(db: Db): Promise<boolean> {
  const [{found}] = await db<[{found: boolean}]>`
    select to_regclass('public.lessons_roadmap') is not null and to_regclass('public.lessons_module') is not null as found
  `;
  return found;
}

async function applicationRoadmaps(db: Db): Promise<ApplicationRoadmap[]> {
  const modules = await db<(ApplicationModule & Omit<ApplicationRoadmap, 'modules'>)[]>`
    select r.id as roadmap_id, r.title as roadmap_title, r.description as roadmap_description,
      m.title, m.description, m.difficulty,
      (
        select coalesce(jsonb_agg(jsonb_build_object(
          'title', l.roadmap_step_title, 'lessonNumber', l.lesson_number, 'style', l.learning_style,
          -- Its own: that of the row may be the lesson's by now.
          'description', coalesce(l.generation_metadata #>> '{lesson_structure,description}', l.description)
        ) order by l.lesson_number, l.roadmap_step_title, l.learning_style, l.id), '[]')
        from lessons_lessoncontent l where l.module_id = m.id
      ) as lessons
    from lessons_roadmap r join lessons_module m on m.roadmap_id = r.id
    where r.status <> 'archived'
    order by r.generated_at, r.id, m."order", m.id
  `;
  const byId = new Map<string, ApplicationRoadmap>();
  for (const {roadmapId, roadmapTitle, roadmapDescription, ...module} of modules) {
    const roadmap = byId.get(roadmapId) ?? {roadmapId, roadmapTitle, roadmapDescription, modules: []};
    roadmap.modules.push(module);
    byId.set(roadmapId, roadmap);
  }
  return [...byId.values()];
}

/** The application's roadmaps that were imported and are not among these. */
async function goneKeys(db: Db, keys: readonly string[]) {
  return db<{roadmapKey: string; title: string; description: string; category: string}[]>`
    select roadmap_key, title, description, category from preheat.roadmap
    where starts_with(roadmap_key, ${KEY_PREFIX}) and roadmap_key <> all(${[...keys]}::text[])
  `;
}

async function removeEmpty(db: Db): Promise<void> {
  await db`
    delete from preheat.roadmap r
    where starts_with(r.roadmap_key, ${KEY_PREFIX})
      and not exists (select from preheat.roadmap_step s where s.roadmap_id = r.roadmap_id)
  `;
}
