import {once} from 'node:events';
import {createServer} from 'node:http';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {handleAdmin} from './admin.ts';
import type {Controls} from './admin.ts';
import type {ClockChange} from './clock.ts';
import {createEmulator} from './emulator.ts';
import {invalidArgument} from './errors.ts';
import {createLedger} from './ledger.ts';
import type {LedgerEntry} from './ledger.ts';
import {errorReply, sendReply} from './reply.ts';
import type {Reply} from './reply.ts';
import {findRoute} from './routes.ts';
import {applyPatch, DEFAULT_SETTINGS} from './settings.ts';
import type {SettingsPatch} from './settings.ts';

export {EMULATOR_API_KEY} from './keys.ts';

export type GeminiEmulatorOptions = {
  /** 0, the default, takes a free one. */
  port?: number;
  /** Loopback only: whoever reaches the emulator can change it. */
  host?: string;
  /** Differences from the usual settings; `reset` comes back to these. */
  settings?: SettingsPatch;
  /** Gets each entry of the ledger as a line of JSON, appended. */
  ledgerFile?: string;
};

export type GeminiEmulator = {
  /** For the SDKs' base URL; without a slash at the end. */
  url: string;
  port: number;
  /** All requests so far, in the order of arrival. */
  ledger: () => LedgerEntry[];
  configure: (patch: SettingsPatch) => void;
  setClock: (change: ClockChange) => void;
  /** As after the start: settings, clock, quotas and ledger (but not the ledger's file). */
  reset: () => void;
  /** From now on connections are refused, and the open ones are cut. */
  refuseConnections: () => Promise<void>;
  /** Listens again, on the same port. */
  acceptConnections: () => Promise<void>;
  close: () => Promise<void>;
};

const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 20 * 1024 * 1024;

/**
 * Starts a local stand-in for Google's Gemini API. Rejects if the port is taken, if the host is not loopback, or if
 * one of the keys looks like a real one.
 */
export async function startGeminiEmulator(options: GeminiEmulatorOptions = {}): Promise<GeminiEmulator> {
  if (options.host !== undefined && options.host !== HOST) {
    throw new Error(`The Gemini emulator listens on ${HOST} only, not on ${options.host}.`);
  }
  const startSettings = applyPatch(DEFAULT_SETTINGS, options.settings ?? {});
  const ledger = createLedger(options.ledgerFile);
  const emulator = createEmulator(startSettings, ledger);
  const controls: Controls = {
    settings: () => emulator.settings,
    configure: patch => {
      emulator.settings = applyPatch(emulator.settings, patch);
    },
    reset: () => {
      emulator.settings = startSettings;
      emulator.clear();
    },
    ledger: () => ledger.entries(),
    setClock: change => emulator.clock.set(change),
    nowMs: () => emulator.clock.nowMs(),
  };

  const answer = (request: IncomingMessage, body: string): Reply => {
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    const route = findRoute(request.method ?? 'GET', url.pathname);
    if (route.kind === 'admin') return handleAdmin(route.name, url, body, controls);
    const header = request.headers['x-goog-api-key'];
    const key = typeof header === 'string' ? header : url.searchParams.get('key');
    return emulator.handle({route, url, key, body});
  };
  const server = createServer((request, response) => receive(request, response, answer));
  // Longer than clients keep idle connections: a connection closed under a request would look like a fault.
  server.keepAliveTimeout = 120_000;

  const listen = async (port: number): Promise<number> => {
    server.listen(port, HOST);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const stopListening = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };

  const port = await listen(options.port ?? 0).catch((error: unknown) => {
    ledger.close();
    throw new Error(
      `The Gemini emulator cannot listen on ${HOST}:${options.port ?? 0}. Choose another port, or 0 for a free one.`,
      {cause: error},
    );
  });
  return {
    url: `http://${HOST}:${port}`,
    port,
    ledger: controls.ledger,
    configure: controls.configure,
    setClock: controls.setClock,
    reset: controls.reset,
    refuseConnections: stopListening,
    acceptConnections: async () => {
      if (!server.listening) await listen(port);
    },
    close: async () => {
      await stopListening();
      ledger.close();
    },
  };
}

/** Collects the body, then answers. */
function receive(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: IncomingMessage, body: string) => Reply,
): void {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  request.on('data', (chunk: Buffer) => {
    byteCount += chunk.length;
    if (byteCount <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  request.on('end', () => {
    const reply =
      byteCount > MAX_BODY_BYTES
        ? errorReply(invalidArgument(`Request payload size exceeds the limit: ${MAX_BODY_BYTES} bytes.`))
        : answer(request, Buffer.concat(chunks).toString('utf8'));
    sendReply(reply, request, response);
  });
  // A client that goes away in the middle is none of the emulator's faults.
  request.on('error', () => response.destroy());
}
