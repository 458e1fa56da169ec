import type {Regeneration} from '../../domain/regenerations.ts';
import type {Version} from '../../sql/queries/versions.ts';
import {builder} from '../graphql/builder.ts';

export const VersionType = builder.objectRef<Version>('LessonVersion').implement({
  description: "One version of a cell's lesson, and where it comes from.",
  fields: t => ({
    lessonId: t.expose('lessonId', {type: 'LessonId'}),
    variant: t.exposeString('variant', {description: 'Of the key: plain or multi_source_v1.'}),
    state: t.exposeString('state', {description: 'live, parked or retired.'}),
    origin: t.exposeString('origin', {description: 'preheat, or adopted: somebody else wrote it.'}),
    title: t.exposeString('title'),
    approvalStatus: t.exposeString('approvalStatus'),
    upvotes: t.exposeInt('upvotes'),
    downvotes: t.exposeInt('downvotes'),
    isPromoted: t.exposeBoolean('isPromoted'),
    isSuperseded: t.exposeBoolean('isSuperseded'),
    warningCount: t.exposeInt('warningCount'),
    parentLessonId: t.expose('parentLessonId', {type: 'LessonId', nullable: true}),
    runId: t.exposeInt('runId', {nullable: true}),
    draftId: t.exposeInt('draftId', {nullable: true}),
    promptVersion: t.exposeString('promptVersion', {nullable: true}),
    model: t.exposeString('model', {nullable: true}),
    costUsd: t.exposeFloat('costUsd', {
      nullable: true,
      description: 'With the drafts before it that did not pass; null where others wrote it.',
    }),
    generatedAt: t.expose('generatedAt', {type: 'DateTime'}),
    liveSince: t.expose('liveSince', {type: 'DateTime', nullable: true}),
  }),
});

export const RegenerationType = builder.objectRef<Regeneration>('Regeneration').implement({
  description: 'A lesson that is, or was, made anew though the cell has one.',
  fields: t => ({
    regenerationId: t.exposeInt('regenerationId'),
    cellId: t.exposeInt('cellId'),
    runId: t.exposeInt('runId', {nullable: true, description: 'Null until a run has taken it.'}),
    parentLessonId: t.expose('parentLessonId', {type: 'LessonId', nullable: true}),
    trigger: t.exposeString('trigger', {
      description: 'person, needs_improvement, vote_collapse or rejected.',
    }),
    requestedBy: t.exposeString('requestedBy'),
    requestedRole: t.exposeString('requestedRole'),
    requestedAt: t.expose('requestedAt', {type: 'DateTime'}),
    instructions: t.exposeString('instructions'),
    reviewIds: t.field({
      type: ['LessonId'],
      description: 'The reviews that its prompt carries.',
      resolve: ({answers}) => [...answers.reviewIds],
    }),
    voteIds: t.field({
      type: ['LessonId'],
      description: 'The votes whose comments its prompt carries.',
      resolve: ({answers}) => [...answers.voteIds],
    }),
    lessonIds: t.field({
      type: ['LessonId'],
      description: 'What it published, a row for each variant.',
      resolve: ({lessonIds}) => [...lessonIds],
    }),
    outcome: t.exposeString('outcome', {nullable: true, description: 'Null while it is under way.'}),
    message: t.exposeString('message', {nullable: true}),
    endedAt: t.expose('endedAt', {type: 'DateTime', nullable: true}),
  }),
});
