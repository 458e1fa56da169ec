import type {Facet} from './facets/index.ts';
import type {LessonSubject} from './subject.ts';
import {voiceOf} from './voices.ts';

const DIFFICULTY_SENTENCES: Readonly<Record<string, string>> = {
  beginner: 'You need no earlier knowledge beyond being able to run a short example.',
  intermediate: 'You should have seen the basics before; here they are put to work together.',
  advanced: 'You are expected to know the daily use, and to look for the reasons behind it.',
};

export function lessonTitle(subject: LessonSubject): string {
  const {style, lessonNumber, lessonCount} = subject;
  const part = lessonCount > 1 ? `, part ${lessonNumber} of ${lessonCount}` : '';
  // The reader's column for titles holds 255 characters.
  return `${shorten(subject.title, 180)}: ${voiceOf(style).ending}${part}`;
}

export function summary({title, style}: LessonSubject, facets: readonly Facet[]): string {
  const [first = '', second = ''] = facets.map(facet => `"${lowerFirst(facet.concept)}"`);
  return voiceOf(style).summary(title, first, second);
}

export function description(subject: LessonSubject): string {
  return subject.description === '' ? `A lesson about ${subject.title}.` : endSentence(subject.description);
}

/** One paragraph that says what the step is about and for whom. */
export function opening(subject: LessonSubject): string {
  const {title, style, roadmap, difficulty, lessonNumber, lessonCount} = subject;
  const voice = voiceOf(style);
  return [
    voice.opening(title),
    subject.description === '' ? '' : `${voice.aim}: ${lowerFirst(endSentence(subject.description))}`,
    roadmap === '' ? '' : `It is a step of the roadmap ${roadmap}.`,
    DIFFICULTY_SENTENCES[difficulty] ?? DIFFICULTY_SENTENCES['beginner'],
    lessonNumber > 1
      ? `This is part ${lessonNumber} of ${lessonCount}: what came before is taken as known.`
      : '',
  ]
    .filter(sentence => sentence !== '')
    .join(' ');
}

/** A headed paragraph on the part of the step that this lesson looks at; nothing where the step has no description. */
export function pointSection(subject: LessonSubject, [point]: readonly string[]): string[] {
  if (point === undefined) return [];
  const onPoint = voiceOf(subject.style).onPoint[(subject.lessonNumber - 1) % 2];
  return [`## ${pointTitle(point)}`, onPoint?.(lowerFirst(point), subject.title) ?? ''];
}

/** Headed paragraphs, one a facet. */
export function sections(subject: LessonSubject, facets: readonly Facet[]): string {
  return facets.map(({concept, paragraph}) => `## ${concept}\n\n${paragraph(subject.title)}`).join('\n\n');
}

/** A part of a step's description as a heading or an entry of a list. */
export function pointTitle(point: string): string {
  return shorten(`${point.charAt(0).toUpperCase()}${point.slice(1)}`, 110);
}

export function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

export function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** At most so many characters: whole words if there are several, and never half of a character. */
export function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text.trim();
  const cut = text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '');
  const lastSpace = cut.lastIndexOf(' ');
  return (lastSpace > maxChars / 2 ? cut.slice(0, lastSpace) : cut).replace(/[\s,.]+$/, '');
}

/** For use inside of a sentence; names such as SQL and iPhone stay as they are. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}(?:\p{Ll}| )/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
