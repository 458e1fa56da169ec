/**
 * The lesson that a model's answer holds, as far as it can be read: with or without a fence around it.
 *
 * @returns null where it is no JSON object
 */
export function answeredContent(answerText: string): Record<string, unknown> | null {
  const text = answerText.trim().replace(/^```(?:json)?\s*\n([\s\S]*?)\n?```$/, '$1');
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** JSON with its lines broken, anything else as it is. */
export function readableAnswer(answerText: string): string {
  const content = answeredContent(answerText);
  return content === null ? answerText : JSON.stringify(content, null, 2);
}
