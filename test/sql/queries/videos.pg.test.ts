import {beforeEach, expect, test} from 'vitest';
import type {Video} from '../../../domain/video.ts';
import {inTransaction, type Db} from '../../../sql/client.ts';
import {storedVideos, storeVideos, takeSearch} from '../../../sql/queries/videos.ts';
import {testDatabase} from '../../support/postgres.ts';
import {untilWaiting} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(() => sql`truncate preheat.video_search, preheat.video_search_day`);

const NOON = new Date('2026-11-24T20:00:00Z');
const EARLIER = new Date('2026-11-24T19:59:59Z');

const video: Video = {
  video_id: 'abcdefghijk',
  title: 'Variables “explained” 🐍',
  description: 'One\ntwo',
  channel: 'Channel',
  thumbnail_url: 'https://example.com/a.jpg',
  video_url: 'https://example.com/a',
  embed_url: 'https://example.com/b',
  duration_minutes: 12,
  view_count: 5_000_000_000,
  like_count: 0,
};

function take(at: Date, searchesPerDay: number, db: Db = sql): Promise<boolean> {
  return takeSearch(db, {at, searchesPerDay});
}

const daysTaken = () =>
  sql`select pacific_day::text, search_count from preheat.video_search_day order by pacific_day`;

test('what a search found comes back as it was', async () => {
  await storeVideos(sql, {stepTitle: 'A', videos: [video, {...video, title: 'Other'}], fetchedAt: NOON});
  expect(await storedVideos(sql, {stepTitle: 'A', since: EARLIER})).toEqual([
    video,
    {...video, title: 'Other'},
  ]);
});

test('a search that found nothing is known too, unlike a step that nobody searched for', async () => {
  await storeVideos(sql, {stepTitle: 'A', videos: [], fetchedAt: NOON});
  expect(await storedVideos(sql, {stepTitle: 'A', since: EARLIER})).toEqual([]);
  expect(await storedVideos(sql, {stepTitle: 'a', since: EARLIER})).toBeNull();
});

test('what is as old as the bound counts no more', async () => {
  await storeVideos(sql, {stepTitle: 'A', videos: [video], fetchedAt: NOON});
  expect(await storedVideos(sql, {stepTitle: 'A', since: NOON})).toBeNull();
});

test('a later search takes the place of the earlier one, with its time', async () => {
  await storeVideos(sql, {stepTitle: 'A', videos: [video], fetchedAt: EARLIER});
  await storeVideos(sql, {stepTitle: 'A', videos: [], fetchedAt: NOON});
  expect(await storedVideos(sql, {stepTitle: 'A', since: EARLIER})).toEqual([]);
});

test('a day has as many searches as it may have', async () => {
  expect([await take(NOON, 2), await take(NOON, 2), await take(NOON, 2)]).toEqual([true, true, false]);
  expect(await daysTaken()).toEqual([{pacificDay: '2026-11-24', searchCount: 2}]);
});

test('a limit that was raised gives the rest of the day', async () => {
  expect([await take(NOON, 1), await take(NOON, 1), await take(NOON, 2)]).toEqual([true, false, true]);
});

test('without any search a day, none is taken', async () => {
  expect(await take(NOON, 0)).toBe(false);
  expect(await daysTaken()).toEqual([]);
});

test.each([
  ['winter', '2026-11-24T07:59:59Z', '2026-11-24T08:00:00Z'],
  ['summer', '2026-07-01T06:59:59Z', '2026-07-01T07:00:00Z'],
])('a day begins at midnight in Los Angeles, in %s', async (_, before, after) => {
  expect(await take(new Date(before), 1)).toBe(true);
  expect(await take(new Date(before), 1)).toBe(false);
  expect(await take(new Date(after), 1)).toBe(true);
});

test('of many that search at once, no more than the limit do', async () => {
  const taken = await Promise.all(Array.from({length: 30}, () => take(NOON, 7)));
  expect(taken.filter(Boolean)).toHaveLength(7);
});

test('whoever waits for another to take the last search gets none', async () => {
  await take(NOON, 2);
  let second: Promise<boolean> | undefined;
  await inTransaction(sql, async db => {
    expect(await take(NOON, 2, db)).toBe(true);
    second = take(NOON, 2);
    await untilWaiting(sql);
  });
  expect(await second).toBe(false);
});

test('the first search of a day does not take two at once for one', async () => {
  let second: Promise<boolean> | undefined;
  await inTransaction(sql, async db => {
    expect(await take(NOON, 1, db)).toBe(true);
    second = take(NOON, 1);
    await untilWaiting(sql);
  });
  expect(await second).toBe(false);
});
