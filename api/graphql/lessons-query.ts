import {isStyle} from '../../domain/cell-key.ts';
import {STYLES} from '../../domain/styles.ts';
import {
  lessonById,
  type LessonRow,
  popularLessons,
  searchLessons,
  versionsOf,
} from '../../sql/queries/learner-lessons.ts';
import {getOrGenerate, type LessonAnswer, lookAtTicket, type TicketAnswer} from '../lessons/get-lesson.ts';
import {builder} from './builder.ts';
import {countUpTo, textUpTo} from './inputs.ts';
import {LessonContentType} from './lesson-type.ts';

/** What the application's column of a step's title holds. */
const TITLE = textUpTo(255);
const MAX_LESSON_NUMBER = 1_000;
const WORD = textUpTo(100);

/** Of one answer; a lesson has about 20 kB. */
const MAX_LISTED = 100;
const MAX_VERSIONS = 50;

const GetOrGenerateLessonInput = builder.inputType('GetOrGenerateLessonInput', {
  fields: t => ({
    stepTitle: t.string({required: true, validate: TITLE}),
    lessonNumber: t.int({required: true, validate: countUpTo(MAX_LESSON_NUMBER)}),
    learningStyle: t.string({
      required: true,
      description: 'hands_on, video, reading or mixed.',
      validate: WORD,
    }),
    difficulty: t.string({
      defaultValue: 'beginner',
      description: 'The step of the roadmap says how difficult it is: what stands here is not asked.',
      validate: WORD,
    }),
    context: t.string({description: 'Not asked: a lesson is the same for all.', validate: textUpTo(10_000)}),
    enableResearch: t.boolean({
      defaultValue: true,
      description: 'A lesson made with research is looked for first, then any.',
    }),
    category: t.string({description: "Not asked: the roadmap's is known.", validate: WORD}),
    programmingLanguage: t.string({description: 'Not asked: the step says it.', validate: WORD}),
  }),
});

const LessonFiltersInput = builder.inputType('LessonFiltersInput', {
  fields: t => ({
    learningStyle: t.string({validate: WORD}),
    difficultyLevel: t.string({validate: WORD}),
    minUpvotes: t.int(),
  }),
});

const GetOrGenerateLessonPayload = builder.objectRef<LessonAnswer>('GetOrGenerateLessonPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    lesson: t.expose('lesson', {type: LessonContentType, nullable: true}),
    wasCached: t.exposeBoolean('wasCached', {description: 'It was there already.'}),
    ticket: t.exposeString('ticket', {
      nullable: true,
      description: 'Where the lesson is still being made: for `lessonTicket`.',
    }),
  }),
});

type Versions = {
  success: boolean;
  message: string;
  versions: LessonRow[];
  recommendedVersion: LessonRow | null;
};

const LessonVersionsPayload = builder.objectRef<Versions>('LessonVersionsPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    versions: t.expose('versions', {type: [LessonContentType]}),
    recommendedVersion: t.expose('recommendedVersion', {
      type: LessonContentType,
      nullable: true,
      description: 'The one that is served.',
    }),
  }),
});

