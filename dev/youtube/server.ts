import {once} from 'node:events';
import {createServer} from 'node:http';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {pacificDay} from '../gemini/pacific-day.ts';
import {
  accessNotConfigured,
  backendError,
  errorBody,
  keyInvalid,
  keyMissing,
  notFound,
  quotaExceeded,
} from './errors.ts';
import {type EmulatedVideo, type Library, usualLibrary} from './library.ts';
import {type Answer, list, search} from './methods.ts';

/** The only key that the emulator accepts. */
export const YOUTUBE_EMULATOR_API_KEY = 'preheat-youtube-emulator';

/** What goes wrong until it is set to null: an error of the API, a page of a proxy, or a connection's end. */
export type Fault = 'access_not_configured' | 'backend_error' | 'html' | 'not_json' | 'hang' | 'reset';

export type YouTubeEmulatorOptions = {
  /** 0, the default, takes a free one. */
  port?: number;
  /** `search.list` has 100 of its own. */
  searchesPerDay?: number;
  /** Of all other methods together; `videos.list` costs one. */
  unitsPerDay?: number;
  library?: Library;
  /** Epoch milliseconds. */
  now?: () => number;
};

type SeenRequest = {method: string; parameters: Record<string, string>; httpStatus: number};

export type YouTubeEmulator = {
  /** For the base URL; without a slash at the end. */
  url: string;
  /** All requests so far; `httpStatus` is 0 where no answer was sent. */
  requests: () => SeenRequest[];
  setFault: (fault: Fault | null) => void;
  close: () => Promise<void>;
};

const HOST = '127.0.0.1';
const SEARCHES_PER_DAY = 100;
const UNITS_PER_DAY = 10_000;

/**
 * Starts a local stand-in for `search` and `videos` of the YouTube Data API (v3), on loopback only. Quotas are counted
 * by Pacific day; requests that are refused as malformed count, those that are refused for quota or key do not.
 */
export async function startYouTubeEmulator(options: YouTubeEmulatorOptions = {}): Promise<YouTubeEmulator> {
  const {library = usualLibrary, now = Date.now} = options;
  const limits = {
    search: options.searchesPerDay ?? SEARCHES_PER_DAY,
    videos: options.unitsPerDay ?? UNITS_PER_DAY,
  };
  const known = new Map<string, EmulatedVideo>();
  const used = new Map<string, number>();
  const seen: SeenRequest[] = [];
  let fault: Fault | null = null;

  /** Counts one request to a method. False where its day is used up. */
  function take(method: 'search' | 'videos'): boolean {
    const day = `${method} ${pacificDay(now())}`;
    const count = used.get(day) ?? 0;
    if (count >= limits[method]) return false;
    used.set(day, count + 1);
    return true;
  }

  function answer(method: string, key: string | null, parameters: URLSearchParams): Answer {
    if (key === null || key === '') return {error: keyMissing};
    if (key !== YOUTUBE_EMULATOR_API_KEY) return {error: keyInvalid};
    if (fault === 'access_not_configured') return {error: accessNotConfigured};
    if (method !== 'search' && method !== 'videos') return {error: notFound};
    if (!take(method)) return {error: quotaExceeded};
    if (fault === 'backend_error') return {error: backendError};
    if (method === 'videos') return list(parameters, known);
    const fitting = library(parameters.get('q') ?? '');
    for (const video of fitting) known.set(video.id, video);
    return search(parameters, fitting);
  }

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const {pathname, searchParams} = new URL(request.url ?? '/', `http://${HOST}`);
    const header = request.headers['x-goog-api-key'];
    const key = typeof header === 'string' ? header : searchParams.get('key');
    const method = /^\/youtube\/v3\/(\w+)$/.exec(pathname)?.[1] ?? pathname;
    const answered = answer(method, key, searchParams);
    const send = (httpStatus: number, body: string, contentType = 'application/json; charset=UTF-8') => {
      seen.push({method, parameters: Object.fromEntries(searchParams), httpStatus});
      if (httpStatus === 0) return;
      response.writeHead(httpStatus, {'Content-Type': contentType});
      response.end(body);
    };
    switch (fault) {
      case 'hang':
        return send(0, '');
      case 'reset':
        request.socket.resetAndDestroy();
        return send(0, '');
      case 'html':
        return send(502, '<html><title>Error 502</title></html>', 'text/html; charset=UTF-8');
      case 'not_json':
        return send(200, '{"items": [');
      default:
        return 'error' in answered
          ? send(answered.error.code, errorBody(answered.error))
          : send(200, JSON.stringify(answered.body));
    }
  }

  const server = createServer(respond);
  server.listen(options.port ?? 0, HOST);
  await once(server, 'listening');
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    requests: () => [...seen],
    setFault(next) {
      fault = next;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
