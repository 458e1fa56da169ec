import {closeSync, openSync, writeSync} from 'node:fs';
import type {LedgerEntry} from './ledger-entry.ts';
import {createTotals} from './ledger-totals.ts';
import type {LedgerTotals} from './ledger-totals.ts';

/** Append-only: entries are never changed, and a reset empties the memory but not the file. */
export type Ledger = {
  append(entry: LedgerEntry): void;
  /** The newest ones, oldest first. */
  entries(): LedgerEntry[];
  totals(): LedgerTotals;
  clear(): void;
  close(): void;
};

type LedgerOptions = {
  /** Gets each entry as one line of JSON, appended before the answer is sent. */
  file?: string | undefined;
  keptCount?: number;
};

/** How many of the newest entries stay in memory (about 40 MB); the totals and the file know them all. */
const KEPT_ENTRIES = 100_000;

/** @throws Error where the file cannot be opened */
export function createLedger({file, keptCount = KEPT_ENTRIES}: LedgerOptions = {}): Ledger {
  let entries: LedgerEntry[] = [];
  let totals = createTotals();
  let descriptor = file === undefined ? null : openToAppend(file);
  return {
    append(entry) {
      if (descriptor !== null) writeSync(descriptor, `${JSON.stringify(entry)}\n`);
      totals.add(entry);
      entries.push(entry);
      // A tenth at a time: cutting one off at every request would move all the others every time.
      if (entries.length >= keptCount * 1.1) entries = entries.slice(-keptCount);
    },
    entries: () => entries.slice(-keptCount),
    totals: () => totals.read(),
    clear: () => {
      entries = [];
      totals = createTotals();
    },
    close: () => {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

function openToAppend(file: string): number {
  try {
    return openSync(file, 'a');
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`The Gemini emulator cannot write its ledger to ${file}: ${what}`, {cause: error});
  }
}
