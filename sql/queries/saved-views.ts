import type {Actor} from '../../domain/actor.ts';
import type {Db} from '../client.ts';

/** The filters of a page of the console under a name, which the team shares. */
export type SavedView = {
  savedViewId: number;
  page: string;
  name: string;
  filter: unknown;
  savedBy: string;
  savedAt: Date;
};

/** The views of a page, or of all (null), by name. */
export async function savedViews(db: Db, page: string | null): Promise<SavedView[]> {
  return db<SavedView[]>`
    select saved_view_id, page, name, filter, saved_by, saved_at from preheat.saved_view
    ${page === null ? db`` : db`where page = ${page}`}
    order by page, lower(name), saved_view_id
  `;
}

/** Saves a view, in the place of one of the same name; null where the page has as many as it may have. */
export async function saveView(
  db: Db,
  {
    page,
    name,
    filter,
    actor,
    maxCount,
  }: {page: string; name: string; filter: unknown; actor: Actor; maxCount: number},
): Promise<SavedView | null> {
  const [row] = await db<[SavedView?]>`
    insert into preheat.saved_view as v (page, name, filter, saved_by)
    select ${page}, ${name}, ${JSON.stringify(filter ?? null)}::text::jsonb, ${actor.id}
    where (select count(*) from preheat.saved_view o where o.page = ${page} and o.name <> ${name}) < ${maxCount}
    on conflict (page, name) do update set filter = excluded.filter, saved_by = excluded.saved_by, saved_at = now()
    returning saved_view_id, page, name, filter, saved_by, saved_at
  `;
  return row ?? null;
}

/** Returns whether there was one. */
export async function deleteView(db: Db, savedViewId: number): Promise<boolean> {
  const rows = await db`delete from preheat.saved_view where saved_view_id = ${savedViewId}`;
  return rows.count > 0;
}
