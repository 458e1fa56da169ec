import {beforeEach, describe, expect, test} from 'vitest';
import {readSearch} from '../../../domain/find.ts';
import {STYLES} from '../../../domain/styles.ts';
import {findLessons, findRoadmaps, findRuns, findSteps, type Hit} from '../../../sql/queries/find.ts';
import {archiveRoadmap} from '../../../sql/queries/roadmap-archive.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {actOnLesson} from '../../../sql/queries/serving.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenLesson, givenRun, roadmap, step} from '../givens.ts';
import {givenPublished} from '../published.ts';
import {givenTwins} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

type Find = typeof findSteps;
const found = (find: Find, text: string, limit = 10) => find(sql, {search: readSearch(text), limit});
const titles = async (find: Find, text: string, limit?: number) =>
  (await found(find, text, limit)).map(({title}) => title);

/** One roadmap with these steps. */
const givenSteps = (...names: string[]) =>
  importRoadmaps(sql, [
    roadmap(
      'r',
      names.map(name => step(name)),
    ),
  ]);

describe('steps', () => {
  test.each([
    ['loops', ['Loops', 'Python Loops']],
    ['LOO', ['Loops', 'Python Loops']],
    ['python loo', ['Python Loops']],
    ['loops python', ['Python Loops']],
    ['oops', []],
    ['asyncio wait', ['Python asyncio: Waiting']],
    ['js', ['Node.js Basics']],
    ['node.js', ['Node.js Basics']],
    ['c++', ['C++ Classes']],
    ["it's", ["It's a step"]],
    ['straß', ['Straße']],
    ['日本', ['日本語']],
    ['--', []],
    ['', []],
    ["' | 'x", []],
    ['“loops”', ['Loops', 'Python Loops']],
    ['tricks', ['Lists – “Tricks”']],
  ])('are found by the beginnings of words: %s', async (text, expected) => {
    await givenSteps(
      'Loops',
      'Python Loops',
      'Python asyncio: Waiting',
      'Node.js Basics',
      'C++ Classes',
      "It's a step",
      'Straße',
      '日本語',
      'Lists – “Tricks”',
    );

    expect(await titles(findSteps, text)).toEqual(expected);
  });

  test('come with the title itself first, then what begins so, then the shortest', async () => {
    await givenSteps('Go Loops in Depth', 'Loops in Go', 'Loop', 'Use of Loops', 'Loops');

    expect(await titles(findSteps, 'Loops')).toEqual([
      'Loops',
      'Loops in Go',
      'Use of Loops',
      'Go Loops in Depth',
    ]);
    expect(await titles(findSteps, 'Loops', 2)).toEqual(['Loops', 'Loops in Go']);
  });

  test('that have the words come too where those that begin so are too few, however many roadmaps have these', async () => {
    await importRoadmaps(sql, [
      ...['a', 'b', 'c'].map(key => roadmap(key, [step('Loops')])),
      roadmap('d', [step('Use of Loops'), step('LOOPS')]),
    ]);

    expect(await titles(findSteps, 'loops', 3)).toEqual(['LOOPS', 'Loops', 'Use of Loops']);
    expect(await titles(findSteps, 'loops', 2)).toEqual(['LOOPS', 'Loops']);
  });

  test('of one title are one, in the first roadmap that has it; those of the archive are none', async () => {
    await importRoadmaps(sql, [
      roadmap('c', [step('Gone')]),
      roadmap('b', [step('Loops')], {title: 'First'}),
      roadmap('a', [step('Loops')], {title: 'Second'}),
    ]);
    await archiveRoadmap(sql, {key: 'c', reason: null, actor: {id: 'ada', role: 'admin'}});

    expect(await found(findSteps, 'loops')).toEqual([
      {
        kind: 'step',
        title: 'Loops',
        belongsTo: 'First and 1 more',
        roadmapKey: 'b',
        stepTitle: 'Loops',
        lessonNumber: null,
        style: null,
        cellId: null,
        lessonId: null,
        runId: null,
      } satisfies Hit,
    ]);
    expect(await found(findSteps, 'gone')).toEqual([]);
  });
});

describe('roadmaps', () => {
  test('are found by words of their title and the beginning of their key; archived ones come last', async () => {
    await importRoadmaps(sql, [
      roadmap('go', [step('One')], {title: 'Go', category: 'Languages'}),
      roadmap('go-web', [step('One')], {title: 'The web with Go'}),
      roadmap('py-1', [step('One')], {title: 'Python'}),
    ]);
    await archiveRoadmap(sql, {key: 'go', reason: null, actor: {id: 'ada', role: 'admin'}});

    expect(await found(findRoadmaps, 'go')).toMatchObject([
      {kind: 'roadmap', title: 'The web with Go', roadmapKey: 'go-web', belongsTo: ''},
      {title: 'Go', roadmapKey: 'go', belongsTo: 'archived'},
    ]);
    expect(await titles(findRoadmaps, 'GO-W')).toEqual(['The web with Go']);
    expect(await titles(findRoadmaps, 'py-')).toEqual(['Python']);
    expect(await titles(findRoadmaps, 'p', 1)).toEqual(['Python']);
    expect(await titles(findRoadmaps, 'rust')).toEqual([]);
  });
});

