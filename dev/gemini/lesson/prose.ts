import type {Facet} from './facets.ts';
import type {LessonSubject} from './subject.ts';

const DIFFICULTY_SENTENCES: Readonly<Record<string, string>> = {
  beginner: 'You need no earlier knowledge beyond being able to run a short example.',
  intermediate: 'You should have seen the basics before; here they are put to work together.',
  advanced: 'You are expected to know the daily use, and to look for the reasons behind it.',
};

/** Which lesson of a step it is, in words, when there are several. */
function partOf({lessonNumber, lessonCount}: LessonSubject): string {
  return lessonCount > 1 ? `part ${lessonNumber} of ${lessonCount}` : '';
}

export function lessonTitle(subject: LessonSubject, ending: string): string {
  const part = partOf(subject);
  // The reader's column for titles holds 255 characters.
  const title = shorten(subject.title, 180);
  return `${title}: ${ending}${part === '' ? '' : `, ${part}`}`;
}

export function summary(subject: LessonSubject, facets: readonly Facet[]): string {
  const [first, second] = facets;
  const concepts = `"${lowerFirst(first?.concept ?? '')}" and "${lowerFirst(second?.concept ?? '')}"`;
  return `This lesson on ${subject.title} takes you from ${concepts} to an example that you can run yourself. Afterwards you can explain the main ideas in your own words, apply them to a small task, and tell when something else would serve you better.`;
}

export function description(subject: LessonSubject): string {
  return subject.description === '' ? `A lesson about ${subject.title}.` : endSentence(subject.description);
}

/** One paragraph that says what the step is about and for whom. */
export function opening(subject: LessonSubject): string {
  const about = subject.description === '' ? '' : ` ${endSentence(subject.description)}`;
  const roadmap = subject.roadmap === '' ? '' : ` It is a step of the roadmap ${subject.roadmap}.`;
  const level = DIFFICULTY_SENTENCES[subject.difficulty] ?? DIFFICULTY_SENTENCES['beginner'];
  return `${subject.title} is easiest to understand by using it.${about}${roadmap} ${level}`;
}

/** Headed paragraphs, one a facet. */
export function sections(subject: LessonSubject, facets: readonly Facet[]): string {
  return facets.map(({concept, paragraph}) => `## ${concept}\n\n${paragraph(subject.title)}`).join('\n\n');
}

export function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

export function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** At most so many characters, never half of one. */
export function shorten(text: string, maxChars: number): string {
  return text
    .slice(0, maxChars)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
