import {createHash} from 'node:crypto';

/** What the emulator knows of a video. */
export type EmulatedVideo = {
  id: string;
  title: string;
  description: string;
  channel: string;
  seconds: number;
  /** Of what is spoken; null where the channel does not tell. */
  language: string | null;
  privacy: 'public' | 'unlisted' | 'private';
  isEmbeddable: boolean;
  isAgeRestricted: boolean;
  broadcast: 'none' | 'live' | 'upcoming';
  viewCount: number;
  /** Null where the channel hides it. */
  likeCount: number | null;
};

/** The videos that fit some words, most relevant first. */
export type Library = (words: string) => EmulatedVideo[];

const MINUTES = [12, 7, 25, 2, 18, 75, 5];

/** An ordinary video, with what a test or a developer wants otherwise. */
export function emulatedVideo(title: string, changes: Partial<EmulatedVideo> = {}): EmulatedVideo {
  const hash = createHash('sha256').update(title).digest();
  return {
    id: hash.toString('base64url').slice(0, 11),
    title,
    description: `${title}. A video of the YouTube emulator: it exists nowhere else.`,
    channel: `Emulated channel ${(hash[0] ?? 0) % 10}`,
    seconds: 600,
    language: 'en',
    privacy: 'public',
    isEmbeddable: true,
    isAgeRestricted: false,
    broadcast: 'none',
    viewCount: hash.readUInt16BE(1),
    likeCount: hash.readUInt8(3),
    ...changes,
  };
}

/** The same few videos for the same words: of several lengths, some not to be embedded, one a broadcast. */
export const usualLibrary: Library = words => {
  const videos = MINUTES.map((minutes, index) =>
    emulatedVideo(`${words}, part ${index + 1}`, {seconds: minutes * 60 + index, isEmbeddable: index !== 1}),
  );
  return [...videos, emulatedVideo(`${words}, live`, {seconds: 0, broadcast: 'live'})];
};
