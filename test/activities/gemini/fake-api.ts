import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import {
  createGemini,
  type Gemini,
  type GeminiCall,
  type GeminiOptions,
} from '../../../activities/gemini/index.ts';
import {wireSchema} from '../../../domain/content/index.ts';

/** The time of the tests: 2026-11-24, 12:00 UTC, four in the morning in Los Angeles. */
export const NOW_MS = Date.UTC(2026, 10, 24, 12);

export type SeenRequest = {path: string; apiKey: string | undefined; body: Record<string, unknown>};
export type Answering = (request: SeenRequest, response: ServerResponse) => void;

export type FakeApi = Awaited<ReturnType<typeof startFakeApi>>;

/** A server in the place of the API: it keeps what it was sent and answers as the test says. */
export async function startFakeApi() {
  const seen: SeenRequest[] = [];
  let answering = json({});
  const server = createServer((request, response) => {
    void receive(request).then(one => {
      seen.push(one);
      return answering(one, response);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is no string
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    answerWith(next: Answering) {
      answering = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function receive(request: IncomingMessage): Promise<SeenRequest> {
  const apiKey = request.headers['x-goog-api-key'];
  return {
    path: request.url ?? '',
    apiKey: typeof apiKey === 'string' ? apiKey : undefined,
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK sends nothing but objects
    body: JSON.parse(await text(request)) as Record<string, unknown>,
  };
}

export function json(body: unknown, status = 200): Answering {
  return (_, response) => {
    response.writeHead(status, {'content-type': 'application/json'});
    response.end(JSON.stringify(body));
  };
}

/** An error as the API words it. */
export function refusal(code: number, message: string, details?: object[]): Answering {
  return json({error: {code, message, status: 'X', ...(details && {details})}}, code);
}

export const usageMetadata = {
  promptTokenCount: 100,
  cachedContentTokenCount: 40,
  candidatesTokenCount: 20,
  thoughtsTokenCount: 7,
  totalTokenCount: 127,
};

/** A whole response with one candidate. */
export function answer(candidate: object, more: object = {}): Answering {
  return json({
    candidates: [{index: 0, ...candidate}],
    usageMetadata,
    modelVersion: 'gemini-x',
    responseId: 'r1',
    ...more,
  });
}

/** The module under test, in front of a fake API. */
export function gemini(api: FakeApi, options: Partial<GeminiOptions> = {}): Gemini {
  return createGemini({
    apiKey: 'test-key',
    baseUrl: api.url,
    model: 'gemini-3.5-flash-lite',
    serviceTier: 'standard',
    timeoutMs: 10_000,
    now: () => NOW_MS,
    ...options,
  });
}

export function call(changes: Partial<GeminiCall> = {}): GeminiCall {
  const {signal} = new AbortController();
  return {
    system: 'rules',
    user: 'cell',
    videoUrl: null,
    schema: wireSchema('video'),
    maxOutputTokens: 500,
    temperature: null,
    signal,
    ...changes,
  };
}
