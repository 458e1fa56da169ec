import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {createYouTube, type VideoWish, type YouTubeOptions} from '../../../activities/youtube/index.ts';
import {emulatedVideo, type Library} from '../../../dev/youtube/library.ts';
import {
  type Fault,
  startYouTubeEmulator,
  YOUTUBE_EMULATOR_API_KEY,
  type YouTubeEmulator,
} from '../../../dev/youtube/server.ts';
import {inTransaction} from '../../../sql/client.ts';
import {untilWaiting} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {until} from '../../support/until.ts';

const {sql} = await testDatabase();
beforeEach(() => sql`truncate preheat.video_search, preheat.video_search_day`);

/** Noon in Los Angeles. */
const NOON_MS = Date.parse('2026-11-24T20:00:00Z');
const DAY_MS = 24 * 3_600_000;

const WISH: VideoWish = {stepTitle: 'Variables', roadmapTitle: 'Python', lessonNumber: 1};

/** Three suitable videos among others, for any words. */
const library: Library = words => [
  emulatedVideo(`${words} 1`, {seconds: 60}),
  emulatedVideo(`${words} 2`),
  emulatedVideo(`${words} 3`, {language: 'hi'}),
  emulatedVideo(`${words} 4`, {seconds: 900, likeCount: null}),
  emulatedVideo(`${words} 5`),
];

/** The emulator, with searchers in front of it as if each were a process of its own; all have one clock. */
async function given({
  searchesPerDay = 100,
  unitsPerDay = 10_000,
  apiKey = YOUTUBE_EMULATOR_API_KEY,
  videos = library,
} = {}) {
  const clock = {nowMs: NOON_MS};
  const now = () => clock.nowMs;
  const emulator = await startYouTubeEmulator({library: videos, unitsPerDay, now});
  onTestFinished(() => emulator.close());
  const searcher = (more: Partial<YouTubeOptions> = {}) => {
    const youtube = createYouTube({
      apiKey,
      baseUrl: emulator.url,
      searchesPerDay,
      now,
      timeoutMs: 2_000,
      ...more,
    });
    return (wish: Partial<VideoWish> = {}, signal = new AbortController().signal) =>
      youtube.findVideo(sql, {...WISH, ...wish}, signal);
  };
  return {emulator, clock, searcher, find: searcher()};
}

function methodsOf(emulator: YouTubeEmulator): string[] {
  return emulator.requests().map(({method}) => method);
}

async function searchCount(): Promise<number> {
  const [row] = await sql<
    [{count: number}]
  >`select coalesce(sum(search_count), 0) as count from preheat.video_search_day`;
  return row.count;
}