describe('lessons', () => {
  const cells = async (text: string, limit?: number) =>
    (await found(findLessons, text, limit)).map(({stepTitle, lessonNumber, style}) =>
      [stepTitle, lessonNumber, style].join(' '),
    );
  const givenAll = async () => {
    await importRoadmaps(sql, [
      roadmap('r', [
        step('Loops', {lessonCount: 2, styles: ['video', 'reading']}),
        step('Video Loops', {styles: [...STYLES]}),
      ]),
    ]);
    const rows = await sql<{cellId: number}[]>`select cell_id from preheat.cell order by cell_id`;
    for (const {cellId} of rows) await givenPublished(sql, cellId);
  };

  test('are found by the words of their step, in its order', async () => {
    await givenAll();

    expect(await cells('loops')).toEqual([
      'Loops 1 video',
      'Loops 1 reading',
      'Loops 2 video',
      'Loops 2 reading',
      'Video Loops 1 hands_on',
      'Video Loops 1 video',
      'Video Loops 1 reading',
      'Video Loops 1 mixed',
    ]);
    expect(await cells('loops', 3)).toEqual(['Loops 1 video', 'Loops 1 reading', 'Loops 2 video']);
    expect(await cells('none')).toEqual([]);
  });

  test('are found by number and style too, before those of a step that is called so', async () => {
    await givenAll();

    expect(await cells('loops 2 reading')).toEqual(['Loops 2 reading']);
    expect(await cells('loops 2')).toEqual(['Loops 2 video', 'Loops 2 reading']);
    expect((await cells('loops video')).slice(0, 4)).toEqual([
      'Loops 1 video',
      'Loops 2 video',
      'Video Loops 1 video',
      'Video Loops 1 hands_on',
    ]);
    expect(await cells('video loops hands-on')).toEqual(['Video Loops 1 hands_on']);
  });

  test('come with what a link needs', async () => {
    await givenSteps('Loops');
    const lessonId = await givenPublished(sql, 1);

    expect(await found(findLessons, 'loops')).toEqual([
      {
        kind: 'lesson',
        title: 'Ours',
        belongsTo: 'Loops · lesson 1 · reading',
        roadmapKey: null,
        stepTitle: 'Loops',
        lessonNumber: 1,
        style: 'reading',
        cellId: 1,
        lessonId,
        runId: null,
      } satisfies Hit,
    ]);
  });

  test('of several keys are one; those that are not live, or of no cell that is wanted, are not found by words', async () => {
    await givenSteps('Loops', 'Lists', 'Gone');
    const [plain] = await givenTwins(sql, 1);
    const parked = await givenPublished(sql, 2);
    await actOnLesson(sql, {
      act: 'retire',
      lessonId: parked,
      actor: {id: 'ada', role: 'admin'},
      reason: null,
    });
    await givenPublished(sql, 3);
    await givenSteps('Loops', 'Lists');

    expect((await found(findLessons, 'l')).map(({lessonId}) => lessonId)).toEqual([plain]);
    expect(await found(findLessons, 'gone')).toEqual([]);
  });

  test('are found by their id in whatever state, once', async () => {
    await givenSteps('Loops', '1 and 2');
    const [first, second] = [await givenPublished(sql, 1), await givenPublished(sql, 2)];
    await actOnLesson(sql, {act: 'retire', lessonId: first, actor: {id: 'ada', role: 'admin'}, reason: null});
    const theirs = await givenLesson(sql, 2, {title: 'Theirs'});
    await sql`update lessons_lessoncontent set cache_key = 'of nobody' where id = ${theirs}`;

    expect(await found(findLessons, `${first}`)).toMatchObject([
      {lessonId: first, cellId: 1, belongsTo: 'Loops · lesson 1 · reading · retired'},
      {lessonId: second},
    ]);
    expect((await found(findLessons, `${second}`)).map(({lessonId}) => lessonId)).toEqual([second]);
    expect(await found(findLessons, `lesson #${theirs}`)).toMatchObject([
      {lessonId: theirs, cellId: null, title: 'Theirs', belongsTo: '1 and 2 · of no roadmap'},
    ]);
    expect(await found(findLessons, `${first}`, 1)).toMatchObject([{lessonId: first}]);
  });

  test('are looked for in the nearest steps only, where a letter names thousands', async () => {
    await givenSteps(...Array.from({length: 60}, (_, n) => `Loop ${String(n).padStart(2, '0')}`));
    for (let cellId = 49; cellId <= 52; cellId += 1) await givenPublished(sql, cellId);

    expect(await cells('loop')).toEqual(['Loop 48 1 reading', 'Loop 49 1 reading']);
  });
});

describe('runs', () => {
  test('are found by number, and by the beginnings of what they are, the newest first', async () => {
    await givenSteps('One');
    await givenRun(sql, {workflowId: 'a', kind: 'nightly', model: 'gemini-2'});
    await sql`update preheat.run set state = 'finished', ended_at = now()`;
    await givenRun(sql, {workflowId: 'b', kind: 'manual', model: 'gemini-3'});
    const ids = async (text: string, limit?: number) =>
      (await found(findRuns, text, limit)).map(({runId}) => runId);

    expect(await found(findRuns, '1')).toMatchObject([
      {kind: 'run', title: 'Run 1', belongsTo: 'nightly · finished · gemini-2', runId: 1},
    ]);
    expect([await ids('#2'), await ids('run 2'), await ids('run'), await ids('run', 1)]).toEqual([
      [2],
      [2],
      [2, 1],
      [2],
    ]);
    expect([
      await ids('night fin'),
      await ids('gemini 3'),
      await ids('paused'),
      await ids('lesson 2'),
    ]).toEqual([[1], [2], [], []]);
  });

  test('are looked through as far as a thousand are newer; a number finds any', async () => {
    await givenRun(sql, {workflowId: 'old', kind: 'nightly'});
    await sql`
      insert into preheat.run (workflow_id, kind, filter, model) select n, 'manual', '{}', 'gemini' from generate_series(1, 1000) n`;

    expect(await found(findRuns, 'nightly')).toEqual([]);
    expect(await titles(findRuns, '1', 1)).toEqual(['Run 1']);
  });
});
