import * as fc from 'fast-check';
import {beforeEach, expect, test} from 'vitest';
import {changeOf} from '../../../domain/cell-changes.ts';
import type {CellState} from '../../../domain/cells.ts';
import {cellsAt} from '../../../sql/queries/cell-filter.ts';
import {cellsNow} from '../../../sql/queries/cell-pages.ts';
import {countAt, coverageMoments, exceptionsAt} from '../../../sql/queries/coverage-past.ts';
import {countCoverage, storedCoverage} from '../../../sql/queries/coverage.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, givenCells, roadmap, step} from '../givens.ts';
import {givenPeople} from '../people.ts';
import {givenPublished} from '../published.ts';
import {testDatabase} from '../../support/postgres.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const POLICY = {emulated: false};

/** Counts; returns the time of the count. */
async function count(): Promise<Date> {
  await countCoverage(sql, {...POLICY, maxAgeMs: 0});
  const at = await countAt(sql);
  if (!at) throw new Error('It was not counted.');
  return at;
}

type Snapshot = Map<number, string>;

/** What each wanted cell has now, without any count. */
async function snapshotNow(): Promise<Snapshot> {
  const ids = await sql<{cellId: number}[]>`select cell_id from preheat.cell`;
  const cells = await cellsNow(sql, {...POLICY, cellIds: ids.map(({cellId}) => cellId)});
  const marks = await sql<{cellId: number; isReviewed: boolean; isVerified: boolean}[]>`
    select v.cell_id, exists (select from lessons_mentorreview m where m.lesson_content_id = v.lesson_id) as is_reviewed,
      l.approval_status = 'mentor_verified' as is_verified
    from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id where v.state = 'live'
  `;
  return new Map(
    cells.map(({cellId, state, staleReason}) => {
      const served = state === 'served' || state === 'stale';
      const of = (name: 'isReviewed' | 'isVerified') =>
        served && marks.some(mark => mark.cellId === cellId && mark[name]);
      return [cellId, [state, staleReason, of('isReviewed'), of('isVerified')].join(' ')];
    }),
  );
}

/** The same as it was at a count. */
async function snapshotAt(at: Date): Promise<Snapshot> {
  const rows = await sql<
    {cellId: number; state: string; staleReason: string | null; isReviewed: boolean; isVerified: boolean}[]
  >`
    select c.cell_id, c.state, k.stale_reason, coalesce(k.is_reviewed, false) as is_reviewed,
      coalesce(k.is_verified, false) as is_verified
    from (${cellsAt(sql, {...POLICY, filter: {}, at})}) c left join (${exceptionsAt(sql, at)}) k using (cell_id)
    order by c.cell_id
  `;
  return new Map(
    rows.map(row => [row.cellId, [row.state, row.staleReason, row.isReviewed, row.isVerified].join(' ')]),
  );
}

const TITLES = ['A', 'B', 'C', 'D'];
const ACTS = fc.oneof(
  fc.record({
    kind: fc.constant('import' as const),
    titles: fc.subarray(TITLES, {minLength: 1}),
    description: fc.constantFrom('', 'Other words.'),
  }),
  fc.record({
    kind: fc.constantFrom('publish' as const, 'reject' as const, 'verify' as const, 'review' as const),
    cellId: fc.integer({min: 1, max: TITLES.length}),
  }),
  fc.constant({kind: 'count' as const}),
);
type Act = typeof ACTS extends fc.Arbitrary<infer One> ? One : never;

async function act(change: Exclude<Act, {kind: 'count'}>): Promise<void> {
  if (change.kind === 'import') {
    const {titles, description} = change;
    await importRoadmaps(sql, [
      roadmap(
        'r',
        titles.map(title => step(title, {description})),
      ),
    ]);
    return;
  }
  const {cellId} = change;
  const live = sql`
    select v.lesson_id from preheat.lesson_version v where v.cell_id = ${cellId} and v.state = 'live'
  `;
  switch (change.kind) {
    case 'publish': {
      const [cell] = await cellsNow(sql, {...POLICY, cellIds: [cellId]});
      if (cell && cell.state !== 'served' && cell.state !== 'stale') await givenPublished(sql, cellId);
      return;
    }
    case 'reject':
      await sql`update lessons_lessoncontent set approval_status = 'rejected' where id in (${live})`;
      return;
    case 'verify':
      await sql`update lessons_lessoncontent set approval_status = 'mentor_verified' where id in (${live})`;
      return;
    case 'review':
      await sql`
        insert into lessons_mentorreview (status, feedback, expertise_area, reviewed_at, updated_at, lesson_content_id, mentor_id)
        select 'verified', '', '', now(), now(), lesson_id, 'm' from (${live}) l
        on conflict do nothing
      `;
  }
}

test('whatever happened, each count is told as it was then, and so is what changed between any two', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ACTS, {minLength: 4, maxLength: 14}), async acts => {
      await emptyTables(sql);
      await givenPeople(sql, ['m'], {role: 'mentor'});
      const then: [Date, Snapshot][] = [];
      for (const change of [...acts, {kind: 'count' as const}]) {
        if (change.kind === 'count') then.push([await count(), await snapshotNow()]);
        else await act(change);
      }

      for (const [at, snapshot] of then) expect(await snapshotAt(at)).toEqual(snapshot);
      const stateOf = (snapshot: Snapshot, cellId: number) =>
        (snapshot.get(cellId)?.split(' ')[0] ?? null) as CellState | null;
      for (const [at, snapshot] of then) {
        for (const [comparedWith, before] of then) {
          const changed = [...snapshot.keys()].flatMap(cellId => {
            const is = stateOf(snapshot, cellId);
            const change = is && changeOf(stateOf(before, cellId), is);
            return change ? [`${cellId} ${change}`] : [];
          });
          const found = await Promise.all(
            (['filled', 'lost', 'went_stale', 'new'] as const).map(async change => {
              const rows = await sql<{cellId: number}[]>`
                select cell_id from (${cellsAt(sql, {...POLICY, filter: {changes: [change]}, at, comparedWith})}) c
              `;
              return rows.map(({cellId}) => `${cellId} ${change}`);
            }),
          );
          expect(found.flat().toSorted()).toEqual(changed.toSorted());
        }
      }
    }),
    {numRuns: 10},
  );
}, 120_000);