test('a step’s first lesson gets the most relevant suitable video', async () => {
  const {find, emulator} = await given();
  expect(await find()).toEqual({
    kind: 'found',
    video: {
      video_id: emulatedVideo('Python Variables tutorial 2').id,
      title: 'Python Variables tutorial 2',
      description: expect.stringContaining('emulator') as string,
      channel: expect.stringContaining('channel') as string,
      thumbnail_url: expect.stringMatching(/^https:\/\/i\.ytimg\.com\/vi\/.*hqdefault/) as string,
      video_url: expect.stringMatching(/^https:\/\/www\.youtube\.com\/watch\?v=/) as string,
      embed_url: expect.stringMatching(/^https:\/\/www\.youtube\.com\/embed\//) as string,
      duration_minutes: 10,
      view_count: expect.any(Number) as number,
      like_count: expect.any(Number) as number,
    },
  });
  expect(emulator.requests()).toMatchObject([
    {
      method: 'search',
      httpStatus: 200,
      parameters: {
        q: 'Python Variables tutorial',
        type: 'video',
        order: 'relevance',
        relevanceLanguage: 'en',
        safeSearch: 'strict',
        videoDuration: 'medium',
        videoEmbeddable: 'true',
        videoSyndicated: 'true',
      },
    },
    {method: 'videos', httpStatus: 200},
  ]);
  // Not in an address.
  expect(JSON.stringify(emulator.requests())).not.toContain(YOUTUBE_EMULATOR_API_KEY);
});

test('the lessons of a step get its videos in turn, from one search', async () => {
  const {find, emulator} = await given();
  const titles = [];
  for (const lessonNumber of [1, 2, 3, 4]) {
    const choice = await find({lessonNumber});
    titles.push(choice.kind === 'found' && choice.video.title.slice(-1));
  }
  expect(titles).toEqual(['2', '4', '5', '2']);
  expect(methodsOf(emulator)).toEqual(['search', 'videos']);
});

test('lessons of a step that ask at the same time search once', async () => {
  const {find, emulator} = await given();
  let choices: ReturnType<typeof find>[] = [];
  await inTransaction(sql, async db => {
    // Until all have looked for what is stored, and found nothing.
    await db`lock table preheat.video_search`;
    choices = [1, 2, 3].map(lessonNumber => find({lessonNumber}));
    await untilWaiting(sql, 3);
  });
  expect((await Promise.all(choices)).map(({kind}) => kind)).toEqual(['found', 'found', 'found']);
  expect(methodsOf(emulator)).toEqual(['search', 'videos']);
});

test('another process finds what the first one stored', async () => {
  const {find, searcher, emulator} = await given();
  await find();
  expect(await searcher()()).toMatchObject({kind: 'found'});
  expect(methodsOf(emulator)).toEqual(['search', 'videos']);
});

test('that nothing suitable was found is remembered too', async () => {
  const {find, emulator} = await given({videos: words => [emulatedVideo(words, {language: 'hi'})]});
  const none = {kind: 'none', reason: 'a search of YouTube found no suitable one'};
  expect([await find(), await find()]).toEqual([none, none]);
  expect(methodsOf(emulator)).toEqual(['search', 'videos']);
});

test('where the search finds nothing at all, no data is asked for', async () => {
  const {find, emulator} = await given({videos: () => []});
  expect(await find()).toMatchObject({kind: 'none'});
  expect(methodsOf(emulator)).toEqual(['search']);
});

test('after thirty days it searches anew', async () => {
  const {find, emulator, clock} = await given();
  await find();
  clock.nowMs += 30 * DAY_MS - 1;
  await find();
  expect(methodsOf(emulator)).toEqual(['search', 'videos']);
  clock.nowMs += 1;
  await find();
  expect(methodsOf(emulator)).toEqual(['search', 'videos', 'search', 'videos']);
});

test('the day’s searches are shared by all processes, and come back at midnight in Los Angeles', async () => {
  const {searcher, emulator, clock} = await given({searchesPerDay: 5});
  const processes = [searcher(), searcher(), searcher()];
  const wishes = Array.from({length: 12}, (_, index) => ({stepTitle: `Step ${index}`}));
  const choices = await Promise.all(wishes.map(async (wish, index) => processes[index % 3]?.(wish)));
  expect(choices.filter(choice => choice?.kind === 'found')).toHaveLength(5);
  expect(choices).toContainEqual({kind: 'none', reason: 'the 5 searches of YouTube for today are used up'});
  expect(methodsOf(emulator).filter(method => method === 'search')).toHaveLength(5);

  clock.nowMs += DAY_MS / 2;
  expect(await processes[0]?.({stepTitle: 'Another'})).toMatchObject({kind: 'found'});
});

test('what is stored is found though the day’s searches are used up', async () => {
  const {find} = await given({searchesPerDay: 1});
  await find();
  expect(await find({stepTitle: 'Loops'})).toMatchObject({kind: 'none'});
  expect(await find()).toMatchObject({kind: 'found'});
});

test.each<[Fault, string, number]>([
  ['backend_error', 'YouTube fails (HTTP 503: The service is currently unavailable.)', 60_000],
  ['html', 'YouTube fails (HTTP 502)', 60_000],
  ['not_json', 'YouTube answers in an unknown form', 60_000],
  ['hang', 'YouTube cannot be reached (', 60_000],
  ['reset', 'YouTube cannot be reached (', 60_000],
  ['access_not_configured', 'YouTube refuses the request (HTTP 403: YouTube Data API v3 has not', 3_600_000],
])('after %s it waits before it spends another search', async (fault, reason, pauseMs) => {
  const {find, emulator, clock} = await given();
  emulator.setFault(fault);
  expect(await find()).toEqual({kind: 'none', reason: expect.stringContaining(reason) as string});
  emulator.setFault(null);
  clock.nowMs += pauseMs - 1;
  expect(await find({stepTitle: 'Loops'})).toEqual({
    kind: 'none',
    reason: expect.stringContaining(reason) as string,
  });
  expect(await searchCount()).toBe(1);
  clock.nowMs += 1;
  expect(await find({stepTitle: 'Loops'})).toMatchObject({kind: 'found'});
});

test('a fault is not remembered as a search that found nothing', async () => {
  const {find, emulator, clock} = await given();
  emulator.setFault('backend_error');
  await find();
  emulator.setFault(null);
  clock.nowMs += 60_000;
  expect(await find()).toMatchObject({kind: 'found'});
});

test('where the data of the videos cannot be had, nothing is remembered of the search', async () => {
  const {find} = await given({unitsPerDay: 0});
  expect(await find()).toMatchObject({reason: expect.stringContaining('quota is used up') as string});
  expect(await sql`select step_title from preheat.video_search`).toEqual([]);
});

test('a fault of one process does not stop another', async () => {
  const {searcher, emulator} = await given();
  emulator.setFault('backend_error');
  await searcher()();
  emulator.setFault(null);
  expect(await searcher()()).toMatchObject({kind: 'found'});
});

test('a quota that others have used up gives no video', async () => {
  const {find, emulator} = await given({searchesPerDay: 101});
  const key = YOUTUBE_EMULATOR_API_KEY;
  for (let sent = 0; sent < 100; sent += 1) await fetch(`${emulator.url}/youtube/v3/search?key=${key}`);
  expect(await find()).toEqual({
    kind: 'none',
    reason:
      'YouTube says that its quota is used up (HTTP 403: The request cannot be completed because you have exceeded your quota.)',
  });
});

test('a wrong key is said, and not shown', async () => {
  const {find} = await given({apiKey: 'not-the-key'});
  const choice = await find();
  expect(choice).toMatchObject({
    kind: 'none',
    reason: expect.stringMatching(/HTTP 400: API key not valid.*Check YOUTUBE_API_KEY/) as string,
  });
  expect(JSON.stringify(choice)).not.toContain('not-the-key');
});

test('where YouTube cannot be reached, the reason is the network’s', async () => {
  const {find, emulator} = await given();
  await emulator.close();
  expect(await find()).toMatchObject({reason: expect.stringContaining('ECONNREFUSED') as string});
});

test('a search that failed after it was sent is counted', async () => {
  const {find, emulator, clock} = await given({searchesPerDay: 1});
  emulator.setFault('reset');
  await find();
  emulator.setFault(null);
  clock.nowMs += 60_000;
  expect(await find()).toMatchObject({reason: 'the 1 searches of YouTube for today are used up'});
});

test('a lesson that is cancelled stops waiting for YouTube', async () => {
  const {find, emulator} = await given();
  emulator.setFault('hang');
  const cancel = new AbortController();
  const choice = find({}, cancel.signal);
  await until('the search is there', () => methodsOf(emulator).length > 0);
  expect(methodsOf(emulator)).toEqual(['search']);
  cancel.abort(new Error('cancelled'));
  await expect(choice).rejects.toThrow('cancelled');
  // It was no fault of YouTube's.
  emulator.setFault(null);
  expect(await find()).toMatchObject({kind: 'found'});
});

test('a lesson that was cancelled before sends nothing and spends no search', async () => {
  const {find, emulator} = await given();
  await expect(find({}, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
  expect([methodsOf(emulator), await searchCount()]).toEqual([[], 0]);
});

test('a base URL that is none is refused at once', () => {
  expect(() => createYouTube({apiKey: 'k', baseUrl: 'youtube', searchesPerDay: 1})).toThrow(TypeError);
});
