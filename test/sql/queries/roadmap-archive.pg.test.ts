import {beforeEach, expect, test} from 'vitest';
import {archiveRoadmap, restoreRoadmap} from '../../../sql/queries/roadmap-archive.ts';
import {storedRoadmaps} from '../../../sql/queries/roadmap-import.ts';
import {countRoadmaps, importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, roadmap, step, untilWaiting} from '../givens.ts';
import {givenPublished} from '../published.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const actor = {id: 'ada', role: 'admin'};
const archive = (key: string) => archiveRoadmap(sql, {key, reason: 'Nobody reads it.', actor});
const restore = (key: string) => restoreRoadmap(sql, {key, actor});

const openCells = async () =>
  (
    await sql<{stepTitle: string}[]>`
      select step_title from preheat.cell where archived_at is null order by cell_id`
  ).map(row => row.stepTitle);

test('the cells that no other roadmap wants are archived, and come back; lessons stay', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('Own'), step('Shared', {lessonCount: 2})]),
    roadmap('b', [step('Shared')]),
  ]);
  const lessonId = await givenPublished(sql, 1);

  expect(await archive('a')).toEqual({kind: 'done', cellCount: 2});
  expect(await openCells()).toEqual(['Shared']);
  expect(await sql`select id, cache_key like 'parked%' as parked from lessons_lessoncontent`).toEqual([
    {id: lessonId, parked: false},
  ]);
  expect(await restore('a')).toEqual({kind: 'done', cellCount: 2});
  expect(await openCells()).toEqual(['Own', 'Shared', 'Shared']);
});

test('a roadmap comes back as it was, its steps with their ids', async () => {
  const steps = [step('Two', {description: 'Words.', lessonCount: 2}), step('One', {firstLesson: 1})];
  await importRoadmaps(sql, [roadmap('a', steps)]);
  const rows = () => sql`select * from preheat.roadmap_step order by roadmap_step_id`;
  const [before, stored] = [await rows(), await storedRoadmaps(sql, ['a'])];

  await archive('a');
  expect(await rows()).toEqual([]);
  expect((await storedRoadmaps(sql, ['a'])).get('a')).toEqual({...stored.get('a'), isArchived: true});
  expect(await countRoadmaps(sql)).toBe(1);
  await restore('a');
  expect(await rows()).toEqual(before);
  expect(await sql`select from preheat.archived_step`).toHaveLength(0);
});

test('who archived it, when and why is told until it is back', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One')])]);
  const told = () =>
    sql`select archived_at is not null as is_archived, archived_by, archive_reason from preheat.roadmap`;

  await archive('a');
  expect(await told()).toEqual([{isArchived: true, archivedBy: 'ada', archiveReason: 'Nobody reads it.'}]);
  await restore('a');
  expect(await told()).toEqual([{isArchived: false, archivedBy: null, archiveReason: null}]);
});

test('a cell that another roadmap came to want meanwhile is not one of those that come back', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One'), step('Two')])]);
  await archive('a');
  await importRoadmaps(sql, [roadmap('b', [step('One')])]);

  expect(await restore('a')).toEqual({kind: 'done', cellCount: 1});
});

test('cells of a step that nobody had imported before are new when it comes back', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One')])]);
  await archive('a');
  await sql`update preheat.archived_step set lesson_count = 3`;

  expect(await restore('a')).toEqual({kind: 'done', cellCount: 3});
});

test('the words of a shared step are those of the roadmap that is left, then again those of the first', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('One', {description: 'First.'})]),
    roadmap('b', [step('One', {description: 'Second.'})]),
  ]);
  await givenPublished(sql, 1);
  const isStale = async () => {
    const [row] = await sql<[{isStale: boolean}]>`
      select stale_text_since is not null as is_stale from preheat.lesson_version`;
    return row.isStale;
  };

  expect(await isStale()).toBe(false);
  await archive('a');
  expect(await isStale()).toBe(true);
  await restore('a');
  expect(await isStale()).toBe(false);
});

test('an import leaves an archived roadmap as it is', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One')])]);
  await archive('a');

  expect(
    await importRoadmaps(sql, [roadmap('a', [step('Two')]), roadmap('b', [step('Three')])]),
  ).toMatchObject({
    createdCount: 1,
    changedCount: 0,
    unchangedCount: 1,
    addedCellCount: 1,
  });
  expect(await openCells()).toEqual(['Three']);
  expect((await storedRoadmaps(sql, ['a'])).get('a')?.roadmap.steps.map(({title}) => title)).toEqual(['One']);
});

test('again it changes nothing, and neither does a roadmap that is not there or is of the application', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One')]), roadmap('app:1', [step('Two')])]);

  expect(await restore('a')).toEqual({kind: 'unchanged'});
  await archive('a');
  expect(await archive('a')).toEqual({kind: 'unchanged'});
  expect([await archive('none'), await restore('none')]).toEqual([{kind: 'unknown'}, {kind: 'unknown'}]);
  expect(await archive('app:1')).toEqual({kind: 'of_application'});
  expect(await openCells()).toEqual(['Two']);
  expect(await sql`select from preheat.audit_event`).toHaveLength(1);
});

test('both are audited', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One')])]);
  await archive('a');
  await restore('a');

  expect(
    await sql`select actor, actor_role, action, reason, after from preheat.audit_event order by audit_event_id`,
  ).toEqual([
    {
      actor: 'ada',
      actorRole: 'admin',
      action: 'archive_roadmap',
      reason: 'Nobody reads it.',
      after: {roadmapKey: 'a', cellCount: 1},
    },
    {
      actor: 'ada',
      actorRole: 'admin',
      action: 'restore_roadmap',
      reason: null,
      after: {roadmapKey: 'a', cellCount: 1},
    },
  ]);
});

test('it waits for an import that is under way', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One')])]);
  const {waiting} = await sql.begin(async db => {
    await db`select pg_advisory_xact_lock(7243302)`;
    const archiving = archive('a');
    await untilWaiting(sql);
    await db`update preheat.roadmap_step set lesson_count = 2`;
    await db`insert into preheat.cell (step_title, lesson_number, style) values ('One', 2, 'reading')`;
    return {waiting: archiving};
  });

  expect(await waiting).toEqual({kind: 'done', cellCount: 2});
});
