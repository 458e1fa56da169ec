import {z} from 'zod';
import type {Video} from '../../domain/video.ts';

const MIN_SECONDS = 4 * 60;
const MAX_SECONDS = 40 * 60;

/** What lessons need of an item of `videos.list`. */
const Item = z.object({
  id: z.string().regex(/^[\w-]{11}$/),
  snippet: z.object({
    title: z.string(),
    description: z.string(),
    channelTitle: z.string(),
    liveBroadcastContent: z.string(),
    defaultAudioLanguage: z.string().default('en'),
    thumbnails: z.object({high: z.object({url: z.url({protocol: /^https$/})})}),
  }),
  contentDetails: z.object({
    duration: z.string(),
    contentRating: z.object({ytRating: z.string().optional()}).default({}),
  }),
  status: z.object({privacyStatus: z.string(), embeddable: z.boolean()}),
  // Both are text; a channel may hide likes.
  statistics: z.object({viewCount: z.coerce.number().default(0), likeCount: z.coerce.number().default(0)}),
});

/**
 * The videos that a lesson may be built around, in the order of `ids`, which is YouTube's order of relevance: public,
 * embeddable, without an age limit, no broadcast, spoken in English or in no language that is told, and four to forty
 * minutes long. Items of an unknown form are passed over.
 */
export function suitableVideos(ids: readonly string[], items: readonly unknown[]): Video[] {
  const videos = new Map(
    items.flatMap(item => {
      const {data} = Item.safeParse(item);
      return data !== undefined && isSuitable(data) ? [[data.id, toVideo(data)]] : [];
    }),
  );
  return ids.flatMap(id => videos.get(id) ?? []);
}

function isSuitable({snippet, contentDetails, status}: z.infer<typeof Item>): boolean {
  const seconds = durationSeconds(contentDetails.duration);
  return (
    status.privacyStatus === 'public' &&
    status.embeddable &&
    contentDetails.contentRating.ytRating !== 'ytAgeRestricted' &&
    snippet.liveBroadcastContent === 'none' &&
    /^en\b/i.test(snippet.defaultAudioLanguage) &&
    seconds >= MIN_SECONDS &&
    seconds <= MAX_SECONDS
  );
}

function toVideo({id, snippet, contentDetails, statistics}: z.infer<typeof Item>): Video {
  return {
    video_id: id,
    title: storable(snippet.title),
    description: storable(snippet.description),
    channel: storable(snippet.channelTitle),
    thumbnail_url: snippet.thumbnails.high.url,
    video_url: `https://www.youtube.com/watch?v=${id}`,
    embed_url: `https://www.youtube.com/embed/${id}`,
    duration_minutes: Math.round(durationSeconds(contentDetails.duration) / 60),
    view_count: statistics.viewCount,
    like_count: statistics.likeCount,
  };
}

/** Seconds of an ISO 8601 duration as YouTube writes it (`PT1H2M3S`, `P1DT2H`); 0 for what is none. */
function durationSeconds(duration: string): number {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration) ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

/** Without what Postgres cannot store in jsonb (NUL, halves of surrogate pairs) or no text needs. */
function storable(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\t\n\r]/gu, '');
}
