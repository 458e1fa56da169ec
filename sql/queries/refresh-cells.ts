import type {Db} from '../client.ts';
import {stepWords} from './staleness.ts';

/**
 * Makes the cells of these steps match the roadmaps: adds what is new, revives what came back, archives what no step
 * wants any more. Lessons are never touched. Set-based; safe to repeat.
 *
 * @param stepTitles those that were changed: all cells would be looked at otherwise (a million take ten seconds)
 */
export async function refreshCells(
  db: Db,
  stepTitles: readonly string[],
): Promise<{addedCount: number; revivedCount: number; archivedCount: number}> {
  const titles = db`${[...stepTitles]}::text[]`;
  const [row] = await db<[{addedCount: number; revivedCount: number; archivedCount: number}]>`
    with wanted as (
      -- A title that several roadmaps share is one set of cells, as long as the longest of its steps.
      select s.title as step_title, n as lesson_number, style,
        min(s.roadmap_id) as roadmap_id, (array_agg(s.position order by s.roadmap_id))[1] as position,
        min(array_position(array['hands_on', 'video', 'reading', 'mixed'], style)) as style_position
      from preheat.roadmap_step s, generate_series(s.first_lesson, s.lesson_count) n, unnest(s.styles) style
      where s.title = any(${titles})
      group by s.title, n, style
    ),
    added as (
      insert into preheat.cell (step_title, lesson_number, style, step_digest)
      select step_title, lesson_number, style, words.step_digest
      from wanted join (${stepWords(db)} where w.title = any(${titles})) words on words.title = wanted.step_title
      where not exists (
        select from preheat.cell c
        where c.step_title = wanted.step_title and c.lesson_number = wanted.lesson_number and c.style = wanted.style
      )
      -- cell_id is the walk order of a run.
      order by roadmap_id, position, step_title, lesson_number, style_position
      returning cell_id
    ),
    revived as (
      update preheat.cell c set archived_at = null
      from wanted w
      where c.archived_at is not null
        and c.step_title = w.step_title and c.lesson_number = w.lesson_number and c.style = w.style
      returning c.cell_id
    ),
    archived as (
      update preheat.cell c set archived_at = now()
      where c.archived_at is null and c.step_title = any(${titles}) and not exists (
        select from wanted w
        where c.step_title = w.step_title and c.lesson_number = w.lesson_number and c.style = w.style
      )
      returning c.cell_id
    )
    select (select count(*) from added) as added_count, (select count(*) from revived) as revived_count,
      (select count(*) from archived) as archived_count
  `;
  return row;
}
