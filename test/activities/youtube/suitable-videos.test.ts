import {expect, test} from 'vitest';
import {suitableVideos} from '../../../activities/youtube/suitable-videos.ts';

type Item = ReturnType<typeof givenItem>;

const ID = 'aB3_-fghijk';

/** An item as `videos.list` gives it, with the parts that are asked for. */
function givenItem(id = ID) {
  return {
    kind: 'youtube#video',
    id,
    snippet: {
      title: 'Variables',
      description: 'About names.\nhttps://example.com',
      channelTitle: 'A channel',
      liveBroadcastContent: 'none',
      defaultAudioLanguage: 'en-GB',
      thumbnails: {high: {url: 'https://i.ytimg.com/vi/a/hqdefault.jpg', width: 480, height: 360}},
    },
    contentDetails: {duration: 'PT12M31S', contentRating: {}},
    status: {privacyStatus: 'public', embeddable: true},
    statistics: {viewCount: '5000000000', likeCount: '12'},
  };
}

function choose(change: (item: Item) => object): unknown {
  const item = change(givenItem());
  return suitableVideos([(item as Item).id], [item]);
}

test('a suitable video has exactly the reader’s keys', () => {
  expect(suitableVideos([ID], [givenItem()])).toEqual([
    {
      video_id: ID,
      title: 'Variables',
      description: 'About names.\nhttps://example.com',
      channel: 'A channel',
      thumbnail_url: 'https://i.ytimg.com/vi/a/hqdefault.jpg',
      video_url: `https://www.youtube.com/watch?v=${ID}`,
      embed_url: `https://www.youtube.com/embed/${ID}`,
      duration_minutes: 13,
      view_count: 5_000_000_000,
      like_count: 12,
    },
  ]);
});

test('the order is that of the search, and what the search did not find is passed over', () => {
  const items = ['11111111111', '22222222222', '33333333333', '44444444444'].map(id => givenItem(id));
  const chosen = suitableVideos(['33333333333', 'gone_______', '11111111111', '44444444444'], items);
  expect(chosen.map(video => video.video_id)).toEqual(['33333333333', '11111111111', '44444444444']);
});

test.each<[string, (item: Item) => object]>([
  ['an unlisted one', item => ({...item, status: {...item.status, privacyStatus: 'unlisted'}})],
  ['one that may not be embedded', item => ({...item, status: {...item.status, embeddable: false}})],
  [
    'one with an age limit',
    item => ({
      ...item,
      contentDetails: {...item.contentDetails, contentRating: {ytRating: 'ytAgeRestricted'}},
    }),
  ],
  ['a broadcast', item => ({...item, snippet: {...item.snippet, liveBroadcastContent: 'live'}})],
  ['one to come', item => ({...item, snippet: {...item.snippet, liveBroadcastContent: 'upcoming'}})],
  ['one in Spanish', item => ({...item, snippet: {...item.snippet, defaultAudioLanguage: 'es'}})],
  [
    'one in an English that nobody speaks',
    item => ({...item, snippet: {...item.snippet, defaultAudioLanguage: 'enm'}}),
  ],
  ['one without an id of YouTube', item => ({...item, id: 'aB3_-fghijk1'})],
  ['one without a picture', item => ({...item, snippet: {...item.snippet, thumbnails: {}}})],
  [
    'one with a picture elsewhere',
    item => ({...item, snippet: {...item.snippet, thumbnails: {high: {url: 'javascript:alert(1)'}}}}),
  ],
  ['one without a part', item => ({...item, status: undefined})],
])('%s is not suitable', (_, change) => {
  expect(choose(change)).toEqual([]);
});

test.each([
  ['PT3M59S', null],
  ['PT4M', 4],
  ['PT40M', 40],
  ['PT40M1S', null],
  ['PT29M30S', 30],
  ['PT29M29S', 29],
  ['PT300S', 5],
  ['PT1H', null],
  ['P1DT5M', null],
  ['P0D', null],
  ['soon', null],
])('a video of %s has %j minutes', (duration, minutes) => {
  const chosen = choose(item => ({...item, contentDetails: {duration}}));
  expect(chosen).toMatchObject(minutes === null ? [] : [{duration_minutes: minutes}]);
});

test('no language that is told is as good as English, and a rating that is none of age is fine', () => {
  const change = (item: Item) => ({
    ...item,
    snippet: {...item.snippet, defaultAudioLanguage: undefined},
    contentDetails: {...item.contentDetails, contentRating: {mpaaRating: 'mpaaG'}},
  });
  expect(choose(change)).toHaveLength(1);
});

test('counts that a channel hides are 0', () => {
  expect(choose(item => ({...item, statistics: {}}))).toEqual([
    expect.objectContaining({view_count: 0, like_count: 0}),
  ]);
});

test('what Postgres cannot store is taken out of the texts', () => {
  const change = (item: Item) => ({
    ...item,
    snippet: {...item.snippet, title: 'a\u0000b', description: 'c\uD800d\n\te', channelTitle: 'f\u001bg'},
  });
  expect(choose(change)).toEqual([
    expect.objectContaining({title: 'ab', description: 'c\uFFFDd\n\te', channel: 'fg'}),
  ]);
});

test('items of any shape are passed over', () => {
  expect(suitableVideos([ID], [null, 3, 'x', {}, givenItem()])).toHaveLength(1);
});
