import {z} from 'zod';
import {DIFFICULTIES, STYLES} from '../styles.ts';
import {deriveId} from './derive-id.ts';
import {quote} from './problem.ts';
import type {Roadmap, RoadmapStep} from './roadmap.ts';
import {suggest} from './suggest.ts';

/** The reader's columns for titles are varchar(255). */
const TITLE_MAX_CHARS = 255;
const DESCRIPTION_MAX_CHARS = 2000;
const ID_MAX_CHARS = 100;
const LESSONS_MAX = 50;

const line = (maxChars: number): z.ZodString =>
  text().check(({value, issues}) => {
    const message = findLineFault(value, maxChars);
    if (message !== null) issues.push({code: 'custom', input: value, message});
  });

const description = text()
  // A block scalar (`|` or `>`) ends with a line break that nobody meant.
  .trim()
  .check(({value, issues}) => {
    const message = findDescriptionFault(value);
    if (message !== null) issues.push({code: 'custom', input: value, message});
  })
  .default('');

const stepFields = z.strictObject(
  {
    title: line(TITLE_MAX_CHARS),
    description,
    difficulty: choice(DIFFICULTIES).default('beginner'),
    lessons: z
      .int({error: wholeNumber})
      .min(1, {error: wholeNumber})
      .max(LESSONS_MAX, {error: wholeNumber})
      .default(1),
    styles: z
      .array(choice(STYLES), {error: ({input}) => `is ${quote(input)}: write a list like [video, reading]`})
      .min(1, {error: 'is empty: name at least one style, or leave it out to get all four'})
      .refine(styles => new Set(styles).size === styles.length, {
        error: 'names a style twice: remove one of them',
      })
      .default([...STYLES]),
  },
  {error: ({input}) => `is ${quote(input)}: write a mapping that starts with title:`},
);

const stepSchema = stepFields.transform(({lessons, styles, ...step}): RoadmapStep => ({
  ...step,
  lessonCount: lessons,
  styles: STYLES.filter(style => styles.includes(style)),
}));

const roadmapFields = z.strictObject(
  {
    id: text()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
        error: ({input}) => `is ${quote(input)}: use lower-case letters, digits and single hyphens`,
      })
      .max(ID_MAX_CHARS, {error: `is too long: use at most ${ID_MAX_CHARS} characters`})
      .optional(),
    title: line(TITLE_MAX_CHARS),
    description,
    category: line(TITLE_MAX_CHARS).default('General'),
    steps: z
      .array(stepSchema, {error: ({input}) => expected(input, 'a list of steps, each with a title')})
      .min(1, {error: 'is empty: add at least one step'}),
  },
  {error: ({input}) => `is ${quote(input)}: write a mapping with title: and steps:`},
);

/** One roadmap of a file. The messages follow the name of the field. */
export const roadmapSchema = roadmapFields.transform(({id, ...roadmap}, context): Roadmap => {
  const known = id ?? deriveId(roadmap.title);
  if (known !== null) return {id: known, ...roadmap};
  context.addIssue({
    code: 'custom',
    path: ['id'],
    message: `cannot be made from the title ${quote(roadmap.title)}: add an id of lower-case letters, digits and hyphens`,
  });
  return z.NEVER;
});

/** A file with several roadmaps; each is checked by `roadmapSchema`. */
export const roadmapListSchema = z.strictObject({
  roadmaps: z
    .array(z.unknown(), {error: ({input}) => expected(input, 'a list of roadmaps')})
    .min(1, {error: 'is empty: add at least one roadmap'}),
});

/** The keys that may stand in a step, and in a roadmap. */
export const STEP_KEYS: readonly string[] = Object.keys(stepFields.shape);
export const ROADMAP_KEYS: readonly string[] = Object.keys(roadmapFields.shape);

function text(): z.ZodString {
  return z.string({
    error: ({input}) => {
      if (input === undefined) return 'is missing: write some text';
      if (input === null) return 'is empty: write some text';
      return `is ${quote(input)}, which is not text: put it in quotes`;
    },
  });
}

function choice<const Choices extends readonly string[]>(choices: Choices) {
  return z.enum(choices, {
    error: ({input}) => {
      const meant = typeof input === 'string' ? suggest(input, choices) : null;
      const hint = meant === null ? '' : `did you mean ${meant}? `;
      return `is ${quote(input)}, which is unknown: ${hint}Use ${choices.join(', ')}`;
    },
  });
}

function wholeNumber({input}: {input?: unknown}): string {
  return `is ${quote(input)}: write a whole number from 1 to ${LESSONS_MAX}, without quotes`;
}

function expected(input: unknown, what: string): string {
  return input === undefined || input === null
    ? `is missing: add ${what}`
    : `is ${quote(input)}: write ${what}`;
}

function findLineFault(value: string, maxChars: number): string | null {
  if (value.trim() === '') return `is empty: write 1 to ${maxChars} characters`;
  if (!value.isWellFormed()) return BROKEN_SURROGATE;
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) {
    return `is ${quote(value)}: remove the control characters (line breaks, tabs, NUL)`;
  }
  if (value !== value.trim()) return `is ${quote(value)}: remove the blanks at its start or end`;
  return findLengthFault(value, maxChars);
}

function findDescriptionFault(value: string): string | null {
  if (!value.isWellFormed()) return BROKEN_SURROGATE;
  if (/[^\P{Cc}\n\r\t]/u.test(value)) {
    return `is ${quote(value)}: remove the control characters (only line breaks and tabs may stay)`;
  }
  return findLengthFault(value, DESCRIPTION_MAX_CHARS);
}

/** Counts code points, as Postgres counts a varchar, not UTF-16 units. */
function findLengthFault(value: string, maxChars: number): string | null {
  const {length} = Array.from(value);
  return length > maxChars ? `has ${length} characters: shorten it to at most ${maxChars}` : null;
}

/** Postgres has no way to store half a surrogate pair. */
const BROKEN_SURROGATE =
  'holds half of a surrogate pair (an escape like \\ud83d alone): write the character itself';
