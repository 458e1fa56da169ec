import {afterAll, expect, test, vi} from 'vitest';
import {EMULATOR_API_KEY} from '../../config.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {cacheKey} from '../../domain/cells.ts';
import {readAsReader} from '../../sql/queries/lessons.ts';
import {givenApplicationRoadmap, givenSkeleton} from '../sql/attached-givens.ts';
import {attachedDatabase} from '../support/attached.ts';
import {preheat, startPreheat} from '../support/preheat.ts';
import {localTemporal} from '../support/temporal.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {url, sql} = await attachedDatabase('head');
const temporal = await localTemporal();
const emulator = await startGeminiEmulator();

const settings = {
  DATABASE_URL: url,
  TEMPORAL_ADDRESS: temporal.address,
  GEMINI_API_KEY: EMULATOR_API_KEY,
  GEMINI_BASE_URL: emulator.url,
  PREHEAT_LANES: '4',
};
const run = (...args: string[]) => preheat(args, settings);

const worker = startPreheat(['worker'], settings);
await worker.saying('The worker is ready (Gemini emulator).');

afterAll(() => emulator.close());

test('the roadmaps of an attached application are imported and warmed: each lesson is paid for once, and shown everywhere', async () => {
  await givenApplicationRoadmap(sql, {id: 'r1', modules: [{title: 'Python Loops'}, {title: 'Python Lists'}]});
  await givenApplicationRoadmap(sql, {id: 'r2', modules: [{title: 'Python Loops'}]});
  // As the application makes them: each with a title of its own, numbered through the module, in turning styles.
  for (const roadmapId of ['r1', 'r2']) {
    const moduleId = `${roadmapId}m1`;
    await givenSkeleton(sql, {id: `${roadmapId}a`, stepTitle: 'For Loops', style: 'hands_on', moduleId});
    await givenSkeleton(sql, {
      id: `${roadmapId}b`,
      stepTitle: 'While Loops',
      lessonNumber: 2,
      style: 'video',
      moduleId,
    });
  }

  expect(await run('import', '--from-application')).toMatchObject({
    exitCode: 0,
    stdout:
      'Roadmaps: 2 new, 0 changed, 0 as before.\nCells: 6 added, 0 back again, 0 archived (their lessons stay).\n',
    stderr: '',
  });
  expect(await run('import', '--from-application')).toMatchObject({
    exitCode: 0,
    stdout:
      'Roadmaps: 0 new, 0 changed, 2 as before.\nCells: 0 added, 0 back again, 0 archived (their lessons stay).\n',
  });
  expect((await run('plan')).stdout).toContain('0 of 6 cells are served.');

  const warm = await run('warm', '--yes');
  expect(warm).toMatchObject({exitCode: 0, stderr: ''});
  expect(warm.stdout).toContain('6 of 6 lessons made');
  expect(warm.stdout).toContain('All 6 cells are served.');

  expect(await sql`select from preheat.draft`).toHaveLength(6);
  for (const variant of ['plain', 'multi_source_v1'] as const) {
    const lesson = await readAsReader(sql, cacheKey('While Loops', 2, 'video', variant));
    expect(lesson).toMatchObject({id: expect.stringMatching(/^\d{10}$/), learningStyle: 'video'});
  }
  const modules = await sql`
    select module_id, lesson_number, generation_status, content ->> 'lesson_type' as style
    from lessons_lessoncontent where module_id is not null order by module_id, lesson_number
  `;
  expect(modules).toEqual(
    ['r1m1', 'r2m1'].flatMap(moduleId => [
      {moduleId, lessonNumber: 1, generationStatus: 'completed', style: 'hands_on'},
      {moduleId, lessonNumber: 2, generationStatus: 'completed', style: 'video'},
    ]),
  );
  expect((await run('import', '--from-application')).stdout).toContain('0 changed, 2 as before');
  expect((await run('warm', '--yes')).stdout).toBe('Nothing to do. All 6 cells are served.\n');
});

test('a database whose tables have changed their age is refused before anything starts', async () => {
  await sql`update preheat.reader set age = 'old'`;
  try {
    const refused = await run('worker');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('had the age "old". Now they have the age "head"');
    const doctor = await run('doctor');
    expect(doctor.exitCode).toBe(1);
    expect(doctor.stdout).toMatch(/^✗ Database .*had the age "old"/m);
  } finally {
    await sql`update preheat.reader set age = 'head'`;
  }
});

test('roadmaps are imported from files or from the application, not from neither', async () => {
  expect(await run('import')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--from-application'),
  });
  expect(await run('import', 'a.yaml', '--from-application')).toMatchObject({exitCode: 2});
});
