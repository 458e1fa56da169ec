import {expect, test} from 'vitest';
import {
  costUsd,
  estimateMaxUsd,
  modelPrices,
  priceOf,
  retiredModels,
  shutdownDate,
  tierPrice,
} from '../../domain/prices.ts';

const price = {inputUsdPerMillion: 0.3, cachedInputUsdPerMillion: 0.03, outputUsdPerMillion: 2.5};
const NOW_MS = Date.parse('2026-11-24T00:00:00Z');
const noUsage = {promptTokens: 0, cachedTokens: 0, outputTokens: 0, thoughtTokens: 0};

test('knows the default model, with and without the prefix of the API', () => {
  expect(priceOf('gemini-3.5-flash-lite', NOW_MS)).toEqual(price);
  expect(priceOf('models/gemini-3.5-flash-lite', NOW_MS)).toEqual(price);
});

test('has no price for models that it does not know, nor for aliases that move', () => {
  expect(priceOf('gemini-9-ultra', NOW_MS)).toBeNull();
  expect(priceOf('gemini-flash-latest', NOW_MS)).toBeNull();
  expect(priceOf('constructor', NOW_MS)).toBeNull();
});

test('the flex tier costs half, the standard tier what is listed', () => {
  expect(tierPrice(price, 'standard')).toEqual(price);
  expect(tierPrice(price, 'flex')).toEqual({
    inputUsdPerMillion: 0.15,
    cachedInputUsdPerMillion: 0.015,
    outputUsdPerMillion: 1.25,
  });
});

test('a price that is announced holds from its day on', () => {
  expect(priceOf('gemini-3.8-flash', Date.parse('2026-12-31T23:59:59Z'))?.inputUsdPerMillion).toBe(0.75);
  expect(priceOf('gemini-3.8-flash', Date.parse('2027-01-01T00:00:00Z'))?.inputUsdPerMillion).toBe(1.5);
});

test('all prices of a model come by date, as the tier has them, with the one that holds', () => {
  const of = (nowMs: number) =>
    modelPrices('models/gemini-3.8-flash', {configured: null, serviceTier: 'flex', nowMs}).map(one => [
      one.from,
      one.isInForce,
      one.inputUsdPerMillion,
    ]);
  expect(of(Date.parse('2026-12-31T23:59:59Z'))).toEqual([
    [null, true, 0.375],
    ['2027-01-01', false, 0.75],
  ]);
  expect(of(Date.parse('2027-01-01'))).toEqual([
    [null, false, 0.375],
    ['2027-01-01', true, 0.75],
  ]);
});

test('a configured price takes the place of the list; of a model that is not known there is none', () => {
  const options = {serviceTier: 'standard', nowMs: NOW_MS} as const;
  expect(modelPrices('gemini-3.8-flash', {...options, configured: price})).toEqual([
    {...price, from: null, isInForce: true},
  ]);
  expect(modelPrices('gemini-9-ultra', {...options, configured: null})).toEqual([]);
});

test('cached tokens are a cheaper part of the prompt, thoughts are output', () => {
  const million = 1_000_000;
  expect(costUsd(price, {...noUsage, promptTokens: million})).toBe(0.3);
  expect(costUsd(price, {...noUsage, promptTokens: million, cachedTokens: million})).toBe(0.03);
  expect(costUsd(price, {...noUsage, outputTokens: million})).toBe(2.5);
  expect(costUsd(price, {...noUsage, thoughtTokens: million})).toBe(2.5);
});

test('more cached tokens than prompt tokens never make a call cheaper than its cached prompt', () => {
  expect(costUsd(price, {...noUsage, promptTokens: 1_000_000, cachedTokens: 2_000_000})).toBe(0.03);
});

test('costs are rounded up to a millionth, and not beyond by the noise of binary fractions', () => {
  expect(costUsd(price, {...noUsage, promptTokens: 1})).toBe(0.000001);
  // 0.1 * 3 is 0.30000000000000004: ten times that is three millionths, not four.
  expect(costUsd({...price, inputUsdPerMillion: 0.1}, {...noUsage, promptTokens: 30})).toBe(0.000003);
});

test('a reservation covers one token a character and the whole output budget', () => {
  expect(estimateMaxUsd(price, {promptChars: 10_000, maxOutputTokens: 1_000})).toBe(0.0055);
});

test('names announced shutdowns only', () => {
  expect(shutdownDate('models/gemini-2.5-flash')).toBe('2026-12-01');
  expect(shutdownDate('gemini-3.5-flash-lite')).toBeNull();
});

test('a model is retired from its last day on, under both of its names', () => {
  const retired = (day: string) => retiredModels(Date.parse(day));
  expect(retired('2026-05-31T23:59:59Z')).toEqual([]);
  expect(retired('2026-12-01T00:00:00Z')).toContain('gemini-2.5-flash');
  expect(retired('2026-12-01T00:00:00Z')).toContain('models/gemini-2.5-flash');
  expect(retired('2026-11-30T23:59:59Z')).not.toContain('gemini-2.5-flash');
});
