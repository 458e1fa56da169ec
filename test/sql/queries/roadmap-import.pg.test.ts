import * as fc from 'fast-check';
import {beforeEach, describe, expect, test} from 'vitest';
import type {Roadmap} from '../../../domain/roadmaps/roadmap.ts';
import {DIFFICULTIES, STYLES} from '../../../domain/styles.ts';
import {archiveRoadmap} from '../../../sql/queries/roadmap-archive.ts';
import {
  importAudited,
  importExpected,
  previewImport,
  storedRoadmaps,
} from '../../../sql/queries/roadmap-import.ts';
import {planTotals} from '../../../sql/queries/cells.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenLesson, roadmap, step, untilWaiting} from '../givens.ts';
import {givenPublished} from '../published.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const policy = {emulated: false};
const actor = {id: 'ada', role: 'admin'};
const preview = (...roadmaps: Roadmap[]) => previewImport(sql, {roadmaps, policy});
const cellsOf = async (...roadmaps: Roadmap[]) => (await preview(...roadmaps)).cells;
const NONE = {newCount: 0, backCount: 0, archivedCount: 0, staleCount: 0};

describe('a preview', () => {
  test('says of a new roadmap which cells are new; those that others have are not', async () => {
    await importRoadmaps(sql, [roadmap('a', [step('One', {lessonCount: 2})])]);

    const given = roadmap('b', [step('One', {lessonCount: 3}), step('Two', {styles: ['video', 'reading']})]);
    expect(await cellsOf(given)).toEqual({...NONE, newCount: 3});
  });

  test('says which cells go, but for those that another roadmap wants', async () => {
    await importRoadmaps(sql, [
      roadmap('a', [step('One', {lessonCount: 3}), step('Two'), step('Three')]),
      roadmap('b', [step('Two')]),
    ]);

    expect(await cellsOf(roadmap('a', [step('One')]))).toEqual({...NONE, archivedCount: 3});
  });

  test('says which cells come back', async () => {
    await importRoadmaps(sql, [roadmap('a', [step('One'), step('Two')])]);
    await importRoadmaps(sql, [roadmap('a', [step('One')])]);

    expect(await cellsOf(roadmap('a', [step('One'), step('Two')]))).toEqual({...NONE, backCount: 1});
  });

  test('leaves cells alone where an import does nothing, or only moves', async () => {
    await importRoadmaps(sql, [roadmap('a', [step('One'), step('Two')])]);

    const same = await preview(roadmap('a', [step('One'), step('Two')]));
    const moved = await preview(roadmap('a', [step('Two'), step('One')]));
    expect([same.cells, moved.cells]).toEqual([NONE, NONE]);
    expect([same, moved].map(({roadmaps}) => roadmaps[0]?.kind)).toEqual(['unchanged', 'changed']);
  });

  test('leaves an archived roadmap out', async () => {
    await importRoadmaps(sql, [roadmap('a', [step('One')])]);
    await archiveRoadmap(sql, {key: 'a', reason: null, actor});

    const {roadmaps, cells} = await preview(roadmap('a', [step('Other')]));
    expect(roadmaps).toMatchObject([{key: 'a', kind: 'archived'}]);
    expect(cells).toEqual(NONE);
  });

  test('writes nothing', async () => {
    await importRoadmaps(sql, [roadmap('a', [step('One')])]);
    await preview(roadmap('a', [step('Two')]), roadmap('b', [step('Three')]));

    expect(await sql`select roadmap_key, title from preheat.roadmap`).toEqual([
      {roadmapKey: 'a', title: 'Roadmap a'},
    ]);
    expect(await sql`select step_title, archived_at from preheat.cell`).toEqual([
      {stepTitle: 'One', archivedAt: null},
    ]);
  });
});

