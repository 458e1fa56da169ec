import type {Actor} from '../../domain/actor.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {KEY_PREFIX} from './application-roadmaps.ts';
import {auditRoadmap} from './roadmap-audit.ts';
import {lockRoadmaps, refreshSteps} from './roadmaps.ts';

/** `cellCount`: how many cells were archived; or came back, or are new because none had been there. */
export type ArchiveOutcome =
  {kind: 'done'; cellCount: number} | {kind: 'unchanged'} | {kind: 'unknown'} | {kind: 'of_application'};

/**
 * Archives a roadmap: nothing is made for it any more, and the cells that no other roadmap wants are archived. Its lessons
 * stay, and the reader goes on serving them. Audited; safe to repeat.
 */
export async function archiveRoadmap(
  pool: Pool,
  {key, reason, actor}: {key: string; reason: string | null; actor: Actor},
): Promise<ArchiveOutcome> {
  return change(pool, {
    key,
    isArchived: true,
    work: async (db, roadmapId) => {
      const titles = await moveSteps(db, {roadmapId, toArchive: true});
      await db`
        update preheat.roadmap set archived_at = now(), archived_by = ${actor.id}, archive_reason = ${reason},
          updated_at = now()
        where roadmap_id = ${roadmapId}
      `;
      const {archivedCount: cellCount} = await refreshSteps(db, titles);
      await auditRoadmap(db, {action: 'archive_roadmap', key, cellCount, reason, actor});
      return cellCount;
    },
  });
}

/** Takes a roadmap out of the archive, with its steps as they were. Audited; safe to repeat. */
export async function restoreRoadmap(
  pool: Pool,
  {key, actor}: {key: string; actor: Actor},
): Promise<ArchiveOutcome> {
  return change(pool, {
    key,
    isArchived: false,
    work: async (db, roadmapId) => {
      const titles = await moveSteps(db, {roadmapId, toArchive: false});
      await db`
        update preheat.roadmap set archived_at = null, archived_by = null, archive_reason = null, updated_at = now()
        where roadmap_id = ${roadmapId}
      `;
      const {revivedCount, addedCount} = await refreshSteps(db, titles);
      const cellCount = revivedCount + addedCount;
      await auditRoadmap(db, {action: 'restore_roadmap', key, cellCount, reason: null, actor});
      return cellCount;
    },
  });
}

async function change(
  pool: Pool,
  {
    key,
    isArchived,
    work,
  }: {key: string; isArchived: boolean; work: (db: Db, roadmapId: number) => Promise<number>},
): Promise<ArchiveOutcome> {
  return inTransaction(pool, async db => {
    await lockRoadmaps(db);
    const [roadmap] = await db<[{roadmapId: number; isArchived: boolean; isOfApplication: boolean}?]>`
      select roadmap_id, archived_at is not null as is_archived,
        starts_with(roadmap_key, ${KEY_PREFIX}) as is_of_application
      from preheat.roadmap where roadmap_key = ${key}
    `;
    if (!roadmap) return {kind: 'unknown'};
    if (roadmap.isOfApplication) return {kind: 'of_application'};
    if (roadmap.isArchived === isArchived) return {kind: 'unchanged'};
    return {kind: 'done', cellCount: await work(db, roadmap.roadmapId)};
  });
}

/** Moves the steps of a roadmap into the archive or back, with their ids; returns their titles. */
async function moveSteps(
  db: Db,
  {roadmapId, toArchive}: {roadmapId: number; toArchive: boolean},
): Promise<string[]> {
  const [wanted, archive] = [db`preheat.roadmap_step`, db`preheat.archived_step`];
  const [from, to] = toArchive ? [wanted, archive] : [archive, wanted];
  const columns = db`
    roadmap_step_id, roadmap_id, position, title, description, difficulty, lesson_count, styles, first_lesson
  `;
  const rows = await db<{title: string}[]>`
    with moved as (delete from ${from} where roadmap_id = ${roadmapId} returning ${columns})
    insert into ${to} (${columns}) ${toArchive ? db`` : db`overriding system value`}
    select ${columns} from moved
    returning title
  `;
  return rows.map(({title}) => title);
}
