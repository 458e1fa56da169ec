/**
 * A text as Postgres stores it, in `text` as in jsonb: NUL and half of a character pair become the character that stands
 * for what cannot be shown.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
