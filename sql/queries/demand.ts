import type {RunOrder} from '../../domain/runs.ts';
import type {Db} from '../client.ts';

/**
 * Added to what was counted of a step, of a lesson number and of a style, so that few counts say little. Demand is
 * thin: cell by cell it is noise, and its raw counts order a run hardly better than none (a simulation of 300 requests
 * over 2,400 cells). The three margins multiplied tell more, and know something of cells without any lesson yet.
 */
const STEP_SMOOTHING = 5;
const NUMBER_SMOOTHING = 20;
const STYLE_SMOOTHING = 20;

/**
 * The keys to sort cells (named `u`) by, of which a run takes the first first. `walk`: as the roadmaps list them.
 * `demand` needs `demandJoins` beside the cells; equal demand goes in walk order.
 */
export function orderKeys(db: Db, order: RunOrder = 'walk') {
  if (order === 'walk') return db`u.cell_id`;
  return db`${demandOf(db)} desc, u.cell_id`;
}

/** The demand for a cell (named `u`, beside `demandJoins`): a multiple of that for a cell of which nothing is known. */
export function demandOf(db: Db) {
  const margin = (count: ReturnType<Db>, smoothing: number) =>
    db`((coalesce(${count}, 0) + ${smoothing}::int)::float8 / ${smoothing}::int)`;
  return db`
    ${margin(db`of_step.count`, STEP_SMOOTHING)} * ${margin(db`of_number.count`, NUMBER_SMOOTHING)}
      * ${margin(db`of_style.count`, STYLE_SMOOTHING)}
  `;
}

/**
 * What `orderKeys` needs joined to the cells (named `u`). Views count for whatever lesson of a cell they were, parked
 * ones too; of learners, those who have the lesson still before them.
 */
export function demandJoins(db: Db, order: RunOrder = 'walk') {
  if (order === 'walk') return db``;
  return db`
    left join (
      select title, sum(count) as count
      from (
        select title, count(*) from preheat.roadmap_step group by title
        union all
        select roadmap_step_title, count(*) from lessons_userroadmaplesson where completed_at is null group by 1
        union all
        select roadmap_step_title, sum(view_count) from lessons_lessoncontent where view_count > 0 group by 1
      ) part
      group by title
    ) of_step on of_step.title = u.step_title
    left join (
      select lesson_number, sum(view_count) as count from lessons_lessoncontent where view_count > 0 group by 1
    ) of_number on of_number.lesson_number = u.lesson_number
    left join (
      select learning_style, sum(view_count) as count from lessons_lessoncontent where view_count > 0 group by 1
    ) of_style on of_style.learning_style = u.style
  `;
}