test('before the first count there is none to look back at', async () => {
  expect(await countAt(sql)).toBe(null);
  expect(await coverageMoments(sql, {limit: 9})).toEqual([]);
});

test('of a moment, the last count until then is meant', async () => {
  const [first, second] = [await count(), await count()];
  const plus = (date: Date, ms: number) => new Date(date.getTime() + ms);

  expect(second.getTime()).toBeGreaterThan(first.getTime());
  expect(await countAt(sql, plus(first, -1))).toBe(null);
  expect(await countAt(sql, first)).toEqual(first);
  expect(await countAt(sql, plus(second, -1))).toEqual(first);
  expect(await countAt(sql, plus(second, 1_000))).toEqual(second);
});

/** An hour of the day, so many days ago. */
function time(days: number, hour: number): Date {
  const date = new Date(Date.now() - days * 86_400_000);
  date.setUTCHours(hour, 0, 0, 0);
  return date;
}

const givenMoments = async (...times: Date[]) => sql`
  insert into preheat.coverage_moment (counted_at, cell_count, served_count, weighted_share)
  select at::timestamptz, 1, 1, 1 from unnest(${times.map(at => at.toISOString())}::text[]) at
`;

test('days are listed by their last count with what was served, the newest first', async () => {
  const dayPasses = () => sql`update preheat.coverage_moment set counted_at = counted_at - interval '1 day'`;
  await count();
  await dayPasses();
  await givenCells(sql, 'A', 'B', 'C', 'D');
  await givenPublished(sql, 1);
  await count();
  await dayPasses();
  const last = await count();
  const of = (cellCount: number, servedCount: number) =>
    expect.objectContaining({cellCount, servedCount}) as object;

  const moments = await coverageMoments(sql, {limit: 9});
  expect(moments).toEqual([of(4, 1), of(4, 1), of(0, 0)]);
  expect(moments[0]?.countedAt).toEqual(last);
  expect(moments.map(({weightedShare}) => weightedShare)).toEqual([0.25, 0.25, 1]);
  expect((await storedCoverage(sql))?.countedAt).toEqual(last);
});

test('a limit is one of days, of UTC, however often they were counted', async () => {
  await givenMoments(time(3, 0), time(3, 23), time(2, 0), time(1, 12), time(1, 13), time(1, 14));
  const listed = async (limit: number) =>
    (await coverageMoments(sql, {limit})).map(({countedAt}) => countedAt);

  expect(await listed(9)).toEqual([time(1, 14), time(2, 0), time(3, 23)]);
  expect(await listed(2)).toEqual([time(1, 14), time(2, 0)]);
});

test('of days that are two days old the last count is kept, for 90 days; what no count saw is forgotten', async () => {
  await givenMoments(time(95, 1), time(80, 12), time(4, 12), time(4, 13), time(1, 12), time(1, 13));
  const past = [
    ['seen 95 days ago only', time(95, 0), time(95, 2)],
    ['seen at 12 only, 4 days ago', time(4, 12), time(4, 13)],
    ['seen at 13 too, 4 days ago', time(4, 12), time(4, 14)],
    ['seen between 80 and 4 days ago by none', time(79, 0), time(4, 12)],
    ['seen 80 days ago', time(80, 12), time(80, 13)],
    ['seen yesterday', time(1, 12), time(1, 13)],
  ] as const;
  for (const [n, [state, since, until]] of past.entries()) {
    await sql`
      insert into preheat.coverage_past (cell_id, state, is_reviewed, is_verified, is_weak, since, until)
      values (${n}, ${state}, false, false, false, ${since}, ${until})
    `;
  }
  const now = await count();

  const kept = await sql`select counted_at from preheat.coverage_moment order by counted_at desc`;
  expect(kept.map(row => row['countedAt'] as Date)).toEqual([
    now,
    time(1, 13),
    time(1, 12),
    time(4, 13),
    time(80, 12),
  ]);
  expect(
    (await sql`select state from preheat.coverage_past order by cell_id`).map(row => row['state']),
  ).toEqual(['seen at 13 too, 4 days ago', 'seen 80 days ago', 'seen yesterday']);
});

test('a cell that nobody has counted yet is in no count; one that came late keeps its place', async () => {
  await givenCells(sql, 'A');
  const first = await count();
  // Ids 2 and 3 are taken; the second is stored first.
  const late = await sql.reserve();
  await late`begin`;
  await late`insert into preheat.cell (step_title, lesson_number, style) values ('B', 1, 'reading')`;
  await sql`insert into preheat.cell (step_title, lesson_number, style) values ('C', 1, 'reading')`;
  const second = await count();
  await late`commit`;
  late.release();
  const idsAt = async (at: Date) => [...(await snapshotAt(at)).keys()];

  expect([await idsAt(first), await idsAt(second)]).toEqual([[1], [1, 3]]);
  const third = await count();
  expect([await idsAt(first), await idsAt(second), await idsAt(third)]).toEqual([[1], [1, 3], [1, 2, 3]]);
});
