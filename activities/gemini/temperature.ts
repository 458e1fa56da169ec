/** Where a model that honours it was caught in a loop: above Google's usual 1.0, below its limit of 2. */
export const OTHER_TEMPERATURE = 1.3;

/**
 * Whether a model heeds `temperature`: from 3.5-flash-lite and 3.6-flash on it is ignored, and later ones refuse it
 * (Google's page on the latest models, 2026-08; live probes of the same month).
 */
export function honoursTemperature(model: string): boolean {
  const id = model.replace(/^models\//, '');
  return /^gemini-(?:2\.|3-|3\.1-)/.test(id) || id === 'gemini-3.5-flash';
}
