import type {ClockChange} from './clock.ts';
import type {LedgerEntry} from './ledger.ts';
import {errorReply, jsonReply} from './reply.ts';
import type {Reply} from './reply.ts';
import {invalidArgument, pathNotFound} from './errors.ts';
import type {EmulatorSettings, SettingsPatch} from './settings.ts';

/** What can be done to a running emulator; the same in process and over HTTP. */
export type Controls = {
  settings: () => EmulatorSettings;
  configure: (patch: SettingsPatch) => void;
  reset: () => void;
  ledger: () => LedgerEntry[];
  setClock: (change: ClockChange) => void;
  nowMs: () => number;
};

/**
 * The paths under /emulator/: `GET ledger` (`?after=N` for later request numbers only), `GET settings`,
 * `POST configure` with a settings patch, `POST reset`, `GET clock`, and `POST clock` with a clock change.
 */
export function handleAdmin(name: string, url: URL, body: string, controls: Controls): Reply {
  try {
    switch (name) {
      case 'GET ledger': {
        const after = Number(url.searchParams.get('after') ?? 0);
        const entries = controls.ledger().filter(({requestNumber}) => requestNumber > after);
        return jsonReply(JSON.stringify({entries}));
      }
      case 'GET settings':
        return jsonReply(JSON.stringify(controls.settings()));
      case 'POST configure':
        controls.configure(JSON.parse(body) as SettingsPatch);
        return jsonReply(JSON.stringify(controls.settings()));
      case 'POST reset':
        controls.reset();
        return jsonReply('{}');
      case 'POST clock':
        controls.setClock(JSON.parse(body) as ClockChange);
        return clockReply(controls);
      case 'GET clock':
        return clockReply(controls);
      default:
        return errorReply(pathNotFound(url.pathname));
    }
  } catch (error) {
    return errorReply(invalidArgument(error instanceof Error ? error.message : String(error)));
  }
}

function clockReply(controls: Controls): Reply {
  return jsonReply(JSON.stringify({now: new Date(controls.nowMs()).toISOString()}));
}
