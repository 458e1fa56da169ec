import {beforeEach, expect, test} from 'vitest';
import type {RoadmapStep} from '../../../domain/roadmaps/roadmap.ts';
import {PROMPT_VERSION} from '../../../domain/prompts/index.ts';
import type {RunFilter} from '../../../domain/runs.ts';
import {DEFAULT_STALENESS, type ServingPolicy, type StalenessPolicy} from '../../../domain/staleness.ts';
import {plan, planTotals, wantableCells, wantedBy} from '../../../sql/queries/cells.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {EMULATOR_AUTHOR} from '../../../sql/queries/lessons.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenLesson, givenRun, newDraft, roadmap, step} from '../givens.ts';
import {givenPublished} from '../published.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

/** What a run may want, by title, with the reason where it is stale. */
async function states(policy: ServingPolicy = {emulated: false}): Promise<Record<string, string>> {
  const rows = await sql<{stepTitle: string; state: string; staleReason: string | null}[]>`
    select u.step_title, u.state, u.stale_reason from (${wantableCells(sql, policy)}) u order by u.cell_id
  `;
  return Object.fromEntries(
    rows.map(({stepTitle, state, staleReason}) => [
      stepTitle,
      staleReason ? `${state}: ${staleReason}` : state,
    ]),
  );
}

const only = (reason: Partial<StalenessPolicy>): ServingPolicy => ({
  emulated: false,
  staleness: {...DEFAULT_STALENESS, text: false, ...reason},
});

const first = (...steps: RoadmapStep[]) => importRoadmaps(sql, [roadmap('a', steps)]);
const STEPS = [step('One', {description: 'Names.'}), step('Two'), step('Three')];

/** Three cells of one roadmap, each with a lesson of ours made from its step's words. */
async function givenThree(): Promise<void> {
  await first(...STEPS);
  for (const cellId of [1, 2, 3]) await givenPublished(sql, cellId);
}

test('a lesson made from the step’s present words is not stale', async () => {
  await givenThree();
  expect(await states()).toEqual({});
  await first(...STEPS);
  expect(await states()).toEqual({});
});

test.each([
  ['description', {description: 'Names and values.'}],
  ['difficulty', {difficulty: 'advanced' as const}],
])(
  'another %s of a step makes its lesson stale and no other; the old one brings it back',
  async (_, change) => {
    await givenThree();
    await first(step('One', {description: 'Names.', ...change}), step('Two'), step('Three'));
    expect(await states()).toEqual({One: 'stale: text'});
    // Again changes nothing, not even since when.
    const marks = () =>
      sql`select lesson_id, stale_text_since from preheat.lesson_version order by lesson_id`;
    const before = await marks();
    await first(step('Three'), step('Two'), step('One', {description: 'Names.', ...change}));
    expect(await marks()).toEqual(before);

    await first(...STEPS);
    expect(await states()).toEqual({});
  },
);

test('words that are no text of the step make nothing stale', async () => {
  await givenThree();
  await importRoadmaps(sql, [
    roadmap(
      'a',
      [
        STEPS[1]!,
        step('One', {description: 'Names.', lessonCount: 2, styles: ['video', 'reading']}),
        STEPS[2]!,
      ],
      {
        title: 'Another title',
        description: 'Another description',
        category: 'Another category',
      },
    ),
  ]);
  expect(Object.values(await states())).toEqual(['missing']);
});

test('the words of the first roadmap that wants the step count, and when that drops it, the next one’s', async () => {
  await givenThree();
  const second = (description: string) => importRoadmaps(sql, [roadmap('b', [step('One', {description})])]);
  await second('Other names.');
  await second('Still other names.');
  expect(await states()).toEqual({});

  await first(step('Two'), step('Three'));
  expect(await states()).toEqual({One: 'stale: text'});
  await second('Names.');
  expect(await states()).toEqual({});
});

test('a cell that no roadmap wants is not stale; it is when it comes back with other words', async () => {
  await givenThree();
  await first(step('One', {description: 'New.'}), step('Two'), step('Three'));
  await first(step('Two'), step('Three'));
  expect(await states()).toEqual({});
  await first(...STEPS);
  expect(await states()).toEqual({});
  await first(step('Two'), step('Three'));
  await first(step('One', {description: 'New.'}), step('Two'), step('Three'));
  expect(await states()).toEqual({One: 'stale: text'});
});

test('a draft of before the text changed makes a lesson that is stale from the first moment', async () => {
  await first(...STEPS);
  await givenPublished(sql, 1, {
    beforePublishing: () => first(step('One', {description: 'New.'}), step('Two'), step('Three')),
  });
  expect(await states()).toMatchObject({One: 'stale: text'});
});

