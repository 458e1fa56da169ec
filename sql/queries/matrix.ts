import type {CellMark} from '../../domain/cell-reasons.ts';
import type {CellState} from '../../domain/cells.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {type CellFilter, cellsAt, type CountTimes} from './cell-filter.ts';

/** Cells of a style in a state. */
export type MatrixCount = {style: Style; state: CellState; cellCount: number};

export type MatrixRoadmap = {
  roadmapKey: string;
  title: string;
  stepCount: number;
  lessonCount: number;
  /** By style, then by state: of the cells that match. */
  counts: MatrixCount[];
};

/** The cells that match, by roadmap: those with a match, by title. A cell that several share counts in each. */
export type Matrix = {
  /** Each cell once. */
  matchingCellCount: number;
  /** That match, and that no roadmap wants any more. */
  removedCellCount: number;
  roadmaps: MatrixRoadmap[];
};

type MatrixOptions = ServingPolicy & CountTimes & {filter: CellFilter};

type CountRow = MatrixCount &
  Omit<MatrixRoadmap, 'counts' | 'roadmapKey'> & {roadmapKey: string | null; isRemoved: boolean};

/** All cells as they were at a count, those that match the filter. */
export async function matrix(db: Db, options: MatrixOptions): Promise<Matrix> {
  const {roadmapKeys} = options.filter;
  return matrixOf(
    await counts(
      db,
      db`
        with cell as materialized (${cellsAt(db, options)}),
        counted as (
          select null::bigint as roadmap_id, style, state, count(*) as cell_count, is_removed
          from cell group by style, state, is_removed
          union all
          select s.roadmap_id, c.style, c.state, count(*), false
          from cell c join preheat.roadmap_step s
            on s.title = c.step_title and c.lesson_number between s.first_lesson and s.lesson_count and c.style = any(s.styles)
          where not c.is_removed
            ${
              roadmapKeys
                ? db`and s.roadmap_id in (select roadmap_id from preheat.roadmap where roadmap_key = any(${roadmapKeys}))`
                : db``
            }
          group by s.roadmap_id, c.style, c.state
        )
      `,
    ),
  );
}

/** Which filters the counts that are kept can answer: of a cell that several roadmaps share they say nothing more. */
type CountedFilter = {
  styles?: readonly Style[] | undefined;
  states?: readonly CellState[] | undefined;
  mark?: CellMark | undefined;
};

/** The filter where the counts that are kept answer it; else null. */
export function countedFilter({styles, states, marks, ...rest}: CellFilter): CountedFilter | null {
  const isMore = Object.values(rest).some(part => part !== undefined);
  return isMore || (marks && marks.length !== 1) ? null : {styles, states, mark: marks?.[0]};
}

/** The same out of what was counted last, where the filter is a simple one: nothing is counted again. */
export async function countedMatrix(db: Db, {styles, states, mark}: CountedFilter): Promise<Matrix> {
  const count = mark === undefined ? db`cell_count` : MARKED[mark](db);
  return matrixOf(
    await counts(
      db,
      db`
        with counted as (
          select roadmap_id, style, state, ${count} as cell_count, false as is_removed
          from preheat.coverage_count
          where ${count} > 0
            ${styles ? db`and style = any(${[...styles]}::text[])` : db``}
            ${states ? db`and state = any(${[...states]}::text[])` : db``}
        )
      `,
    ),
  );
}

const MARKED: Record<CellMark, (db: Db) => ReturnType<Db>> = {
  weak: db => db`weak_count`,
  unreviewed: db => db`unreviewed_count`,
  verified: db => db`verified_count`,
};

/** @param counted defines `counted`: by roadmap (null: all cells), style and state */
async function counts(db: Db, counted: ReturnType<Db>): Promise<CountRow[]> {
  return db<CountRow[]>`
    ${counted}
    select r.roadmap_key, r.title, coalesce(s.step_count, 0) as step_count, coalesce(s.lesson_count, 0) as lesson_count,
      n.style, n.state, n.cell_count, n.is_removed
    from counted n left join preheat.roadmap r using (roadmap_id)
    left join (
      select roadmap_id, count(*) as step_count, sum(lesson_count - first_lesson + 1) as lesson_count
      from preheat.roadmap_step where roadmap_id in (select roadmap_id from counted) group by roadmap_id
    ) s using (roadmap_id)
    order by r.title, r.roadmap_key, array_position(array['hands_on', 'video', 'reading', 'mixed'], n.style), n.state
  `;
}

function matrixOf(rows: readonly CountRow[]): Matrix {
  const all: Matrix = {matchingCellCount: 0, removedCellCount: 0, roadmaps: []};
  for (const {roadmapKey, title, stepCount, lessonCount, isRemoved, ...count} of rows) {
    if (roadmapKey === null) {
      if (isRemoved) all.removedCellCount += count.cellCount;
      else all.matchingCellCount += count.cellCount;
      continue;
    }
    const last = all.roadmaps.at(-1);
    if (last?.roadmapKey === roadmapKey) last.counts.push(count);
    else all.roadmaps.push({roadmapKey, title, stepCount, lessonCount, counts: [count]});
  }
  return all;
}

/** How many wanted cells match, and the first of them in walk order. */
export async function matchingCells(
  db: Db,
  {limit, ...options}: MatrixOptions & {limit: number},
): Promise<{cellCount: number; cellIds: number[]}> {
  const [row] = await db<[{cellCount: number; cellIds: number[]}]>`
    with cell as materialized (select cell_id from (${cellsAt(db, options)}) c where not is_removed)
    select (select count(*) from cell) as cell_count,
      array(select cell_id from cell order by cell_id limit ${limit}) as cell_ids
  `;
  return row;
}