const LessonsQuery = builder.objectRef<object>('LessonsQuery').implement({
  description: "The application's queries of lessons.",
  fields: t => ({
    getOrGenerateLesson: t.field({
      type: GetOrGenerateLessonPayload,
      authScopes: {reader: true},
      description:
        'The lesson of a step, number and style. One that is not there is made, and waited for; who asks for that must be signed in. Takes either `input`, or the arguments beside it.',
      args: {
        stepTitle: t.arg.string({validate: TITLE}),
        learningStyle: t.arg.string({description: 'hands_on, video, reading or mixed.', validate: WORD}),
        lessonNumber: t.arg.int({defaultValue: 1, validate: countUpTo(MAX_LESSON_NUMBER)}),
        input: t.arg({type: GetOrGenerateLessonInput}),
      },
      resolve: async (_parent, {input, ...args}, context) => {
        const {stepTitle, learningStyle, lessonNumber} = input ?? args;
        if (stepTitle == null || learningStyle == null)
          return refused('Give stepTitle and learningStyle, or an input with both.');
        if (!isStyle(learningStyle)) return refused(unknownStyle(learningStyle));
        const cell = {stepTitle, lessonNumber: lessonNumber ?? 1, style: learningStyle};
        // Left out it is asked for; null asks for none, as in the application.
        const researched = input ? input.enableResearch === true : true;
        return getOrGenerate(context, {cell, researched});
      },
    }),
    getLessonVersions: t.field({
      type: LessonVersionsPayload,
      authScopes: {reader: true},
      description: 'The versions of a lesson, the one that is served first.',
      args: {
        stepTitle: t.arg.string({required: true, validate: TITLE}),
        learningStyle: t.arg.string({required: true, validate: WORD}),
        lessonNumber: t.arg.int({defaultValue: 1, validate: countUpTo(MAX_LESSON_NUMBER)}),
      },
      resolve: async (_parent, {stepTitle, learningStyle, lessonNumber}, {pool, serving}) => {
        const none = {versions: [], recommendedVersion: null};
        if (!isStyle(learningStyle)) return {success: false, message: unknownStyle(learningStyle), ...none};
        const cell = {stepTitle, lessonNumber: lessonNumber ?? 1, style: learningStyle};
        const versions = await versionsOf(pool, {cell, emulated: serving.emulated, limit: MAX_VERSIONS});
        if (versions.length === 0) return {success: false, message: 'There is no such lesson.', ...none};
        const [first] = versions;
        return {
          success: true,
          message: `${versions.length} ${versions.length === 1 ? 'version' : 'versions'}`,
          versions,
          recommendedVersion: first?.isLive ? first : null,
        };
      },
    }),
    getLessonById: t.field({
      type: LessonContentType,
      nullable: true,
      authScopes: {reader: true},
      description:
        'A lesson by its id; null where there is none. Rejected and retired ones are for mentors and above, who look at lessons for other reasons: theirs count as no views.',
      args: {lessonId: t.arg({type: 'LessonId', required: true})},
      resolve: async (_parent, {lessonId}, {pool, serving, viewer, views}) => {
        const isMentor = viewer.scopes.includes('mentor');
        const lesson = await lessonById(pool, {
          id: lessonId,
          anyState: isMentor,
          emulated: serving.emulated,
        });
        if (lesson && !isMentor) views.count(lesson.id);
        return lesson;
      },
    }),
    searchLessons: t.field({
      type: [LessonContentType],
      authScopes: {reader: true},
      description: 'Served lessons by words in the title, the description or the step; the best liked first.',
      args: {
        query: t.arg.string({required: true, validate: textUpTo(200)}),
        filters: t.arg({type: LessonFiltersInput}),
        limit: t.arg.int({defaultValue: 20, validate: countUpTo(MAX_LISTED)}),
      },
      resolve: async (_parent, {query, filters, limit}, {pool, serving}) =>
        searchLessons(pool, {
          text: query,
          filters: {
            learningStyle: filters?.learningStyle ?? null,
            difficultyLevel: filters?.difficultyLevel ?? null,
            minUpvotes: filters?.minUpvotes ?? null,
          },
          limit: limit ?? 20,
          emulated: serving.emulated,
        }),
    }),
    getPopularLessons: t.field({
      type: [LessonContentType],
      authScopes: {reader: true},
      description: 'Served lessons, the best liked first.',
      args: {limit: t.arg.int({defaultValue: 10, validate: countUpTo(MAX_LISTED)})},
      resolve: async (_parent, {limit}, {pool, serving}) =>
        popularLessons(pool, {limit: limit ?? 10, emulated: serving.emulated}),
    }),
  }),
});

const TicketStateEnum = builder.enumType('LessonTicketState', {
  values: ['READY', 'MAKING', 'FAILED'] as const,
});

const LessonTicket = builder.objectRef<TicketAnswer>('LessonTicket').implement({
  description: 'A lesson that was still being made when it was asked for.',
  fields: t => ({
    state: t.expose('state', {type: TicketStateEnum}),
    message: t.exposeString('message'),
    lesson: t.expose('lesson', {type: LessonContentType, nullable: true}),
  }),
});

const refused = (message: string): LessonAnswer => ({
  success: false,
  message,
  lesson: null,
  wasCached: false,
  ticket: null,
});

const unknownStyle = (style: string): string =>
  `There is no learning style "${style}". There are: ${STYLES.join(', ')}.`;

/** The application's queries of lessons, and tickets. */
export function addLessonsQuery(): void {
  builder.queryField('lessons', t => t.field({type: LessonsQuery, resolve: () => ({})}));

  builder.queryField('lessonTicket', t =>
    t.field({
      type: LessonTicket,
      nullable: true,
      authScopes: {reader: true},
      description: 'What became of a lesson that was being made; null for what is no ticket.',
      args: {id: t.arg.string({required: true, validate: textUpTo(100)})},
      resolve: async (_root, {id}, context) => lookAtTicket(context, id),
    }),
  );
}
