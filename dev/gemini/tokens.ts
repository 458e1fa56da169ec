/** Gemini counts about four characters of English a token. */
export const CHARS_PER_TOKEN = 4;

export function countTokens(charCount: number): number {
  return Math.ceil(charCount / CHARS_PER_TOKEN);
}

/**
 * What a video in the prompt costs: the emulator takes ten minutes at 102 tokens a second (3.x: 70 a frame at
 * one frame a second, 32 of sound).
 */
export const TOKENS_PER_VIDEO = 61_200;
