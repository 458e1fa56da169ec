import {expect, onTestFinished, test} from 'vitest';
import {emulatedVideo} from '../../../dev/youtube/library.ts';
import {
  startYouTubeEmulator,
  YOUTUBE_EMULATOR_API_KEY,
  type YouTubeEmulatorOptions,
} from '../../../dev/youtube/server.ts';

type Body = {
  items?: {id: unknown}[];
  pageInfo?: unknown;
  error?: {code: number; message: string; status?: string; errors: {domain: string; reason: string}[]};
};

async function given(options: YouTubeEmulatorOptions = {}) {
  const emulator = await startYouTubeEmulator(options);
  onTestFinished(() => emulator.close());
  const get = async (path: string, key: string | null = YOUTUBE_EMULATOR_API_KEY) => {
    const response = await fetch(`${emulator.url}/youtube/v3/${path}`, {
      headers: key === null ? {} : {'x-goog-api-key': key},
    });
    return {status: response.status, body: (await response.json()) as Body};
  };
  const titlesOf = async (parameters: string) => {
    const {body} = await get(`search?part=id&q=x&maxResults=50&${parameters}`);
    const ids = body.items?.map(({id}) => (id as {videoId: string}).videoId) ?? [];
    if (ids.length === 0) return [];
    const listed = await get(`videos?part=snippet&id=${ids.join()}`);
    return (listed.body.items as unknown as {snippet: {title: string}}[]).map(({snippet}) => snippet.title);
  };
  return {emulator, get, titlesOf};
}

const VIDEOS = [
  emulatedVideo('usual'),
  emulatedVideo('short', {seconds: 239}),
  emulatedVideo('longest medium', {seconds: 1200}),
  emulatedVideo('long', {seconds: 1201}),
  emulatedVideo('not embeddable', {isEmbeddable: false}),
  emulatedVideo('age limit', {isAgeRestricted: true}),
  emulatedVideo('unlisted', {privacy: 'unlisted'}),
  emulatedVideo('private', {privacy: 'private'}),
];

test('a search has the filters of the real one', async () => {
  const {titlesOf} = await given({library: () => VIDEOS});
  const all = ['usual', 'short', 'longest medium', 'long', 'not embeddable', 'age limit'];
  expect(await titlesOf('')).toEqual(all);
  expect(await titlesOf('type=video&videoDuration=short')).toEqual(['short']);
  expect(await titlesOf('type=video&videoDuration=medium')).toEqual(
    all.filter(title => title !== 'short' && title !== 'long'),
  );
  expect(await titlesOf('type=video&videoDuration=long')).toEqual(['longest medium', 'long']);
  expect(await titlesOf('type=video&videoEmbeddable=true')).not.toContain('not embeddable');
  expect(await titlesOf('safeSearch=strict')).not.toContain('age limit');
});

test('a search gives five results unless it is asked for more or less', async () => {
  const {get} = await given({library: () => VIDEOS});
  const usual = await get('search?part=id');
  expect(usual.body.items).toHaveLength(5);
  expect(usual.body.pageInfo).toEqual({totalResults: 6, resultsPerPage: 5});
  expect((await get('search?part=id&maxResults=0')).body.items).toEqual([]);
});

test('the same words find the same videos, other words others', async () => {
  const {get} = await given();
  const [first, again, other] = [
    await get('search?part=id&q=loops'),
    await get('search?part=id&q=loops'),
    await get('search?part=id&q=maps'),
  ];
  expect(first.body.items?.length).toBeGreaterThan(2);
  expect(again).toEqual(first);
  expect(other.body.items).not.toEqual(first.body.items);
});

test('the data of a video is given in the parts that are asked for', async () => {
  const video = emulatedVideo('One', {seconds: 3723, language: null, likeCount: null, isAgeRestricted: true});
  const {get} = await given({library: () => [video, emulatedVideo('Live', {seconds: 0, broadcast: 'live'})]});
  await get('search?part=id');
  const part = 'snippet,contentDetails,status,statistics';
  expect((await get(`videos?part=${part}&id=${video.id}`)).body.items).toEqual([
    {
      kind: 'youtube#video',
      id: video.id,
      snippet: {
        title: 'One',
        description: video.description,
        channelTitle: video.channel,
        liveBroadcastContent: 'none',
        thumbnails: {
          default: {url: `https://i.ytimg.com/vi/${video.id}/default.jpg`},
          medium: {url: `https://i.ytimg.com/vi/${video.id}/mqdefault.jpg`},
          high: {url: `https://i.ytimg.com/vi/${video.id}/hqdefault.jpg`},
        },
      },
      contentDetails: {duration: 'PT1H2M3S', contentRating: {ytRating: 'ytAgeRestricted'}},
      status: {uploadStatus: 'processed', privacyStatus: 'public', embeddable: true},
      statistics: {viewCount: String(video.viewCount)},
    },
  ]);
  expect((await get(`videos?part=contentDetails&id=${emulatedVideo('Live').id}`)).body.items).toEqual([
    {
      kind: 'youtube#video',
      id: emulatedVideo('Live').id,
      contentDetails: {duration: 'P0D', contentRating: {}},
    },
  ]);
});

