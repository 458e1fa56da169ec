import {storableText} from '../../domain/storable-text.ts';

/**
 * A value for `::text::jsonb`, whatever its texts hold: jsonb takes neither NUL nor half of a character pair, and what was
 * paid for, or said by somebody, must be stored.
 */
export function jsonText(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? storableText(part) : part,
  );
}
