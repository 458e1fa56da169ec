import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {expect, onTestFinished, test} from 'vitest';
import {emptyEntry} from '../../../dev/gemini/ledger-entry.ts';
import type {LedgerEntry} from '../../../dev/gemini/ledger-entry.ts';
import {createLedger} from '../../../dev/gemini/ledger.ts';
import {givenEmulator, prompt} from './given.ts';

const entry = (requestNumber: number, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...emptyEntry(requestNumber, 0, 'generateContent'),
  ...more,
});
const numbers = (entries: readonly LedgerEntry[]): number[] => entries.map(one => one.requestNumber);

async function ledgerFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  return join(folder, 'ledger.jsonl');
}

test('the newest entries are kept; the totals and the file know all', async () => {
  const file = await ledgerFile();
  const ledger = createLedger({file, keptCount: 20});
  for (let number = 1; number <= 50; number += 1) {
    ledger.append(
      entry(number, {promptTokens: 2, cachedTokens: 1, outputTokens: 4, thoughtTokens: 3, usd: 0.1}),
    );
    const first = Math.max(1, number - 19);
    expect(numbers(ledger.entries())).toEqual(
      Array.from({length: number - first + 1}, (_none, index) => first + index),
    );
  }
  ledger.close();
  expect(ledger.totals()).toEqual({
    requestCount: 50,
    promptTokens: 100,
    cachedTokens: 50,
    outputTokens: 200,
    thoughtTokens: 150,
    usd: 5,
    outcomes: {answered: 50},
  });
  expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(50);
});

test('entries that are no longer kept leave the memory', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const ledger = createLedger({keptCount: 10});
  const entries = Array.from({length: 22}, (_none, index) => {
    const one = entry(index + 1);
    ledger.append(one);
    return new WeakRef(one);
  });
  // What was looked at in a turn of the event loop is kept until its end.
  await new Promise(resolve => setImmediate(resolve));
  collectGarbage();
  expect(entries.filter(one => one.deref() !== undefined).length).toBeLessThanOrEqual(11);
  expect(ledger.entries()).toHaveLength(10);
});

test('dollars add up exactly, however many amounts there are', () => {
  const ledger = createLedger({keptCount: 1});
  for (let number = 1; number <= 100_000; number += 1) ledger.append(entry(number, {usd: 0.000_000_001}));
  expect(ledger.totals().usd).toBe(0.000_1);
});

test('totals are told by outcome, and a copy of them stays as it was', () => {
  const ledger = createLedger();
  ledger.append(entry(1, {outcome: 'fault:safety'}));
  const before = ledger.totals();
  ledger.append(entry(2, {outcome: 'quota'}));
  ledger.append(entry(3, {outcome: 'quota'}));
  expect(before.outcomes).toEqual({'fault:safety': 1});
  expect(ledger.totals().outcomes).toEqual({'fault:safety': 1, quota: 2});
});

test('a cleared ledger begins anew', () => {
  const ledger = createLedger();
  ledger.append(entry(1, {usd: 1}));
  ledger.clear();
  expect(ledger.entries()).toEqual([]);
  expect(ledger.totals()).toMatchObject({requestCount: 0, usd: 0, outcomes: {}});
});

test('a file in a folder that is not there is named', () => {
  const file = join(tmpdir(), 'no-such-folder', 'ledger.jsonl');
  expect(() => createLedger({file})).toThrow(
    `The Gemini emulator cannot write its ledger to ${file}: ENOENT`,
  );
});

test('an entry tells thoughts and cached tokens apart from the rest', () => {
  const {generate, ledger} = givenEmulator({cachedShare: 0.5});
  generate(prompt('x'.repeat(400), {thinkingConfig: {thinkingLevel: 'low'}}));
  const [one] = ledger();
  expect(one).toMatchObject({promptTokens: 100, cachedTokens: 50});
  expect(one?.thoughtTokens).toBeGreaterThan(100);
  expect(one?.outputTokens).toBeGreaterThan(one?.thoughtTokens ?? 0);
});
