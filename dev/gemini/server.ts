import {once} from 'node:events';
import {createServer} from 'node:http';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {handleAdmin} from './admin.ts';
import type {Controls} from './admin.ts';
import type {ClockChange} from './clock.ts';
import {createEmulator} from './emulator.ts';
import {invalidArgument, pathNotFound} from './errors.ts';
import {createLedger} from './ledger.ts';
import type {LedgerEntry} from './ledger-entry.ts';
import type {LedgerTotals} from './ledger-totals.ts';
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
  /** The newest 100,000 requests, in the order of arrival. */
  ledger: () => LedgerEntry[];
  /** Sums over all requests. */
  totals: () => LedgerTotals;
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
 * Starts a local stand-in for Google's Gemini API. Rejects if the port is taken, if the host is not loopback, if the
 * settings cannot be used, or if one of the keys looks like a real one.
 */
export async function startGeminiEmulator(options: GeminiEmulatorOptions = {}): Promise<GeminiEmulator> {
  if (options.host !== undefined && options.host !== HOST) {
    throw new Error(`The Gemini emulator listens on ${HOST} only, not on ${options.host}.`);
  }
  const startSettings = applyPatch(DEFAULT_SETTINGS, options.settings ?? {});
  const ledger = createLedger({file: options.ledgerFile});
  const emulator = createEmulator(startSettings, ledger);
  let acceptAgain: NodeJS.Timeout | undefined;
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
    totals: () => ledger.totals(),
    setClock: change => emulator.clock.set(change),
    nowMs: () => emulator.clock.nowMs(),
    refuseConnections: forMs => {
      void stopListening();
      acceptAgain = setTimeout(() => void acceptConnections(), forMs);
    },
  };

  const answer = (request: IncomingMessage, body: string): Reply => {
    const path = request.url ?? '/';
    // A path such as // is no address at all.
    if (!URL.canParse(path, `http://${HOST}`)) return errorReply(pathNotFound(path));
    const url = new URL(path, `http://${HOST}`);
    const route = findRoute(request.method ?? 'GET', url.pathname);
    if (route.kind === 'admin') return handleAdmin(route.name, url, body, controls);
    const header = request.headers['x-goog-api-key'];
    const key = typeof header === 'string' ? header : url.searchParams.get('key');
    return emulator.handle({route, url, key, body});
  };
  const server = createServer((request, response) => receive(request, response, answer));
  // Longer than clients keep idle connections: a connection closed under a request would look like a fault.
  server.keepAliveTimeout = 120_000;

  const listen = async (wanted: number): Promise<number> => {
    server.listen(wanted, HOST);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const stopListening = async (): Promise<void> => {
    clearTimeout(acceptAgain);
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const acceptConnections = async (): Promise<void> => {
    clearTimeout(acceptAgain);
    if (!server.listening) await listen(port);
  };

  const port = await listen(options.port ?? 0).catch((error: unknown) => {
    ledger.close();
    throw cannotListen(options.port ?? 0, error);
  });
  return {
    url: `http://${HOST}:${port}`,
    port,
    ledger: controls.ledger,
    totals: controls.totals,
    configure: controls.configure,
    setClock: controls.setClock,
    reset: controls.reset,
    refuseConnections: stopListening,
    acceptConnections,
    close: async () => {
      await stopListening();
      ledger.close();
    },
  };
}

function cannotListen(port: number, cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why = code === 'EADDRINUSE' ? 'Another process uses that port.' : `The system says ${code}.`;
  return new Error(
    `The Gemini emulator cannot listen on ${HOST}:${port}. ${why} Choose another port, or 0 for a free one.`,
    {cause},
  );
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
