import {changeOf, isServed} from '../../domain/cell-changes.ts';
import type {CellMark} from '../../domain/cell-reasons.ts';
import type {CellState} from '../../domain/cells.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import type {Difficulty, Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import type {CellFilter} from './cell-filter.ts';
import {type CellNow, cellsNow} from './cell-pages.ts';
import {containing} from './containing.ts';
import {countedMarginJoins, countedStepDemand} from './coverage-keep.ts';
import {exceptionOf} from './coverage-past.ts';
import {demandOf} from './demand.ts';
import {findingsInQuarantine} from './quarantine-findings.ts';

const DAY_MS = 86_400_000;

/** A cell of the matrix: its state at a count or now; of its lesson always what is so now. */
export type MatrixCell = Omit<CellNow, 'stepTitle'> & {
  /** The first error of the draft in quarantine; null at a count. */
  finding: string | null;
  /** As it was counted last, or at the count that is looked at. */
  marks: CellMark[];
  /** As it was counted last: a multiple of that for a cell of which nothing is known. */
  demand: number;
  /** With a count that it is compared with: the state then; null where no roadmap wanted it. */
  was: CellState | null;
  /** Somebody holds it to make its lesson, at this moment; never at a count. */
  isBeingMade: boolean;
  matches: boolean;
};

export type MatrixLesson = {lessonNumber: number; cells: MatrixCell[]};

export type MatrixStep = {
  position: number;
  title: string;
  difficulty: Difficulty;
  lessons: MatrixLesson[];
};

/** The steps of a roadmap that have a match, with all their cells. */
export type MatrixRows = {
  roadmapKey: string;
  title: string;
  steps: MatrixStep[];
  /** Where the next part begins; null where there is none. */
  nextPosition: number | null;
};

/** What is looked at: a count, as `countAt` tells it (null: the cells as they are now), and one to compare it with. */
type RowTimes = {at: Date | null; comparedWith: Date | null};

type RowsOptions = ServingPolicy &
  RowTimes & {
    roadmapKey: string;
    filter: CellFilter;
    /** Steps from this position on. */
    fromPosition: number;
    /** About so many cells are looked at; of one step all. */
    cellLimit: number;
  };

/** The part of the matrix that a roadmap is; null where there is no such roadmap. */
export async function matrixRoadmap(db: Db, options: RowsOptions): Promise<MatrixRows | null> {
  const {roadmapKey, filter, at, comparedWith, fromPosition, cellLimit, ...policy} = options;
  const part = await stepsFrom(db, {roadmapKey, fromPosition, cellLimit});
  if (!part) return null;
  const {title, roadmapStepIds, nextPosition} = part;
  const counted = await countedCells(db, {roadmapStepIds, text: filter.text, at, comparedWith});
  const cellIds = counted.map(({cellId}) => cellId);
  const now = new Map((await cellsNow(db, {...policy, cellIds})).map(cell => [cell.cellId, cell]));
  const inQuarantine = at ? [] : [...now.values()].filter(({state}) => state === 'quarantined');
  const findings = await findingsInQuarantine(db, {
    cellIds: inQuarantine.map(({cellId}) => cellId),
    emulated: policy.emulated,
  });
  const isWanted = matcher({filter, roadmapKey, isCompared: comparedWith !== null});
  const steps = new Map<number, MatrixStep>();
  for (const row of counted) {
    const cellNow = now.get(row.cellId);
    const cell = cellNow && cellOf(row, cellNow, {at, finding: findings.get(row.cellId) ?? null});
    if (!cell) continue;
    cell.matches = isWanted(cell, row);
    addTo(steps, row, cell);
  }
  const matching = [...steps.values()].filter(step =>
    step.lessons.some(({cells}) => cells.some(({matches}) => matches)),
  );
  return {roadmapKey, title, steps: matching, nextPosition};
}

async function stepsFrom(
  db: Db,
  {roadmapKey, fromPosition, cellLimit}: Pick<RowsOptions, 'roadmapKey' | 'fromPosition' | 'cellLimit'>,
): Promise<{title: string; roadmapStepIds: number[]; nextPosition: number | null} | null> {
  const [row] = await db<[{title: string; roadmapStepIds: number[]; nextPosition: number | null}?]>`
    select r.title, coalesce(array_agg(s.roadmap_step_id) filter (where s.cells_before < ${cellLimit}), '{}') as roadmap_step_ids,
      min(s.position) filter (where s.cells_before >= ${cellLimit}) as next_position
    from preheat.roadmap r
    left join lateral (
      -- Steps of one position are peers: a part never ends between them.
      select s.roadmap_step_id, s.position,
        coalesce(sum((s.lesson_count - s.first_lesson + 1) * cardinality(s.styles)) over (
          order by s.position groups between unbounded preceding and 1 preceding
        ), 0) as cells_before
      from preheat.roadmap_step s where s.roadmap_id = r.roadmap_id and s.position >= ${fromPosition}
    ) s on true
    where r.roadmap_key = ${roadmapKey}
    group by r.title
  `;
  return row ?? null;
}

