import type {Scope} from '../../domain/scopes.ts';

/** Who may ask for it: everybody; who may read lessons; an account with a scope, or a higher one. */
export type Access = 'everybody' | 'reader' | Scope;

/**
 * Every field of a query and a mutation. A field that is not here fails the walk, so that none is added without a
 * decision. Fields of what they answer are as open as the answer, but for those in `HIDDEN`.
 */
export const ACCESS: Record<string, Access> = {
  'Query.me': 'everybody',
  'Query.health': 'everybody',
  'Query.lessons': 'everybody',
  'Query.lessonTicket': 'reader',
  'LessonsQuery.getOrGenerateLesson': 'reader',
  'LessonsQuery.getLessonVersions': 'reader',
  'LessonsQuery.getLessonById': 'reader',
  'LessonsQuery.searchLessons': 'reader',
  'LessonsQuery.getPopularLessons': 'reader',
  'Mutation.signIn': 'everybody',
  'Mutation.signOut': 'everybody',
  'Mutation.lessons': 'everybody',
  'Query.lesson': 'moderator',
  'Query.lessonDiff': 'moderator',
  'Mutation.promoteLesson': 'admin',
  'Mutation.retireLesson': 'admin',
  'Mutation.restoreLesson': 'admin',
  'Mutation.rollBackLesson': 'admin',
  'Mutation.regenerateLessons': 'admin',
  'LessonsMutation.voteLesson': 'learner',
  'LessonsMutation.regenerateLesson': 'learner',
  'LessonsMutation.mentorReviewLesson': 'mentor',
};

/** Fields of answers that are null for who has not the scope. */
export const HIDDEN: Record<string, Scope> = {
  'LessonContentType.generationPrompt': 'mentor',
};

/** Arguments with which each field can be asked for; those without are left out. */
export const ARGUMENTS: Record<string, string> = {
  'Query.lessonTicket': 'id: "new-1-abc"',
  'LessonsQuery.getOrGenerateLesson': 'stepTitle: "Loops", learningStyle: "reading"',
  'LessonsQuery.getLessonVersions': 'stepTitle: "Loops", learningStyle: "reading"',
  'LessonsQuery.getLessonById': 'lessonId: 1',
  'LessonsQuery.searchLessons': 'query: "o"',
  'Mutation.signIn': 'login: "nobody", password: "none"',
  'Query.lesson': 'id: 1',
  'Query.lessonDiff': 'before: 1, after: 1',
  'Mutation.promoteLesson': 'id: 999',
  'Mutation.retireLesson': 'id: 999',
  'Mutation.restoreLesson': 'id: 999',
  'Mutation.rollBackLesson': 'id: 999',
  'Mutation.regenerateLessons': 'ids: [999]',
  'LessonsMutation.voteLesson': 'input: {lessonId: 1, voteType: "upvote"}',
  'LessonsMutation.regenerateLesson': 'input: {lessonId: 1}',
  'LessonsMutation.mentorReviewLesson':
    'input: {lessonId: 1, status: "verified", feedback: "", expertiseArea: ""}',
};