test('a prompt without a request counts as made from the present words', async () => {
  await first(...STEPS);
  await givenPublished(sql, 1, {prompt: 'Write a lesson.'});
  expect(await states()).toEqual({Two: 'missing', Three: 'missing'});
  await first(step('One', {description: 'New.'}), step('Two'), step('Three'));
  expect(await states()).toMatchObject({One: 'stale: text'});
});

/** Three lessons of ours; the text of the first is another now. */
async function givenStale(): Promise<void> {
  await givenThree();
  await first(step('One', {description: 'New.'}), step('Two'), step('Three'));
}

test('what a mentor verified is never stale', async () => {
  await givenStale();
  await sql`update lessons_lessoncontent set approval_status = 'mentor_verified' where id = 1`;
  expect(await states()).toEqual({});
  await sql`update lessons_lessoncontent set approval_status = 'approved' where id = 1`;
  expect(await states()).toEqual({One: 'stale: text'});
});

test('a stale lesson that was rejected does not serve', async () => {
  await givenStale();
  await sql`update lessons_lessoncontent set approval_status = 'rejected' where id = 1`;
  expect(await states()).toEqual({One: 'rejected'});
});

test('another good row under the key serves the cell: there is nothing to replace', async () => {
  await givenStale();
  const theirs = await givenLesson(sql, 1);
  expect(await states()).toEqual({});
  await sql`update lessons_lessoncontent set approval_status = 'rejected' where id = ${theirs}`;
  expect(await states()).toEqual({One: 'stale: text'});
});

test.each([
  ['is not live', () => sql`update preheat.lesson_version set state = 'parked' where lesson_id = 1`],
  ['is of others', () => sql`update preheat.lesson_version set origin = 'adopted' where lesson_id = 1`],
])('a version that %s is not stale', async (_, change) => {
  await givenStale();
  await change();
  expect(await states()).toEqual({});
});

test('a live version whose row is not under the cell’s key serves nothing', async () => {
  await givenStale();
  await sql`update lessons_lessoncontent set cache_key = 'parked:1' where id = 1`;
  expect(await states()).toEqual({One: 'missing'});
});

test('the emulator replaces its own stale lessons, not those of a real model', async () => {
  await givenStale();
  expect(await states({emulated: true})).toEqual({});
  await sql`update lessons_lessoncontent set created_by = ${EMULATOR_AUTHOR} where id = 1`;
  expect(await states({emulated: true})).toEqual({One: 'stale: text'});
  // Beside a real model it is none in the first place.
  expect(await states({emulated: false})).toEqual({One: 'placeholder'});
});

test('a stale cell whose replacement is in quarantine is served, and waits for a person', async () => {
  await givenStale();
  const runId = await givenRun(sql, {workflowId: 'failed'});
  await storeDraft(sql, newDraft({requestId: 'q', cellId: 1, runId}));
  await sql`update preheat.draft set status = 'quarantined' where request_id = 'q'`;
  expect(await states()).toEqual({});
  await sql`update preheat.draft set emulated = true where request_id = 'q'`;
  expect(await states()).toEqual({One: 'stale: text'});
  await sql`update preheat.draft set emulated = false, status = 'superseded' where request_id = 'q'`;
  expect(await states()).toEqual({One: 'stale: text'});
});

test('a changed text counts only where the policy says so', async () => {
  await givenStale();
  expect(await states(only({text: true}))).toEqual({One: 'stale: text'});
  expect(await states(only({}))).toEqual({});
});

test('lessons of prompts older than the policy allows are stale', async () => {
  await first(step('a'), step('b'), step('c'), step('d'));
  const promptVersions = ['2026-09-30', '2026-10-01.2', '2026-10-01.10', 'draft'];
  for (const [index, promptVersion] of promptVersions.entries()) {
    await givenPublished(sql, index + 1, {promptVersion});
  }
  const stale = async (minPromptVersion: string) => Object.keys(await states(only({minPromptVersion})));
  expect(await stale('2026-09-30')).toEqual(['d']);
  expect(await stale('2026-10-01')).toEqual(['a', 'd']);
  expect(await stale('2026-10-01.3')).toEqual(['a', 'b', 'd']);
  expect(await stale('2026-10-01.10')).toEqual(['a', 'b', 'd']);
  expect(await stale('2026-10-01.11')).toEqual(['a', 'b', 'c', 'd']);
  expect(await states()).toEqual({});
});

test('a lesson of the present prompts is not stale, whatever the policy asks: its replacement would be, too', async () => {
  await first(step('present'), step('older'));
  await givenPublished(sql, 1, {promptVersion: PROMPT_VERSION});
  await givenPublished(sql, 2, {promptVersion: '2026-01-01'});
  expect(await states(only({minPromptVersion: '9999-01-01'}))).toEqual({older: 'stale: prompt'});
});