test('videos that nobody knows, and private ones, are left out', async () => {
  const {get} = await given({library: () => VIDEOS});
  await get('search?part=id');
  const ids = ['usual', 'private', 'unlisted', 'never seen'].map(title => emulatedVideo(title).id);
  expect((await get(`videos?part=id&id=${ids.join()}`)).body.items?.map(({id}) => id)).toEqual([
    ids[0],
    ids[2],
  ]);
});

test.each([
  ['search?q=x', 'missingRequiredParameter', /part/],
  ['search?part=id&maxResults=51', 'invalidParameter', /maxResults: '51'/],
  ['search?part=id&maxResults=x', 'invalidParameter', /maxResults: 'x'/],
  ['search?part=id&type=video&videoDuration=tiny', 'invalidParameter', /videoDuration: 'tiny'/],
  ['search?part=id&videoEmbeddable=true', 'invalidParameter', /videoEmbeddable/],
  ['search?part=id&videoSyndicated=true&type=channel', 'invalidParameter', /videoSyndicated/],
  ['videos?id=a', 'missingRequiredParameter', /part/],
  ['videos?part=id&id=,', 'missingRequiredParameter', /id/],
  [`videos?part=id&id=${'a,'.repeat(51)}`, 'invalidParameter', /id/],
])('%s is refused as %s', async (path, reason, message) => {
  const {get} = await given();
  const {status, body} = await get(path);
  expect(status).toBe(400);
  expect(body.error).toMatchObject({code: 400, message: expect.stringMatching(message), errors: [{reason}]});
});

test('keys are checked before anything else, and may stand in the address', async () => {
  const {get, emulator} = await given({searchesPerDay: 0});
  expect(await get('search', null)).toMatchObject({
    status: 403,
    body: {error: {message: 'The request is missing a valid API key.', errors: [{reason: 'forbidden'}]}},
  });
  expect(await get('search', 'wrong')).toMatchObject({
    status: 400,
    body: {error: {status: 'INVALID_ARGUMENT', details: [{reason: 'API_KEY_INVALID'}]}},
  });
  expect((await fetch(`${emulator.url}/youtube/v3/search?key=${YOUTUBE_EMULATOR_API_KEY}`)).status).toBe(403);
  expect((await fetch(`${emulator.url}/youtube/v3/search?key=`)).status).toBe(403);
});

test('another method or path is not there', async () => {
  const {get, emulator} = await given();
  expect((await get('channels')).status).toBe(404);
  expect((await fetch(`${emulator.url}/other?key=${YOUTUBE_EMULATOR_API_KEY}`)).status).toBe(404);
});

test('searches and units have quotas of their own, a Pacific day', async () => {
  const clock = {nowMs: Date.parse('2026-11-25T07:59:59Z')};
  const {get} = await given({searchesPerDay: 2, unitsPerDay: 1, now: () => clock.nowMs});
  // Malformed requests count.
  expect((await get('search')).status).toBe(400);
  expect((await get('search?part=id')).status).toBe(200);
  expect((await get('search', 'wrong')).status).toBe(400);
  const refused = await get('search?part=id');
  expect(refused).toMatchObject({
    status: 403,
    body: {error: {errors: [{domain: 'youtube.quota', reason: 'quotaExceeded'}]}},
  });
  expect((await get('videos?part=id&id=a')).status).toBe(200);
  expect((await get('videos?part=id&id=a')).status).toBe(403);
  clock.nowMs += 1_000;
  expect((await get('search?part=id')).status).toBe(200);
  expect((await get('videos?part=id&id=a')).status).toBe(200);
});

test('faults come when they are set and go when they are not', async () => {
  const {get, emulator} = await given();
  emulator.setFault('backend_error');
  expect(await get('search?part=id')).toMatchObject({status: 503, body: {error: {status: 'UNAVAILABLE'}}});
  emulator.setFault('access_not_configured');
  expect((await get('search?part=id')).body.error?.errors[0]?.reason).toBe('accessNotConfigured');
  for (const fault of ['html', 'not_json', 'reset'] as const) {
    emulator.setFault(fault);
    await expect(get('search?part=id')).rejects.toThrow(/Unexpected|fetch failed/);
  }
  emulator.setFault(null);
  expect((await get('search?part=id')).status).toBe(200);
  expect(emulator.requests().map(({httpStatus}) => httpStatus)).toEqual([503, 403, 502, 200, 0, 200]);
});

test('it listens on the port that it is given', async () => {
  const {emulator} = await given();
  const port = Number(new URL(emulator.url).port);
  await emulator.close();
  const again = await startYouTubeEmulator({port});
  expect(again.url).toBe(emulator.url);
  await again.close();
});
