/** Gemini counts about four characters of English a token. */
export const CHARS_PER_TOKEN = 4;

export function countTokens(charCount: number): number {
  return Math.ceil(charCount / CHARS_PER_TOKEN);
}

/** The tokens of a prompt by modality. */
export type PromptTokens = {text: number; video: number; audio: number};

export function sumOf({text, video, audio}: PromptTokens): number {
  return text + video + audio;
}

/** As both answers show them: text always, the others where there are any. */
export function tokenDetails({text, video, audio}: PromptTokens): {modality: string; tokenCount: number}[] {
  return [
    {modality: 'TEXT', tokenCount: text},
    ...(video === 0 ? [] : [{modality: 'VIDEO', tokenCount: video}]),
    ...(audio === 0 ? [] : [{modality: 'AUDIO', tokenCount: audio}]),
  ];
}
