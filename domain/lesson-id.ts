/** The id of a lesson, a vote or a review: a number in the application's age "old", a text in its age "head". */
export type LessonId = number | string;
