import {type ApiError, invalidParameter, missingParameter} from './errors.ts';
import type {EmulatedVideo} from './library.ts';

export type Answer = {body: object} | {error: ApiError};

/** Bounds in seconds of the values of `videoDuration`. */
const DURATIONS: ReadonlyMap<string, [min: number, max: number]> = new Map([
  ['any', [0, Infinity]],
  ['short', [0, 240]],
  ['medium', [240, 1200]],
  ['long', [1200, Infinity]],
]);

const USUAL_RESULTS = 5;
const MAX_RESULTS = 50;

/** `search.list`, of the videos that fit the words. Private and unlisted ones are never found. */
export function search(parameters: URLSearchParams, fitting: readonly EmulatedVideo[]): Answer {
  if (!parameters.has('part')) return {error: missingParameter('part')};
  const maxResults = Number(parameters.get('maxResults') ?? USUAL_RESULTS);
  if (!(maxResults >= 0 && maxResults <= MAX_RESULTS)) return {error: invalid(parameters, 'maxResults')};
  const duration = DURATIONS.get(parameters.get('videoDuration') ?? 'any');
  if (duration === undefined) return {error: invalid(parameters, 'videoDuration')};
  // Filters of videos make sense for videos alone.
  const filter = ['videoDuration', 'videoEmbeddable', 'videoSyndicated'].find(name => parameters.has(name));
  if (filter !== undefined && parameters.get('type') !== 'video') return {error: invalid(parameters, filter)};

  const [minSeconds, maxSeconds] = duration;
  const found = fitting
    .filter(({privacy}) => privacy === 'public')
    .filter(({seconds}) => seconds >= minSeconds && seconds <= maxSeconds)
    .filter(({isEmbeddable}) => isEmbeddable || parameters.get('videoEmbeddable') !== 'true')
    .filter(({isAgeRestricted}) => !isAgeRestricted || parameters.get('safeSearch') !== 'strict');
  const items = found.slice(0, maxResults).map(({id}) => ({
    kind: 'youtube#searchResult',
    id: {kind: 'youtube#video', videoId: id},
  }));
  const pageInfo = {totalResults: found.length, resultsPerPage: items.length};
  return {body: {kind: 'youtube#searchListResponse', regionCode: 'US', pageInfo, items}};
}

/** `videos.list`. Ids that nobody knows, and private videos, are left out without a word. */
export function list(parameters: URLSearchParams, known: ReadonlyMap<string, EmulatedVideo>): Answer {
  const part = parameters.get('part');
  if (part === null) return {error: missingParameter('part')};
  const ids = (parameters.get('id') ?? '').split(',').filter(Boolean);
  if (ids.length === 0) return {error: missingParameter('id')};
  if (ids.length > MAX_RESULTS) return {error: invalid(parameters, 'id')};
  const videos = ids.flatMap(id => known.get(id) ?? []).filter(({privacy}) => privacy !== 'private');
  const items = videos.map(video => ({kind: 'youtube#video', id: video.id, ...pick(video, part.split(','))}));
  return {
    body: {
      kind: 'youtube#videoListResponse',
      items,
      pageInfo: {totalResults: items.length, resultsPerPage: items.length},
    },
  };
}

function invalid(parameters: URLSearchParams, name: string): ApiError {
  return invalidParameter(name, parameters.get(name) ?? '');
}

/** The parts of a video's resource that were asked for. */
function pick(video: EmulatedVideo, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(resource(video)).filter(([name]) => names.includes(name)));
}

function resource(video: EmulatedVideo) {
  const thumbnail = (name: string) => ({url: `https://i.ytimg.com/vi/${video.id}/${name}.jpg`});
  return {
    snippet: {
      title: video.title,
      description: video.description,
      channelTitle: video.channel,
      liveBroadcastContent: video.broadcast,
      ...(video.language !== null && {defaultAudioLanguage: video.language}),
      thumbnails: {
        default: thumbnail('default'),
        medium: thumbnail('mqdefault'),
        high: thumbnail('hqdefault'),
      },
    },
    contentDetails: {
      duration: isoDuration(video.seconds),
      contentRating: video.isAgeRestricted ? {ytRating: 'ytAgeRestricted'} : {},
    },
    status: {uploadStatus: 'processed', privacyStatus: video.privacy, embeddable: video.isEmbeddable},
    statistics: {
      viewCount: String(video.viewCount),
      ...(video.likeCount !== null && {likeCount: String(video.likeCount)}),
    },
  };
}

/** As YouTube writes it: `PT1H2M3S`, `PT12M`, `P0D` for a broadcast. */
function isoDuration(seconds: number): string {
  if (seconds === 0) return 'P0D';
  const parts = [
    [Math.floor(seconds / 3600), 'H'],
    [Math.floor(seconds / 60) % 60, 'M'],
    [seconds % 60, 'S'],
  ] as const;
  return `PT${parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : '')).join('')}`;
}
