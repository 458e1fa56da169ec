/** Of a text, as the API has it. */
export const MAX_BYTES = 1024 * 1024;

const encoder = new TextEncoder();

/** Why a text is not even sent; null where it may be. */
export function textFault(text: string): string | null {
  const byteCount = encoder.encode(text).length;
  if (byteCount <= MAX_BYTES) return null;
  return `The text has ${byteCount.toLocaleString('en-US')} bytes; at most ${MAX_BYTES.toLocaleString('en-US')} can be imported at once. Split it, or use \`npx preheat import\`.`;
}

/** Files as one text, each a document of its own: how YAML separates them. */
export const joined = (texts: readonly string[]): string => texts.map(text => text.trimEnd()).join('\n---\n');

/** From where to where a line goes; lines are counted from 1. */
export function lineRange(text: string, line: number): {start: number; end: number} {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1);
  const start = before.reduce((sum, one) => sum + one.length + 1, 0);
  return {start, end: start + (lines[line - 1]?.length ?? 0)};
}