describe('lessons that become stale', () => {
  const other = (changes = {}) => roadmap('a', [step('One', {description: 'Other.', ...changes})]);
  const stale = async (...roadmaps: Roadmap[]) => (await cellsOf(...roadmaps)).staleCount;
  beforeEach(() => importRoadmaps(sql, [roadmap('a', [step('One')])]));

  test('are those that were made from other words', async () => {
    await givenPublished(sql, 1);

    expect(await stale(other())).toBe(1);
    expect(await stale(roadmap('a', [step('One', {difficulty: 'advanced'})]))).toBe(1);
    expect(await stale(roadmap('a', [step('One', {lessonCount: 2})]))).toBe(0);
    expect(await stale(roadmap('a', [step('Two', {description: 'Other.'})]))).toBe(0);
  });

  test('count once a cell, whatever keys it is under', async () => {
    await givenPublished(sql, 1, {variants: ['plain', 'multi_source_v1']});
    expect(await stale(other())).toBe(1);
  });

  test('are none of others, and none that a person stands for', async () => {
    await givenLesson(sql, 1);
    expect(await stale(other())).toBe(0);
    await sql`delete from lessons_lessoncontent`;
    const lessonId = await givenPublished(sql, 1);
    await sql`update preheat.lesson_version set promoted_at = now()`;
    expect(await stale(other())).toBe(0);
    await sql`update preheat.lesson_version set promoted_at = null`;
    await sql`update lessons_lessoncontent set approval_status = 'mentor_verified' where id = ${lessonId}`;
    expect(await stale(other())).toBe(0);
    await sql`update lessons_lessoncontent set approval_status = 'approved'`;
    expect(await stale(other())).toBe(1);
    await sql`update preheat.lesson_version set origin = 'adopted'`;
    expect(await stale(other())).toBe(0);
  });

  test('are none that are parked, or stale already', async () => {
    await givenPublished(sql, 1);
    await sql`update preheat.lesson_version set state = 'parked'`;
    expect(await stale(other())).toBe(0);
    await sql`update preheat.lesson_version set state = 'live', stale_text_since = now()`;
    expect(await stale(other())).toBe(0);
  });

  test('are none of a real model where the emulator would replace them', async () => {
    await givenPublished(sql, 1);
    const emulated = async () =>
      (await previewImport(sql, {roadmaps: [other()], policy: {emulated: true}})).cells.staleCount;
    expect(await emulated()).toBe(0);
    await sql`update lessons_lessoncontent set created_by = 'gemini-emulator'`;
    expect(await emulated()).toBe(1);
  });

  test('are none whose cell goes', async () => {
    await givenPublished(sql, 1);
    await importRoadmaps(sql, [roadmap('b', [step('One', {styles: ['video']})])]);

    expect(await stale(roadmap('a', [step('Two')]))).toBe(0);
  });

  test('follow the words of the first roadmap that has the step', async () => {
    await givenPublished(sql, 1);
    const ofSecond = roadmap('b', [step('One', {description: 'Other.'})]);
    expect(await stale(ofSecond)).toBe(0);
    await importRoadmaps(sql, [ofSecond]);
    expect(await stale(roadmap('a', [step('Two')]))).toBe(1);
  });
});

/** Few titles, so that roadmaps share steps and steps come back. */
const anyStep = fc.record({
  title: fc.constantFrom('A', 'B', 'C'),
  description: fc.constantFrom('', 'x'),
  difficulty: fc.constantFrom(...DIFFICULTIES),
  lessonCount: fc.integer({min: 1, max: 3}),
  styles: fc.subarray([...STYLES], {minLength: 1, maxLength: 2}),
});
const anySteps = fc.uniqueArray(anyStep, {minLength: 1, maxLength: 3, selector: ({title}) => title});
const anyImport = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), anySteps), {
    minLength: 1,
    maxLength: 3,
    selector: ([key]) => key,
  })
  .map(roadmaps => roadmaps.map(([key, steps]) => roadmap(key, steps)));

test('what a preview says is what the import does, whatever came before', async () => {
  const staleNow = async () => {
    const {stale} = await planTotals(sql, {...policy, filter: {only: ['stale']}});
    return stale.reduce((sum, {cellCount}) => sum + cellCount, 0);
  };
  await fc.assert(
    // Each begins where the one before ended.
    fc.asyncProperty(fc.array(anyImport, {minLength: 2, maxLength: 4}), async imports => {
      for (const roadmaps of imports) {
        const {roadmaps: changes, cells} = await preview(...roadmaps);
        const staleBefore = await sql<{cellId: number}[]>`
          select c.cell_id from preheat.cell c join preheat.lesson_version v using (cell_id)
          where c.archived_at is null and v.stale_text_since is not null`;
        const outcome = await importRoadmaps(sql, roadmaps);
        const count = (kind: string) => changes.filter(change => change.kind === kind).length;
        expect(outcome).toEqual({
          createdCount: count('new'),
          changedCount: count('changed'),
          unchangedCount: count('unchanged'),
          addedCellCount: cells.newCount,
          revivedCellCount: cells.backCount,
          archivedCellCount: cells.archivedCount,
        });
        const known = new Set(staleBefore.map(({cellId}) => cellId));
        const marked = await sql<{cellId: number}[]>`
          select c.cell_id from preheat.cell c join preheat.lesson_version v using (cell_id)
          where c.archived_at is null and v.state = 'live' and v.stale_text_since is not null`;
        expect(cells.staleCount).toBe(marked.filter(({cellId}) => !known.has(cellId)).length);
        expect(await staleNow()).toBe(marked.length);
        const stored = await storedRoadmaps(
          sql,
          roadmaps.map(({id}) => id),
        );
        for (const given of roadmaps) {
          const steps = given.steps.map(one => ({...one, firstLesson: 1}));
          expect(stored.get(given.id)).toEqual({roadmap: {...given, steps}, isArchived: false});
        }
        const [unserved] = await sql<[{cellId: number}?]>`
          select c.cell_id from preheat.cell c
          where archived_at is null and not exists (select from preheat.lesson_version v where v.cell_id = c.cell_id)
          order by cell_id limit 1`;
        if (unserved) await givenPublished(sql, unserved.cellId);
      }
    }),
    {numRuns: 25},
  );
}, 120_000);

