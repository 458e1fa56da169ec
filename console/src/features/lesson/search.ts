import {optional, text} from '../../lib/search.ts';

export type LessonSearch = {text?: string};

/** Reads what the page is asked to show by an address. */
export const lessonSearch = (search: Record<string, unknown>): LessonSearch =>
  optional({text: text(search['text'])});
