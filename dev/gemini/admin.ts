import type {ClockChange} from './clock.ts';
import {invalidArgument, pathNotFound} from './errors.ts';
import type {LedgerEntry} from './ledger-entry.ts';
import type {LedgerTotals} from './ledger-totals.ts';
import {errorReply, jsonReply} from './reply.ts';
import type {Reply} from './reply.ts';
import type {EmulatorSettings, SettingsPatch} from './settings.ts';
import {readClockChange, readConnectionsChange} from './settings-schema.ts';

/** What can be done to a running emulator; the same in process and over HTTP. */
export type Controls = {
  settings: () => EmulatorSettings;
  configure: (patch: SettingsPatch) => void;
  reset: () => void;
  ledger: () => LedgerEntry[];
  totals: () => LedgerTotals;
  setClock: (change: ClockChange) => void;
  nowMs: () => number;
  refuseConnections: (forMs: number) => void;
};

/** What `GET /emulator` shows. docs/gemini-emulator.md explains each with an example. */
const ENDPOINTS = {
  'GET /emulator/ledger?after=0&limit=1000': 'requests after a number, oldest first, and the totals of all',
  'GET /emulator/settings': 'all settings in force',
  'POST /emulator/configure': 'changes the settings that are given',
  'GET /emulator/clock': 'the time by which quotas, shutdowns and faults go',
  'POST /emulator/clock': 'sets it: setTo, advanceMs, frozen, real',
  'POST /emulator/connections': 'refuses connections for a while: refuseForMs',
  'POST /emulator/reset': 'settings, clock, quotas and ledger as after the start',
};

const DEFAULT_LEDGER_LIMIT = 1_000;

/** Answers the paths from /emulator on; they need no key. */
export function handleAdmin(name: string, url: URL, body: string, controls: Controls): Reply {
  try {
    switch (name) {
      case 'GET ':
        return jsonReply(`${JSON.stringify(ENDPOINTS, null, 2)}\n`);
      case 'GET ledger':
        return ledgerReply(url.searchParams, controls);
      case 'GET settings':
        return jsonReply(JSON.stringify(controls.settings()));
      case 'POST configure':
        controls.configure(JSON.parse(body) as SettingsPatch);
        return jsonReply(JSON.stringify(controls.settings()));
      case 'POST reset':
        controls.reset();
        return jsonReply('{}');
      case 'POST clock':
        controls.setClock(readClockChange(JSON.parse(body)));
        return clockReply(controls);
      case 'GET clock':
        return clockReply(controls);
      case 'POST connections': {
        const {refuseForMs} = readConnectionsChange(JSON.parse(body));
        return {...jsonReply('{}'), afterwards: () => controls.refuseConnections(refuseForMs)};
      }
      default:
        return errorReply(pathNotFound(url.pathname));
    }
  } catch (error) {
    return errorReply(invalidArgument(error instanceof Error ? error.message : String(error)));
  }
}

function ledgerReply(query: URLSearchParams, controls: Controls): Reply {
  const after = wholeNumber(query, 'after', 0);
  const limit = wholeNumber(query, 'limit', DEFAULT_LEDGER_LIMIT);
  const entries = controls
    .ledger()
    .filter(({requestNumber}) => requestNumber > after)
    .slice(0, limit);
  return jsonReply(JSON.stringify({entries, totals: controls.totals()}));
}

function wholeNumber(query: URLSearchParams, name: string, usual: number): number {
  const text = query.get(name);
  const value = Number(text ?? usual);
  if (text !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError(`${name} must be a whole number, not "${text}".`);
}

function clockReply(controls: Controls): Reply {
  return jsonReply(JSON.stringify({now: new Date(controls.nowMs()).toISOString()}));
}