type CountedCell = {
  roadmapStepId: number;
  position: number;
  title: string;
  difficulty: Difficulty;
  cellId: number;
  lessonNumber: number;
  style: Style;
  hasText: boolean;
  demand: number;
  /** At the count; `archived` or `absent` where no roadmap wanted the cell. */
  state: string;
  staleReason: CellNow['staleReason'];
  isReviewed: boolean;
  isVerified: boolean;
  isWeak: boolean;
  was: string;
  isBeingMade: boolean;
};

/** The cells of these steps in their order, with what they had at a count (the last one unless another is named). */
async function countedCells(
  db: Db,
  {
    roadmapStepIds,
    text,
    at,
    comparedWith,
  }: RowTimes & {roadmapStepIds: readonly number[]; text: string | undefined},
): Promise<CountedCell[]> {
  const last = db`select * from preheat.coverage_cell where cell_id = u.cell_id`;
  // Looked up cell by cell: Postgres cannot know how many there are, and joins of all to all take seconds.
  return db<CountedCell[]>`
    with s as materialized (
      select s.*, ${countedStepDemand(db)} as asked_count
      from preheat.roadmap_step s where roadmap_step_id = any(${[...roadmapStepIds]}::bigint[])
    ),
    u as materialized (
      select s.roadmap_step_id, s.position, s.difficulty, s.asked_count, c.step_title, c.cell_id, c.lesson_number, c.style,
        c.claimed_until
      from s join preheat.cell c
        on c.step_title = s.title and c.lesson_number between s.first_lesson and s.lesson_count and c.style = any(s.styles)
      where c.archived_at is null
    )
    select u.roadmap_step_id, u.position, u.step_title as title, u.difficulty, u.cell_id, u.lesson_number, u.style,
      ${text ? db`u.step_title ilike ${containing(text)}` : db`true`} as has_text, ${demandOf(db)} as demand,
      coalesce(k.state, 'served') as state, k.stale_reason, coalesce(k.is_reviewed, false) as is_reviewed,
      coalesce(k.is_verified, false) as is_verified, coalesce(k.is_weak, false) as is_weak,
      ${comparedWith ? db`coalesce(w.state, 'served')` : db`'absent'`} as was,
      coalesce(u.claimed_until >= now(), false) as is_being_made
    from u left join lateral (${at ? exceptionOf(db, at, db`u.cell_id`) : last}) k on true
    ${comparedWith ? db`left join lateral (${exceptionOf(db, comparedWith, db`u.cell_id`)}) w on true` : db``}
    cross join lateral (select u.asked_count as count) of_step
    ${countedMarginJoins(db)}
    order by u.position, u.roadmap_step_id, u.lesson_number,
      array_position(array['hands_on', 'video', 'reading', 'mixed'], u.style)
  `;
}

const wasThere = (state: string): state is CellState => state !== 'archived' && state !== 'absent';

/** Null where there was no such cell at the count that is looked at. */
function cellOf(
  row: CountedCell,
  now: CellNow,
  {at, finding}: {at: Date | null; finding: string | null},
): MatrixCell | null {
  const {stepTitle: _, ...lesson} = now;
  const {state: countedState, staleReason, isReviewed, isVerified, isWeak, demand} = row;
  if (at && !wasThere(countedState)) return null;
  const then = at ? {state: countedState as CellState, staleReason} : {};
  const cell = {...lesson, ...then};
  const marks: CellMark[] = [];
  if (isServed(cell.state)) {
    if (isWeak) marks.push('weak');
    if (!isReviewed) marks.push('unreviewed');
    if (isVerified) marks.push('verified');
  }
  const was = wasThere(row.was) ? row.was : null;
  const isBeingMade = at === null && row.isBeingMade;
  return {...cell, finding, marks, demand, was, isBeingMade, matches: false};
}

/** Whether the filter names a cell: as `cellsAt` does. */
function matcher({
  filter,
  roadmapKey,
  isCompared,
}: {
  filter: CellFilter;
  roadmapKey: string;
  isCompared: boolean;
}): (cell: MatrixCell, row: CountedCell) => boolean {
  const {roadmapKeys, styles, states, marks, changes, minAgeDays, cellIds} = filter;
  const named = cellIds && new Set(cellIds);
  const oldBefore = minAgeDays === undefined ? null : Date.now() - minAgeDays * DAY_MS;
  return (cell, {hasText}) => {
    const change = isCompared ? changeOf(cell.was, cell.state) : null;
    return (
      hasText &&
      (roadmapKeys?.includes(roadmapKey) ?? true) &&
      (styles?.includes(cell.style) ?? true) &&
      (states?.includes(cell.state) ?? true) &&
      (named?.has(cell.cellId) ?? true) &&
      (marks?.some(mark => cell.marks.includes(mark)) ?? true) &&
      (changes === undefined || (change !== null && changes.includes(change))) &&
      (oldBefore === null || (cell.generatedAt !== null && cell.generatedAt.getTime() <= oldBefore))
    );
  };
}

function addTo(steps: Map<number, MatrixStep>, row: CountedCell, cell: MatrixCell): void {
  const {roadmapStepId, position, title, difficulty, lessonNumber} = row;
  let step = steps.get(roadmapStepId);
  if (!step) steps.set(roadmapStepId, (step = {position, title, difficulty, lessons: []}));
  const last = step.lessons.at(-1);
  if (last?.lessonNumber === lessonNumber) last.cells.push(cell);
  else step.lessons.push({lessonNumber, cells: [cell]});
}
