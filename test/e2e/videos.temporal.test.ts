import {afterAll, beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import {createModel} from '../../cli/model.ts';
import {startRun, warmUpInput} from '../../cli/run-client.ts';
import {startWorker} from '../../cli/start-worker.ts';
import {EMULATOR_API_KEY, readConfig} from '../../config.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {emulatedVideo} from '../../dev/youtube/library.ts';
import {startYouTubeEmulator, YOUTUBE_EMULATOR_API_KEY} from '../../dev/youtube/server.ts';
import type {Finding} from '../../domain/findings.ts';
import type {Video} from '../../domain/video.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {emptyTables} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {timeSkippingTemporal, workflowBundle} from '../support/temporal.ts';
import {smallRoadmap} from './rows.ts';

// Each run starts a worker of its own: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {url, sql} = await testDatabase();
const temporal = await timeSkippingTemporal();
const gemini = await startGeminiEmulator();
afterAll(() => gemini.close());
beforeEach(async () => {
  gemini.reset();
  await emptyTables(sql);
});

const withKey = {YOUTUBE_API_KEY: YOUTUBE_EMULATOR_API_KEY};

/** YouTube, and runs that ask it; each run has a worker of its own, as after a restart. */
async function given(settings: Record<string, string>) {
  const youtube = await startYouTubeEmulator();
  onTestFinished(() => youtube.close());
  const config = readConfig({
    DATABASE_URL: url,
    GEMINI_API_KEY: EMULATOR_API_KEY,
    GEMINI_BASE_URL: gemini.url,
    YOUTUBE_BASE_URL: youtube.url,
    // In the order of the roadmap.
    PREHEAT_LANES: '1',
    ...settings,
  });

  /** Makes the video lessons of two steps. */
  async function run(lessonCount: number): Promise<void> {
    await importRoadmaps(sql, [smallRoadmap(2, lessonCount, ['video'])]);
    const worker = await startWorker({
      config,
      connection: temporal.nativeConnection,
      namespace: temporal.namespace ?? 'default',
      pool: sql,
      lessonPool: sql,
      model: createModel(config),
      workflowBundle: workflowBundle(),
    });
    try {
      const input = warmUpInput(config, {kind: 'manual', filter: {}, maxUsd: null});
      await temporal.client.workflow.getHandle(await startRun(temporal.client, input)).result();
    } finally {
      await worker.stop();
    }
  }
  return {youtube, run, methods: () => youtube.requests().map(({method}) => method)};
}

type Served = {
  stepTitle: string;
  lessonNumber: number;
  video: Video | null;
  timestamps: {time: string}[];
  searchQuery: string | null;
  findings: Finding[];
};

/** The lessons that the reader gets, with what the checks said of them. */
async function servedLessons(): Promise<Served[]> {
  return sql<Served[]>`
    select c.step_title, c.lesson_number, l.content -> 'video' as video, l.content -> 'timestamps' as timestamps,
      l.content ->> 'video_search_query' as search_query, d.findings
    from lessons_lessoncontent l join preheat.cell c using (cache_key)
    join preheat.lesson_version v on v.lesson_id = l.id join preheat.draft d using (draft_id)
    order by c.cell_id
  `;
}

/** The nth video that the emulator of YouTube finds for a step. */
const nthVideo = (stepTitle: string, part: number) => emulatedVideo(`${stepTitle} tutorial, part ${part}`).id;

const seconds = ({time}: {time: string}) =>
  time.split(':').reduce((total, part) => total * 60 + Number(part), 0);

/** A lesson without a video, and why. */
const withoutVideo = (stepTitle: string, lessonNumber: number, reason: string) => ({
  stepTitle,
  lessonNumber,
  video: null,
  timestamps: [],
  searchQuery: expect.stringContaining(stepTitle) as string,
  findings: [
    {check: 'video-missing', severity: 'warning', message: expect.stringContaining(reason) as string},
  ],
});

test('with a key, each video lesson is about a real video that Gemini watched; a step is searched for once', async () => {
  const {run, methods} = await given(withKey);
  await run(2);

  const lessons = await servedLessons();
  expect(lessons).toMatchObject([
    {
      stepTitle: 'Python Loops',
      lessonNumber: 1,
      video: {video_id: nthVideo('Python Loops', 1)},
      findings: [],
    },
    {
      stepTitle: 'Python Loops',
      lessonNumber: 2,
      video: {video_id: nthVideo('Python Loops', 5)},
      findings: [],
    },
    {lessonNumber: 1, video: {video_id: nthVideo('Python Functions', 1)}, findings: []},
    {lessonNumber: 2, video: {video_id: nthVideo('Python Functions', 5)}, findings: []},
  ]);
  for (const {video, timestamps} of lessons) {
    expect(video?.video_url).toBe(`https://www.youtube.com/watch?v=${video?.video_id}`);
    expect(timestamps.length).toBeGreaterThan(2);
    expect(Math.max(...timestamps.map(seconds))).toBeLessThan((video?.duration_minutes ?? 0) * 60);
  }
  // Ten minutes of pictures and sound, of which the emulator of Gemini knows no better.
  const calls = gemini.ledger();
  expect(calls).toHaveLength(4);
  expect(Math.min(...calls.map(({promptTokens}) => promptTokens))).toBeGreaterThan(600 * 102);
  expect(methods()).toEqual(['search', 'videos', 'search', 'videos']);

  // Another worker, another day's lesson: what was found lies in Postgres.
  await run(3);
  expect((await servedLessons()).filter(({lessonNumber}) => lessonNumber === 3)).toMatchObject([
    {video: {video_id: nthVideo('Python Loops', 7)}},
    {video: {video_id: nthVideo('Python Functions', 7)}},
  ]);
  expect(methods()).toHaveLength(4);
});

test('where the day’s searches are used up, the lesson goes out without a video, and says so', async () => {
  const {run, methods} = await given({...withKey, YOUTUBE_SEARCHES_PER_DAY: '1'});
  await run(1);

  expect(await servedLessons()).toMatchObject([
    {video: {video_id: nthVideo('Python Loops', 1)}, findings: []},
    withoutVideo('Python Functions', 1, 'searches of YouTube for today are used up'),
  ]);
  expect(methods()).toEqual(['search', 'videos']);
});

test('a video that Gemini refuses to watch is left out; the refusal costs nothing', async () => {
  const {run} = await given(withKey);
  gemini.configure({videos: {[nthVideo('Python Loops', 1)]: {seconds: 725, access: 'private'}}});
  await run(1);

  expect(await servedLessons()).toMatchObject([
    withoutVideo('Python Loops', 1, 'Gemini cannot watch the video that was found'),
    {video: {video_id: nthVideo('Python Functions', 1)}, findings: []},
  ]);
  const calls = gemini.ledger();
  expect(calls.map(({httpStatus}) => httpStatus)).toEqual([403, 200, 200]);
  const [money] = await sql`select spent_usd, reserved_usd, lost_call_count from preheat.run`;
  const paidUsd = calls.reduce((total, {usd}) => total + usd, 0);
  // A draft's cost is kept in millionths.
  expect(money).toEqual({spentUsd: expect.closeTo(paidUsd, 5) as number, reservedUsd: 0, lostCallCount: 0});
});

test('where YouTube fails, it is asked once, and both lessons go out without a video', async () => {
  const {run, youtube, methods} = await given(withKey);
  youtube.setFault('backend_error');
  await run(1);

  expect(await servedLessons()).toMatchObject([
    withoutVideo('Python Loops', 1, 'YouTube fails (HTTP 503'),
    withoutVideo('Python Functions', 1, 'YouTube fails (HTTP 503'),
  ]);
  expect(methods()).toEqual(['search']);
});

test('without a key nobody is asked, and the lesson has words to search for', async () => {
  const {run, methods} = await given({});
  await run(1);

  expect(await servedLessons()).toMatchObject([
    withoutVideo('Python Loops', 1, 'YOUTUBE_API_KEY is not set'),
    withoutVideo('Python Functions', 1, 'YOUTUBE_API_KEY is not set'),
  ]);
  expect(methods()).toEqual([]);
});
