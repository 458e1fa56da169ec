import {queryOptions} from '@tanstack/react-query';
import {graphql, type LessonId, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';

const LessonDocument = graphql(`
  query Lesson($id: LessonId!) {
    lesson(id: $id) {
      cellId
      lesson {
        id
        title
        description
        content
        roadmapStepTitle
        lessonNumber
        learningStyle
        difficultyLevel
        estimatedDuration
        approvalStatus
        upvotes
        downvotes
        viewCount
        generatedAt
        aiModelVersion
        creatorDisplayName
        sourceSummary
        isMultiSource
      }
      versions {
        lessonId
        variant
        state
        origin
        title
        approvalStatus
        upvotes
        downvotes
        isPromoted
        isSuperseded
        warningCount
        parentLessonId
        runId
        draftId
        promptVersion
        model
        costUsd
        generatedAt
        liveSince
      }
      regenerations {
        regenerationId
        runId
        parentLessonId
        trigger
        requestedBy
        requestedRole
        requestedAt
        instructions
        reviewIds
        voteIds
        lessonIds
        outcome
        message
        endedAt
      }
    }
  }
`);

const FeedbackDocument = graphql(`
  query LessonFeedback($id: LessonId!) {
    lesson(id: $id) {
      reviewed {
        disagreement
        reviews {
          mentorId
          status
          feedback
          expertiseArea
          reasons
          reviewedAt
          updatedAt
        }
      }
      votes {
        lessonId
        userId
        voteType
        comment
        updatedAt
      }
    }
  }
`);

const DraftsDocument = graphql(`
  query LessonDrafts($id: LessonId!) {
    lesson(id: $id) {
      lesson {
        generationPrompt
      }
      drafts {
        draftId
        status
        runId
        callNumber
        asking
        model
        emulated
        promptVersion
        finishReason
        promptTokens
        cachedTokens
        outputTokens
        thoughtTokens
        costUsd
        createdAt
        findings {
          check
          severity
          message
        }
      }
    }
  }
`);

const DraftTextDocument = graphql(`
  query DraftText($id: Int!) {
    quarantinedDraft(id: $id) {
      draftId
      answerText
      prompt
    }
  }
`);

const PlaceDocument = graphql(`
  query LessonPlace($filter: CellFilter) {
    cells(filter: $filter) {
      nodes {
        cellId
        state
        staleReason
      }
    }
    matrix(filter: $filter) {
      roadmaps {
        roadmapKey
        title
      }
    }
  }
`);

const PlainLessonDocument = graphql(`
  query PlainLesson($id: LessonId!) {
    lessons {
      getLessonById(lessonId: $id) {
        title
        content
        roadmapStepTitle
        lessonNumber
        learningStyle
        difficultyLevel
        estimatedDuration
      }
    }
  }
`);

export type ConsoleLesson = NonNullable<ResultOf<typeof LessonDocument>['lesson']>;
export type LessonText = ConsoleLesson['lesson'];
export type VersionRow = ConsoleLesson['versions'][number];
export type Regeneration = ConsoleLesson['regenerations'][number];
export type Feedback = NonNullable<ResultOf<typeof FeedbackDocument>['lesson']>;
export type Draft = NonNullable<ResultOf<typeof DraftsDocument>['lesson']>['drafts'][number];

/** How often a regeneration that is under way is asked after, in milliseconds. */
const POLL_MS = 2_000;

/** All that is asked of a lesson begins with this. */
const LESSON_KEY = ['lesson'] as const;

const isUnderWay = (lesson: ConsoleLesson | null | undefined): boolean =>
  lesson?.regenerations.some(({outcome}) => outcome === null) ?? false;

/** A lesson with its versions; null where there is none. Asked again by itself while a new version is being made. */
export const lessonQuery = (id: LessonId) =>
  queryOptions({
    queryKey: [...LESSON_KEY, String(id)],
    queryFn: async ({signal}) => (await request(LessonDocument, {id}, signal)).lesson,
    refetchInterval: ({state}) => (isUnderWay(state.data) ? POLL_MS : false),
  });

/** How a cell is now, and which roadmaps want it; without those where the coverage was not counted yet. */
export const placeQuery = (cellId: number) =>
  queryOptions({
    queryKey: [...LESSON_KEY, 'place', cellId],
    queryFn: async ({signal}) => {
      const {cells, matrix} = await request(PlaceDocument, {filter: {cellIds: [cellId]}}, signal);
      return {cell: cells.nodes[0] ?? null, roadmaps: matrix.roadmaps};
    },
  });

/** What mentors and learners said of a lesson. */
export const feedbackQuery = (id: LessonId) =>
  queryOptions({
    queryKey: [...LESSON_KEY, String(id), 'feedback'],
    queryFn: async ({signal}) => (await request(FeedbackDocument, {id}, signal)).lesson,
  });

/** What was paid for in the lesson's cell, and what the model was asked for the lesson. */
export const draftsQuery = (id: LessonId) =>
  queryOptions({
    queryKey: [...LESSON_KEY, String(id), 'drafts'],
    queryFn: async ({signal}) => (await request(DraftsDocument, {id}, signal)).lesson,
  });

/** A draft as the model wrote it, and what it was asked. It never changes. */
export const draftTextQuery = (draftId: number) =>
  queryOptions({
    queryKey: ['draft', draftId],
    queryFn: async ({signal}) => (await request(DraftTextDocument, {id: draftId}, signal)).quarantinedDraft,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A lesson without what others say of it; null where there is none. */
export const plainLessonQuery = (id: LessonId) =>
  queryOptions({
    queryKey: [...LESSON_KEY, String(id), 'plain'],
    queryFn: async ({signal}) => (await request(PlainLessonDocument, {id}, signal)).lessons.getLessonById,
    // Lessons are not changed in place, and each reading may count as a view.
    staleTime: Number.POSITIVE_INFINITY,
  });
