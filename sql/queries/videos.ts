import type {Video} from '../../domain/video.ts';
import type {Db} from '../client.ts';

/** The suitable videos of a step's last search, best first, or null where it was not searched for since `since`. */
export async function storedVideos(
  db: Db,
  {stepTitle, since}: {stepTitle: string; since: Date},
): Promise<Video[] | null> {
  const [row] = await db<[{videos: Video[]}?]>`
    select videos from preheat.video_search where step_title = ${stepTitle} and fetched_at > ${since}
  `;
  return row?.videos ?? null;
}

/** Keeps what a search found, in the place of what an earlier one did. */
export async function storeVideos(
  db: Db,
  {stepTitle, videos, fetchedAt}: {stepTitle: string; videos: readonly Video[]; fetchedAt: Date},
): Promise<void> {
  await db`
    insert into preheat.video_search (step_title, videos, fetched_at)
    values (${stepTitle}, ${db.json(videos)}, ${fetchedAt})
    on conflict (step_title) do update set videos = excluded.videos, fetched_at = excluded.fetched_at
  `;
}

/**
 * Counts one more search on YouTube's quota day of `at`, in one statement: concurrent callers never pass
 * `searchesPerDay`.
 *
 * @returns false where the day's searches are used up: none may be sent
 */
export async function takeSearch(
  db: Db,
  {at, searchesPerDay}: {at: Date; searchesPerDay: number},
): Promise<boolean> {
  const rows = await db`
    insert into preheat.video_search_day as d (pacific_day, search_count)
    select (${at}::timestamptz at time zone 'America/Los_Angeles')::date, 1 where ${searchesPerDay}::integer > 0
    on conflict (pacific_day) do update set search_count = d.search_count + 1
      where d.search_count < ${searchesPerDay}
    returning search_count
  `;
  return rows.length > 0;
}
