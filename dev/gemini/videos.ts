import {badFields, fileForbidden, invalidArgument, videoForbidden} from './errors.ts';
import type {ApiError} from './errors.ts';
import type {ModelFacts} from './models.ts';
import {isObject, listOf} from './proto.ts';
import type {JsonObject} from './proto.ts';

/** What the emulator is told of a YouTube video. */
export type VideoFacts = {seconds: number; access: 'public' | 'private'};

/** The tokens of all videos of a prompt, by modality. */
export type VideoTokens = {video: number; audio: number};

type VideoRules = {
  /** By YouTube's id; any other video is public and lasts ten minutes. */
  known: Readonly<Record<string, VideoFacts>>;
  facts: ModelFacts;
  /** `mediaResolution` of the generation config. */
  resolution: unknown;
};

const USUAL: VideoFacts = {seconds: 600, access: 'public'};
const AUDIO_TOKENS_PER_SECOND = 32;
const FRAMES_PER_SECOND = 1;
const MAX_FRAMES_PER_SECOND = 24;

// Ids have eleven characters; the hosts and paths are those that people copy from a browser.
const YOUTUBE =
  /^https?:\/\/(?:(?:www\.|m\.)?youtube\.com\/(?:watch\?(?:[^#]*&)?v=|shorts\/|embed\/|live\/)|youtu\.be\/)([\w-]{11})(?![\w-])/;
const UPLOADED = /(?:^|\/)files\/([^/?]+)$/;

/**
 * Counts the videos of a prompt, or says why the model does not take them. Public YouTube videos only: uploaded files
 * have no endpoints here yet.
 */
export function readVideos(
  contents: readonly JsonObject[],
  rules: VideoRules,
): {tokens: VideoTokens; error: ApiError | null} {
  const tokens: VideoTokens = {video: 0, audio: 0};
  const {maxCount} = rules.facts.video;
  let count = 0;
  for (const [index, content] of contents.entries()) {
    for (const [position, part] of listOf(content['parts']).entries()) {
      if (!isObject(part['fileData'])) continue;
      count += 1;
      const read = readVideo(part, part['fileData'], `contents[${index}].parts[${position}]`, rules);
      if ('error' in read) return {tokens, error: read.error};
      tokens.video += read.tokens.video;
      tokens.audio += read.tokens.audio;
    }
  }
  if (count <= maxCount) return {tokens, error: null};
  return {
    tokens,
    error: invalidArgument(
      `Unable to submit request because it has ${count} video files but the model only supports up to ${maxCount}.`,
    ),
  };
}

function readVideo(
  part: JsonObject,
  file: JsonObject,
  path: string,
  rules: VideoRules,
): {tokens: VideoTokens} | {error: ApiError} {
  const uri = typeof file['fileUri'] === 'string' ? file['fileUri'] : '';
  const id = YOUTUBE.exec(uri)?.[1];
  if (id === undefined) {
    const uploaded = UPLOADED.exec(uri)?.[1];
    return {
      error:
        uploaded === undefined
          ? invalidArgument(`Invalid or unsupported file uri: ${uri}`)
          : fileForbidden(uploaded),
    };
  }
  const {seconds: wholeSeconds, access} = (Object.hasOwn(rules.known, id) && rules.known[id]) || USUAL;
  if (access === 'private') return {error: videoForbidden()};

  const metadata = isObject(part['videoMetadata']) ? part['videoMetadata'] : {};
  const startSeconds = secondsOf(metadata['startOffset'], 0);
  const endSeconds = secondsOf(metadata['endOffset'], wholeSeconds);
  const framesPerSecond = Number(metadata['fps'] ?? FRAMES_PER_SECOND);
  const place = `${path}.video_metadata`;
  if (startSeconds === null) return {error: illegalDuration(`${place}.start_offset`)};
  if (endSeconds === null) return {error: illegalDuration(`${place}.end_offset`)};
  if (!(framesPerSecond > 0 && framesPerSecond <= MAX_FRAMES_PER_SECOND)) {
    return {
      error: invalidArgument(`${place}.fps must be in the range (0.0, ${MAX_FRAMES_PER_SECOND}.0].`),
    };
  }
  const seconds = Math.max(0, Math.min(endSeconds, wholeSeconds) - startSeconds);
  const asked = isObject(part['mediaResolution']) ? part['mediaResolution']['level'] : rules.resolution;
  const {frameTokens} = rules.facts.video;
  return {
    tokens: {
      video: Math.ceil(seconds * framesPerSecond) * frameTokens[resolutionOf(asked)],
      audio: Math.ceil(seconds) * AUDIO_TOKENS_PER_SECOND,
    },
  };
}

function resolutionOf(asked: unknown): 'low' | 'medium' | 'high' {
  if (asked === 'MEDIA_RESOLUTION_LOW') return 'low';
  return asked === 'MEDIA_RESOLUTION_HIGH' ? 'high' : 'medium';
}

/** A duration as the interface writes it, `90s` or `1.5s`; null for what is none. */
function secondsOf(duration: unknown, usual: number): number | null {
  if (duration === undefined) return usual;
  const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(typeof duration === 'string' ? duration : '') ?? [];
  return seconds === undefined ? null : Number(seconds);
}

function illegalDuration(field: string): ApiError {
  return badFields([
    {
      field,
      description: `Invalid value at '${field}' (type.googleapis.com/google.protobuf.Duration), Illegal duration format; duration must end with 's'`,
    },
  ]);
}
