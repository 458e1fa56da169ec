import type {LessonId} from '../../domain/lesson-id.ts';

/** An id that a person sent, as the functions of the schema take it: what cannot be stored is no id of anything. */
export function idText(id: LessonId): string {
  const text = String(id);
  return text.includes('\0') ? '' : text;
}
