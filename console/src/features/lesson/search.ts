import {oneOf, optional, text} from '../../lib/search.ts';

/** What of a lesson is shown; the lesson itself where the address does not say. */
const LESSON_TABS = ['lesson', 'compare', 'checks', 'votes', 'reviews', 'origin'] as const;
export type LessonTab = (typeof LESSON_TABS)[number];

/** `against`: the lesson with which this one is compared, as the one before. */
export type LessonSearch = {tab?: LessonTab; against?: string};

/** Reads what the page is asked to show by an address. */
export const lessonSearch = (search: Record<string, unknown>): LessonSearch =>
  optional({tab: oneOf(search['tab'], LESSON_TABS), against: text(search['against'])});
