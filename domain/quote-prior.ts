import type {ModelPrice} from './prices.ts';
import type {Style} from './styles.ts';

type Band = {low: number; high: number};

/** What a lesson is taken to need before one of its style and model was made. */
export type Prior = {calls: Band; inputTokens: Band; outputTokens: Band; usd: Band; latencyMs: Band};

/**
 * Measured with the emulator (`npm run bench`, November 2026): about 1,700 tokens in and 1,900 out a lesson, hardly a
 * repair. A call takes as long as the machine is slow.
 */
const EMULATOR = {
  calls: {low: 1, high: 1.2},
  inputTokens: {low: 1_400, high: 2_200},
  outputTokens: {low: 1_500, high: 2_500},
  latencyMs: {low: 50, high: 2_000},
};

/**
 * An assumption, and wide for that: a real model is sent the same prompts, writes up to two and a half times as much as
 * the emulator, thinks before it does, and needs a repair for some lessons, which sends the draft along.
 */
const MODEL = {
  calls: {low: 1, high: 1.6},
  inputTokens: {low: 1_500, high: 5_000},
  outputTokens: {low: 1_500, high: 5_000},
  latencyMs: {low: 4_000, high: 40_000},
};

/**
 * Of a video that the model watches: 4 minutes at 66 tokens a second to 20 minutes at 300, the lengths that are
 * searched for and the rates of the provider's models.
 */
const VIDEO_INPUT_TOKENS = {low: 16_000, high: 360_000};

/**
 * The prior of a style. Dollars are the tokens at the model's price, none of them cached.
 *
 * @param emulated the emulator writes
 * @param watchesVideos lessons of the style `video` are written from a video that the model watches
 */
export function priorOf(
  style: Style,
  {price, emulated, watchesVideos}: {price: ModelPrice; emulated: boolean; watchesVideos: boolean},
): Prior {
  const known = emulated ? EMULATOR : MODEL;
  const video = style === 'video' && watchesVideos ? VIDEO_INPUT_TOKENS : {low: 0, high: 0};
  const inputTokens = {
    low: known.inputTokens.low + video.low,
    high: known.inputTokens.high + video.high,
  };
  const usd = (end: keyof Band) =>
    (inputTokens[end] * price.inputUsdPerMillion + known.outputTokens[end] * price.outputUsdPerMillion) / 1e6;
  return {...known, inputTokens, usd: {low: usd('low'), high: usd('high')}};
}
