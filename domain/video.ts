/** A public video of YouTube, under the keys that the reader's application knows for it. */
export type Video = {
  video_id: string;
  title: string;
  description: string;
  channel: string;
  thumbnail_url: string;
  video_url: string;
  embed_url: string;
  duration_minutes: number;
  view_count: number;
  /** 0 where the channel hides it. */
  like_count: number;
};

/** What a search for a lesson's video came to. `reason`: why there is none, as the end of a sentence. */
export type VideoChoice = {kind: 'found'; video: Video} | {kind: 'none'; reason: string};