const expected = (expectedDigest: string, ...roadmaps: Roadmap[]) =>
  importExpected(sql, {roadmaps, policy, expectedDigest, actor});
const stored = async () =>
  (await sql<{title: string}[]>`select title from preheat.roadmap_step order by 1`).map(row => row.title);

describe('an import that was seen in a preview', () => {
  test('is done, and done once', async () => {
    const given = roadmap('a', [step('One')]);
    const {digest} = await preview(given);

    expect(await expected(digest, given)).toMatchObject({
      kind: 'imported',
      preview: {digest},
      outcome: {createdCount: 1, addedCellCount: 1},
    });
    expect(await expected(digest, given)).toMatchObject({kind: 'unchanged'});
    expect(await stored()).toEqual(['One']);
    expect(await sql`select from preheat.audit_event`).toHaveLength(1);
  });

  test('is refused where it would do something else by now', async () => {
    await importRoadmaps(sql, [roadmap('a', [step('One')])]);
    const given = roadmap('a', [step('Two')]);
    const {digest} = await preview(given);
    await importRoadmaps(sql, [roadmap('a', [step('One'), step('Three')])]);

    const refused = await expected(digest, given);
    expect(refused).toMatchObject({kind: 'differs', preview: {cells: {archivedCount: 2, newCount: 1}}});
    expect(await stored()).toEqual(['One', 'Three']);
    expect(await sql`select from preheat.audit_event`).toHaveLength(0);
    expect(await expected(refused.preview.digest, given)).toMatchObject({kind: 'imported'});
  });

  test('is refused where another roadmap changed what becomes of the cells', async () => {
    await importRoadmaps(sql, [roadmap('a', [step('One'), step('Two')])]);
    const given = roadmap('a', [step('One')]);
    const {digest} = await preview(given);
    await importRoadmaps(sql, [roadmap('b', [step('Two')])]);

    expect(await expected(digest, given)).toMatchObject({kind: 'differs', preview: {cells: NONE}});
  });

  test('is done although a lesson was made meanwhile', async () => {
    await importRoadmaps(sql, [roadmap('a', [step('One')])]);
    const given = roadmap('a', [step('One', {description: 'Other.'})]);
    const {digest} = await preview(given);
    await givenPublished(sql, 1);

    expect(await expected(digest, given)).toMatchObject({
      kind: 'imported',
      preview: {cells: {staleCount: 1}},
    });
  });

  test('waits for another import, and sees what that did', async () => {
    const given = roadmap('a', [step('One')]);
    const {digest} = await preview(given);
    const second = await sql.begin(async db => {
      await db`select pg_advisory_xact_lock(7243302)`;
      const waiting = expected(digest, given);
      await untilWaiting(sql);
      await db`
        insert into preheat.roadmap (roadmap_key, title, description, category) values ('a', 'Roadmap a', '', '')`;
      return {waiting};
    });

    expect(await second.waiting).toMatchObject({kind: 'differs', preview: {roadmaps: [{kind: 'changed'}]}});
  });
});

test('a roadmap was changed when its steps were, and not when it stayed as it was', async () => {
  const given = [roadmap('a', [step('One')]), roadmap('b', [step('Two')])];
  await importRoadmaps(sql, given);
  await sql`update preheat.roadmap set updated_at = '2026-01-01'`;
  await importRoadmaps(sql, [roadmap('a', [step('One'), step('Three')]), roadmap('b', [step('Two')])]);

  expect(await sql`select roadmap_key from preheat.roadmap where updated_at > '2026-01-01'`).toEqual([
    {roadmapKey: 'a'},
  ]);
});

test('each roadmap that changes is audited with what was taken away and put there', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('One', {description: 'Old.'}), step('Gone')], {description: 'Was.'}),
    roadmap('same', [step('One')]),
  ]);
  await importAudited(sql, {
    roadmaps: [
      roadmap('a', [step('One', {description: 'New.'})], {description: 'Is.'}),
      roadmap('same', [step('One')]),
      roadmap('b', [step('Two')]),
    ],
    actor,
  });

  expect(
    await sql`select actor, actor_role, action, before, after from preheat.audit_event order by audit_event_id`,
  ).toEqual([
    {
      actor: 'ada',
      actorRole: 'admin',
      action: 'import_roadmap',
      before: {
        roadmapKey: 'a',
        description: 'Was.',
        steps: [
          {position: 1, title: 'One', description: 'Old.'},
          {position: 2, title: 'Gone', difficulty: 'beginner', lessons: '1', styles: 'reading'},
        ],
      },
      after: {
        roadmapKey: 'a',
        description: 'Is.',
        steps: [{position: 1, title: 'One', description: 'New.'}],
      },
    },
    {
      actor: 'ada',
      actorRole: 'admin',
      action: 'import_roadmap',
      before: {roadmapKey: 'b', steps: []},
      after: {
        roadmapKey: 'b',
        title: 'Roadmap b',
        steps: [{position: 1, title: 'Two', difficulty: 'beginner', lessons: '1', styles: 'reading'}],
      },
    },
  ]);
});
