import {
  creatorDisplayName,
  isAiGenerated,
  isMultiSource,
  researchQualityScore,
  sourceSummary,
} from '../../domain/lesson-facts.ts';
import {approvalRate, netVotes, qualityScore} from '../../domain/ranking.ts';
import type {LessonRow} from '../../sql/queries/learner-lessons.ts';
import {builder} from './builder.ts';

/** The application's type of a lesson, field by field. */
export const LessonContentType = builder.objectRef<LessonRow>('LessonContentType').implement({
  description: 'A lesson, as the application shows it.',
  fields: t => ({
    id: t.expose('id', {type: 'LessonId'}),
    roadmapStepTitle: t.exposeString('roadmapStepTitle'),
    lessonNumber: t.exposeInt('lessonNumber'),
    learningStyle: t.exposeString('learningStyle', {description: 'hands_on, video, reading or mixed.'}),
    content: t.expose('content', {
      type: 'JSON',
      // A lesson that another writer stored may be the JSON value null.
      nullable: true,
      description: 'The lesson itself; its keys depend on the style.',
    }),
    title: t.exposeString('title'),
    description: t.exposeString('description'),
    estimatedDuration: t.exposeInt('estimatedDuration', {description: 'In minutes.'}),
    difficultyLevel: t.exposeString('difficultyLevel'),
    createdBy: t.exposeString('createdBy'),
    generatedById: t.exposeString('generatedById', {nullable: true}),
    generatedAt: t.expose('generatedAt', {type: 'DateTime'}),
    generationPrompt: t.string({
      nullable: true,
      description: 'For mentors and above, else null: it may hold remarks of mentors and learners.',
      resolve: ({generationPrompt}, _args, {viewer}) =>
        viewer.scopes.includes('mentor') ? generationPrompt : null,
    }),
    aiModelVersion: t.exposeString('aiModelVersion'),
    sourceType: t.exposeString('sourceType'),
    sourceAttribution: t.expose('sourceAttribution', {type: 'JSON', nullable: true}),
    researchMetadata: t.expose('researchMetadata', {type: 'JSON', nullable: true}),
    upvotes: t.exposeInt('upvotes'),
    downvotes: t.exposeInt('downvotes'),
    approvalStatus: t.exposeString('approvalStatus', {
      description: 'pending, approved, rejected or mentor_verified.',
    }),
    viewCount: t.exposeInt('viewCount', {description: 'Counted once a second.'}),
    completionRate: t.exposeFloat('completionRate'),
    averageQuizScore: t.exposeFloat('averageQuizScore'),
    cacheKey: t.exposeString('cacheKey'),
    netVotes: t.int({description: 'Upvotes less downvotes.', resolve: lesson => netVotes(lesson)}),
    approvalRate: t.float({
      description: 'Upvotes in percent of all votes.',
      resolve: lesson => approvalRate(lesson),
    }),
    isApproved: t.boolean({
      resolve: ({approvalStatus}) => approvalStatus === 'approved' || approvalStatus === 'mentor_verified',
    }),
    isMentorVerified: t.boolean({resolve: ({approvalStatus}) => approvalStatus === 'mentor_verified'}),
    isAiGenerated: t.boolean({resolve: ({createdBy}) => isAiGenerated(createdBy)}),
    isMentorCreated: t.boolean({resolve: ({createdBy}) => createdBy.startsWith('mentor:')}),
    isManualCreated: t.boolean({resolve: ({createdBy}) => createdBy.startsWith('manual:')}),
    creatorDisplayName: t.string({resolve: ({createdBy}) => creatorDisplayName(createdBy)}),
    qualityScore: t.float({
      description: "The application's own score; which version is served does not depend on it.",
      resolve: lesson => qualityScore(lesson, Date.now()),
    }),
    isMultiSource: t.boolean({resolve: lesson => isMultiSource(lesson)}),
    researchQualityScore: t.int({
      description: 'From 0 (no research) to 100.',
      resolve: lesson => researchQualityScore(lesson),
    }),
    sourceSummary: t.string({resolve: lesson => sourceSummary(lesson)}),
  }),
});
