/** A lesson in the panel at the side of a page. */
export function LessonPanel({lessonId}: {lessonId: string}) {
  return <p>{lessonId}</p>;
}
