import {readFile} from 'node:fs/promises';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {DEFAULT_SETTINGS} from '../../dev/gemini/settings.ts';
import type {SettingsPatch} from '../../dev/gemini/settings.ts';
import {readPatch} from '../../dev/gemini/settings-schema.ts';
import {formatCount, formatUsd} from '../format.ts';
import {onceInterrupted} from '../signals.ts';

export type GeminiEmulatorOptions = {
  /** 0 takes a free one. */
  port: number;
  /** A file that each request is appended to. */
  ledger?: string;
  /** A file with settings as JSON. */
  settings?: string;
};

/**
 * `preheat gemini-emulator`: the emulator by itself, until Ctrl-C.
 *
 * @throws Error where the port is in use, or one of the files cannot be used
 */
export async function geminiEmulatorCommand({
  port,
  ledger,
  settings: file,
}: GeminiEmulatorOptions): Promise<void> {
  const settings = file === undefined ? {} : await readSettings(file);
  const interrupted = onceInterrupted();
  const emulator = await startGeminiEmulator({
    port,
    settings,
    ...(ledger !== undefined && {ledgerFile: ledger}),
  });
  const {url} = emulator;
  const key = acceptedKey(settings);
  console.log(`Gemini emulator: ${url}`);
  console.log(`API key:         ${key ?? 'none of the keys in the settings is accepted'}`);
  console.log(`Admin:           ${url}/emulator`);
  if (key !== null) console.log(`For Preheat:     GEMINI_API_KEY=${key} GEMINI_BASE_URL=${url}`);
  console.log('Ctrl-C stops it.');
  await new Promise<void>(resolve => interrupted.addEventListener('abort', () => resolve()));
  await emulator.close();
  const {requestCount, promptTokens, outputTokens, usd} = emulator.totals();
  console.log(
    `Stopped after ${formatCount(requestCount)} ${requestCount === 1 ? 'request' : 'requests'}: ` +
      `${formatCount(promptTokens)} tokens in, ${formatCount(outputTokens)} out, ${formatUsd(usd)} (emulated).`,
  );
}

async function readSettings(file: string): Promise<SettingsPatch> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}`,
    );
  });
  try {
    return readPatch(JSON.parse(text));
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`${file}: ${what}`, {cause: error});
  }
}

function acceptedKey({keys = DEFAULT_SETTINGS.keys}: SettingsPatch): string | null {
  return Object.keys(keys).find(key => keys[key]?.state === 'accepted') ?? null;
}