test('lessons of a model that the provider has shut down are stale', async () => {
  await first(step('gone'), step('long name'), step('there'));
  await givenPublished(sql, 1, {model: 'gemini-2.0-flash'});
  await givenPublished(sql, 2, {model: 'models/gemini-2.0-flash'});
  await givenPublished(sql, 3, {model: 'gemini-3.8-flash'});
  expect(await states(only({retiredModels: true}))).toEqual({
    gone: 'stale: model',
    'long name': 'stale: model',
  });
  expect(await states()).toEqual({});
});

test('lessons older than the policy’s age are stale', async () => {
  await first(step('old'), step('young'));
  await givenPublished(sql, 1);
  await givenPublished(sql, 2);
  await sql`
    update preheat.lesson_version set generated_at = now() - (case when cell_id = 1 then 31 else 29 end) * interval '1 day'
  `;
  expect(await states(only({maxAgeDays: 30}))).toEqual({old: 'stale: age'});
  expect(await states(only({maxAgeDays: 31}))).toEqual({old: 'stale: age'});
  expect(await states(only({maxAgeDays: 32}))).toEqual({});
});

test('of several reasons the first is named', async () => {
  await givenStale();
  await sql`
    update preheat.lesson_version
    set prompt_version = '2026-01-01', model = 'gemini-2.0-flash', generated_at = now() - interval '1 year'
    where lesson_id = 1
  `;
  const all = {text: true, minPromptVersion: '2026-02-01', retiredModels: true, maxAgeDays: 1};
  expect(await states(only(all))).toMatchObject({One: 'stale: text'});
  expect(await states(only({...all, text: false}))).toMatchObject({One: 'stale: prompt'});
  expect(await states(only({...all, text: false, minPromptVersion: null}))).toMatchObject({
    One: 'stale: model',
  });
  expect(await states(only({maxAgeDays: 1}))).toMatchObject({One: 'stale: age'});
});

test('in the totals a stale cell is no unserved one, and has its reason', async () => {
  await givenStale();
  await sql`update lessons_lessoncontent set approval_status = 'rejected' where id = 2`;
  expect(await planTotals(sql, {emulated: false, filter: {}})).toEqual({
    cellCount: 3,
    unserved: [{style: 'reading', state: 'rejected', cellCount: 1}],
    stale: [{style: 'reading', reason: 'text', cellCount: 1}],
  });
  const {unserved, stale} = await planTotals(sql, {emulated: false, filter: {only: ['stale']}});
  expect([unserved, stale.length]).toEqual([[], 1]);
});

test('the plan of a roadmap counts its stale cells too, each once whatever the reasons', async () => {
  await givenStale();
  await importRoadmaps(sql, [roadmap('b', [step('One', {description: 'Other.'})])]);
  const {byRoadmap, stale} = await plan(sql, {emulated: false, filter: {only: ['stale']}});
  expect(byRoadmap).toEqual(
    ['a', 'b'].map(key => ({
      roadmapKey: key,
      roadmapTitle: `Roadmap ${key}`,
      style: 'reading',
      state: 'stale',
      cellCount: 1,
    })),
  );
  expect(stale).toEqual([{style: 'reading', reason: 'text', cellCount: 1}]);
});

test('filters narrow the stale cells as all others', async () => {
  await givenStale();
  await first(...STEPS.map(({title}) => step(title, {description: 'Newer.'})));
  const titles = async (filter: RunFilter) => {
    const rows = await sql<{stepTitle: string}[]>`
      select u.step_title from (${wantableCells(sql, {emulated: false, filter})}) u where ${wantedBy(sql, filter)}
    `;
    return rows.map(row => row.stepTitle).toSorted();
  };
  expect(await titles({})).toEqual(['One', 'Three', 'Two']);
  expect(await titles({cellIds: [2]})).toEqual(['Two']);
  // Before any lesson is looked at, too.
  expect(
    await sql`select u.step_title from (${wantableCells(sql, {emulated: false, filter: {cellIds: [2]}})}) u`,
  ).toEqual([{stepTitle: 'Two'}]);
  expect(await titles({styles: ['video']})).toEqual([]);
  expect(await titles({only: ['missing']})).toEqual([]);
});

test.each([
  ['2026-11-24', 20261124000000],
  ['2026-11-24.2', 20261124000002],
  ['2026-11-24.10', 20261124000010],
  ['2027-01-01', 20270101000000],
  ['v1', 0],
  ['2026-11-24.', 0],
  ['2026-11-24.1234567', 0],
  ['x2026-11-24', 0],
])('the order of the prompt version %s is %d', async (version, order) => {
  expect(await sql`select preheat.prompt_order(${version}) as n`).toEqual([{n: order}]);
});
