import {z} from 'zod';
import {down, type Failure, readRefusal} from './failure.ts';

export type YouTubeApiOptions = {
  apiKey: string;
  /** Scheme, host and port; the path is added here. */
  baseUrl: string;
  /** From sending a request to the last byte of its answer. */
  timeoutMs?: number;
};

export type YouTubeApi = {
  /** Ids of videos that fit the words, most relevant first. One of the day's few searches. */
  search(words: string, signal: AbortSignal): Promise<Answer<string[]>>;
  /** The data of up to 50 videos, in no order; those that are gone are missing. */
  list(ids: readonly string[], signal: AbortSignal): Promise<Answer<unknown[]>>;
};

type Answer<T> = {kind: 'answered'; value: T} | Failure;

/** What is asked for of each search besides its words. `medium` is four to twenty minutes. */
const SEARCH = {
  part: 'id',
  type: 'video',
  maxResults: '25',
  order: 'relevance',
  relevanceLanguage: 'en',
  safeSearch: 'strict',
  videoDuration: 'medium',
  videoEmbeddable: 'true',
  videoSyndicated: 'true',
};

const Found = z
  .object({items: z.array(z.object({id: z.object({videoId: z.string()})})).default([])})
  .transform(({items}) => items.map(({id}) => id.videoId));

const Listed = z.object({items: z.array(z.unknown()).default([])}).transform(({items}) => items);

/**
 * The two methods of the YouTube Data API (v3) that lessons need. Nothing is sent twice, and what goes wrong at YouTube is
 * an answer; a request that is cancelled throws its signal's reason.
 *
 * @throws TypeError for a base URL that is none
 */
export function createYouTubeApi({apiKey, baseUrl, timeoutMs = 10_000}: YouTubeApiOptions): YouTubeApi {
  const root = new URL('/youtube/v3/', baseUrl);

  async function get<T>(
    method: string,
    parameters: Record<string, string>,
    {schema, signal}: {schema: z.ZodType<T>; signal: AbortSignal},
  ): Promise<Answer<T>> {
    let status: number;
    let text: string;
    try {
      const query = new URLSearchParams(parameters).toString();
      const response = await fetch(new URL(`${method}?${query}`, root), {
        // Not in the address: those get into logs and errors.
        headers: {'x-goog-api-key': apiKey},
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      status = response.status;
      text = await response.text();
    } catch (error) {
      signal.throwIfAborted();
      return down(`cannot be reached (${reasonOf(error)})`);
    }
    const body = parseJson(text);
    if (status !== 200) return readRefusal(status, body);
    const {data} = schema.safeParse(body);
    return data === undefined ? down('answers in an unknown form') : {kind: 'answered', value: data};
  }

  return {
    search: (words, signal) => get('search', {...SEARCH, q: words}, {schema: Found, signal}),
    async list(ids, signal) {
      // Without an id it would be refused.
      if (ids.length === 0) return {kind: 'answered', value: []};
      const part = 'snippet,contentDetails,status,statistics';
      return get('videos', {part, id: ids.join(',')}, {schema: Listed, signal});
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The cause says more than fetch itself, whose errors all read "fetch failed". */
function reasonOf(error: unknown): string {
  const {message, cause} = error as {message: string; cause?: unknown};
  return cause instanceof Error ? cause.message : message;
}
