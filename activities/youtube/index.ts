import pLimit from 'p-limit';
import type {Video, VideoChoice} from '../../domain/video.ts';
import type {Pool} from '../../sql/client.ts';
import {storedVideos, storeVideos, takeSearch} from '../../sql/queries/videos.ts';
import {createYouTubeApi, type YouTubeApiOptions} from './api.ts';
import type {Failure} from './failure.ts';
import {searchWords} from './search-words.ts';
import {suitableVideos} from './suitable-videos.ts';

export type YouTubeOptions = YouTubeApiOptions & {
  /** Of all processes together. YouTube gives a project 100. */
  searchesPerDay: number;
  /** Epoch milliseconds; for tests. */
  now?: () => number;
};

/** The lesson that wants a video. */
export type VideoWish = {
  stepTitle: string;
  roadmapTitle: string;
  /** From 1. */
  lessonNumber: number;
};

export type YouTube = {
  /**
   * A real video for a lesson: from what is stored of its step, or else by one search, the results of which are stored
   * for all lessons of the step. The lessons of a step get its videos in turn. There is none where nothing suitable is
   * found, the day's searches are used up, or YouTube is of no help; a lesson without a video is better than none.
   *
   * @throws what the database throws; the signal's reason where it was cancelled
   */
  findVideo(pool: Pool, wish: VideoWish, signal: AbortSignal): Promise<VideoChoice>;
};

type Videos = {kind: 'found'; videos: Video[]};
type None = Extract<VideoChoice, {kind: 'none'}>;

/** Longer, data of YouTube may not be kept; and videos are taken down. */
const MAX_AGE_MS = 30 * 24 * 3_600_000;

/** @throws TypeError for a base URL that is none */
export function createYouTube(options: YouTubeOptions): YouTube {
  const {searchesPerDay, now = Date.now} = options;
  const api = createYouTubeApi(options);
  // Two lessons of a step that search at the same time would pay twice; and a fault is met once, not by every lane.
  const oneAtATime = pLimit(1);
  let pause = {untilMs: 0, reason: ''};

  async function stored(pool: Pool, {stepTitle}: VideoWish): Promise<Videos | null> {
    const videos = await storedVideos(pool, {stepTitle, since: new Date(now() - MAX_AGE_MS)});
    return videos && {kind: 'found', videos};
  }

  async function search(pool: Pool, wish: VideoWish, signal: AbortSignal): Promise<Videos | None> {
    signal.throwIfAborted();
    const nowMs = now();
    if (nowMs < pause.untilMs) return {kind: 'none', reason: pause.reason};
    if (!(await takeSearch(pool, {at: new Date(nowMs), searchesPerDay}))) {
      return {kind: 'none', reason: `the ${searchesPerDay} searches of YouTube for today are used up`};
    }
    const fetched = await fetchVideos(searchWords(wish), signal);
    if (fetched.kind === 'failed') {
      pause = {untilMs: nowMs + fetched.pauseMs, reason: `YouTube ${fetched.reason}`};
      return {kind: 'none', reason: pause.reason};
    }
    const {stepTitle} = wish;
    await storeVideos(pool, {stepTitle, videos: fetched.videos, fetchedAt: new Date(nowMs)});
    return fetched;
  }

  async function fetchVideos(words: string, signal: AbortSignal): Promise<Videos | Failure> {
    const found = await api.search(words, signal);
    if (found.kind === 'failed') return found;
    const listed = await api.list(found.value, signal);
    if (listed.kind === 'failed') return listed;
    return {kind: 'found', videos: suitableVideos(found.value, listed.value)};
  }

  return {
    async findVideo(pool, wish, signal) {
      const known =
        (await stored(pool, wish)) ??
        // Again in its turn: the one before may have searched for the same step.
        (await oneAtATime(async () => (await stored(pool, wish)) ?? (await search(pool, wish, signal))));
      if (known.kind === 'none') return known;
      const video = known.videos[(wish.lessonNumber - 1) % known.videos.length];
      if (video === undefined) return {kind: 'none', reason: 'a search of YouTube found no suitable one'};
      return {kind: 'found', video};
    },
  };
}
