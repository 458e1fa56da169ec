import {keyBlocked, keyInvalid, keyLeaked, keyMissing, tokenTypeUnsupported} from './errors.ts';
import type {ApiError} from './errors.ts';
import {EMULATOR_API_KEY} from '../../config.ts';

// The key that the emulator accepts unless it is configured otherwise.
export {EMULATOR_API_KEY};

/** Quotas are a project's: keys of one project share them. */
export type KeyFacts = {
  project: string;
  state: 'accepted' | 'leaked' | 'blocked' | 'token_type_unsupported';
};

export type KeyAnswer =
  | {kind: 'accepted'; ledgerKey: string; project: string}
  | {kind: 'refused'; ledgerKey: string; error: ApiError};

/** Google's keys start with `AIza` (standard) or `AQ.` (auth keys). Invented ones of these forms say `emulator`. */
function looksLikeRealKey(key: string): boolean {
  return /^\s*(AIza|AQ\.)/.test(key) && !/emulator/i.test(key);
}

/** Throws if one of the keys to accept looks like a real one: it would end up in logs, ledgers and test output. */
export function refuseRealKeys(keys: readonly string[]): void {
  if (!keys.some(looksLikeRealKey)) return;
  throw new Error(
    `The Gemini emulator was given what looks like a real API key (it starts with AIza or AQ.). Give it an invented one, such as ${EMULATOR_API_KEY} or AQ.emulator-1, or use the real service by leaving its base URL unset.`,
  );
}

/** Judges a request's key. A key that is not known is never written down whole. */
export function judgeKey(keys: Readonly<Record<string, KeyFacts>>, key: string | null): KeyAnswer {
  if (key === null || key === '') return {kind: 'refused', ledgerKey: '', error: keyMissing()};
  const ledgerKey = `${key.slice(0, 4)}…`;
  if (looksLikeRealKey(key)) {
    const advice = 'This is the Gemini emulator: never send it a real key.';
    return {kind: 'refused', ledgerKey, error: keyInvalid(advice)};
  }
  const facts = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (facts === undefined) return {kind: 'refused', ledgerKey, error: keyInvalid()};
  switch (facts.state) {
    case 'accepted':
      return {kind: 'accepted', ledgerKey: key, project: facts.project};
    case 'leaked':
      return {kind: 'refused', ledgerKey: key, error: keyLeaked()};
    case 'blocked':
      return {kind: 'refused', ledgerKey: key, error: keyBlocked()};
    case 'token_type_unsupported':
      return {kind: 'refused', ledgerKey: key, error: tokenTypeUnsupported()};
  }
}
